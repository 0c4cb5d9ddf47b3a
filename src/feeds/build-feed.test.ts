import { expect, test } from "vitest";
import type { Article } from "../model/article.ts";
import { buildFeed } from "./build-feed.ts";

const definition = { name: "all", title: "集报", description: "", language: "zh-Hans" };

function article(number: number, changes: Partial<Article> = {}): Article {
  const at = new Date(Date.UTC(2024, 0, 1, 0, 0, 0) - number * 1000);
  return {
    id: `urn:uuid:${number}`,
    outletId: "gazette",
    outletName: "样报",
    canonicalUrl: `https://gazette.example/${number}`,
    title: "茶",
    language: "zh-Hans",
    authors: [],
    bodyHtml: "<p>茶</p>",
    excerpt: "茶",
    entries: "full",
    publishedAt: at,
    publishedAtIsCaptureTime: false,
    updatedAt: at,
    firstCapturedAt: at,
    capturedAt: at,
    surfacedAt: at,
    revision: `r${number}`,
    ...changes,
  };
}

/** Candidates without end, and how many of them were read. */
function endless(changes: Partial<Article> = {}) {
  const counted = { read: 0 };
  function* candidates() {
    for (;;) yield article(counted.read++, changes);
  }
  return { counted, candidates: candidates() };
}

test("a feed holds the newest 50 articles and reads no more", () => {
  const { counted, candidates } = endless();
  expect(buildFeed(definition, candidates).articles).toHaveLength(50);
  expect(counted.read).toBe(50);
});

test("a feed holds whole articles up to 512 kB of UTF-8, and reads one more", () => {
  const { counted, candidates } = endless({ bodyHtml: "茶".repeat(50_000) });
  expect(buildFeed(definition, candidates).articles).toHaveLength(3);
  expect(counted.read).toBe(4);
});

test("an article of exactly 200 kB is shown in full, a larger one by its excerpt", () => {
  const { articles } = buildFeed(definition, [
    article(0, { bodyHtml: "x".repeat(200_000) }),
    article(1, { bodyHtml: "x".repeat(200_001) }),
  ]);
  expect(articles.map(({ entries }) => entries)).toEqual(["full", "summary"]);
});

test("bodies that are not shown count nothing toward the cut", () => {
  const { candidates } = endless({ bodyHtml: "x".repeat(300_000) });
  expect(buildFeed(definition, candidates).articles).toHaveLength(50);
});

test("a feed was updated when the last of its articles was", () => {
  const edited = new Date("2024-02-01T00:00:00Z");
  expect(buildFeed(definition, [article(0), article(1, { updatedAt: edited }), article(2)]).updatedAt).toEqual(edited);
});

test("a feed without articles was never updated", () => {
  expect(buildFeed(definition, [])).toEqual({ definition, place: { name: definition.name }, articles: [] });
});
