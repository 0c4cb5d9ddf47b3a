import { expect, test } from "vitest";
import type { Article } from "../model/article.ts";
import { article } from "../model/article.fixture.ts";
import { buildFeed } from "./build-feed.ts";

const definition = { name: "all", title: "集报", description: "", language: "zh-Hans" };

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

test("a feed holds no more articles than it is told, and reads no more", () => {
  const { counted, candidates } = endless();
  expect(buildFeed({ ...definition, limit: 7 }, candidates).articles).toHaveLength(7);
  expect(counted.read).toBe(7);
});

test("a feed of summaries shows excerpts, counts their bytes, and its entries are not taken for those of other feeds", () => {
  const { candidates } = endless({ bodyHtml: "茶".repeat(50_000) });
  const { articles } = buildFeed({ ...definition, entries: "summary" }, candidates);
  expect(articles).toHaveLength(50);
  expect(articles[0]).toEqual({
    ...article(0),
    bodyHtml: "茶".repeat(50_000),
    entries: "summary",
    revision: "r0-summary",
  });
});

test("an article of which no more than a summary may be shown is the same in every feed", () => {
  const summary = article(0, { entries: "summary" });
  expect(buildFeed(definition, [summary]).articles).toEqual([summary]);
  expect(buildFeed({ ...definition, entries: "summary" }, [summary]).articles).toEqual([summary]);
});

test("a feed in one script shows its articles in it, and cuts as the feed does that is not", () => {
  const { candidates } = endless({ title: "国", bodyHtml: "国".repeat(50_000) });
  const { articles } = buildFeed({ ...definition, script: "zh-Hant" }, candidates);
  expect(articles.map(({ id, title, language }) => [id, title, language])).toEqual(
    ["urn:uuid:0", "urn:uuid:1", "urn:uuid:2"].map((id) => [id, "國", "zh-Hant"]),
  );
});

test("a feed of which outlets have a share still has its newest article, however large, and no more bytes", () => {
  const { candidates } = endless({ bodyHtml: "茶".repeat(50_000) });
  expect(buildFeed({ ...definition, share: 10 }, candidates).articles).toHaveLength(3);
});

test("a feed was updated when the last of its articles was", () => {
  const edited = new Date("2024-02-01T00:00:00Z");
  expect(buildFeed(definition, [article(0), article(1, { updatedAt: edited }), article(2)]).updatedAt).toEqual(edited);
});

test("a feed without articles was never updated", () => {
  expect(buildFeed(definition, [])).toEqual({ definition, variant: { name: definition.name }, articles: [] });
});
