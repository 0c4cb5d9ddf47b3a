import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Capture } from "../src/model/article.ts";
import { elementsOf } from "../src/lib/html/walk.ts";
import { parseFragment } from "../src/lib/html/parse-fragment.ts";
import { textOf } from "../src/lib/html/text-of.ts";
import { outcomeOf, projectOutlets } from "./corpus-cases.ts";

/** Real articles, which are their owners': they are read where they lie, and nothing of their text is written here. */
const directory = process.env["FEEDMILL_REAL_SEEDS"] ?? "";

interface RealFile {
  readonly outletId: string;
  readonly publishedAt: string;
  readonly authors: readonly string[];
  readonly section?: string;
  /** Pictures with captions in the text, and subheads. */
  readonly figures: number;
  readonly subheads: number;
  /** The start of the name of the person who took the lead picture. */
  readonly credit?: string;
  readonly originalUrl?: string;
  readonly rights: RegExp;
}

const expectations: Readonly<Record<string, RealFile>> = {
  "000": {
    outletId: "nyt-zh",
    publishedAt: "2023-02-23T04:24:36.000Z",
    authors: ["Anton Troianovski"],
    section: "国际",
    figures: 0,
    subheads: 0,
    rights: /New York Times/,
    credit: "Anton N",
    originalUrl: "https://www.nytimes.com/live/2023/02/22/",
  },
  "001": {
    outletId: "voa-zh",
    publishedAt: "2023-02-22T17:22:43.000Z",
    authors: [],
    figures: 2,
    subheads: 0,
    rights: /美国之音/,
  },
  "002": {
    outletId: "nyt-zh",
    publishedAt: "2024-05-17T02:50:43.000Z",
    authors: ["David Pierson", "Paul Sonne"],
    section: "国际",
    figures: 3,
    subheads: 0,
    rights: /New York Times/,
    credit: "Sergei B",
    originalUrl: "https://www.nytimes.com/2024/05/16/",
  },
  "003": {
    outletId: "nyt-zh",
    publishedAt: "2022-06-16T01:44:13.000Z",
    authors: ["储百亮"],
    section: "中国",
    figures: 0,
    subheads: 0,
    rights: /New York Times/,
    credit: "Pool",
    originalUrl: "https://www.nytimes.com/2022/06/15/",
  },
  "004": {
    outletId: "dw-zh",
    publishedAt: "2023-09-21T10:55:35.000Z",
    authors: [],
    figures: 2,
    subheads: 3,
    rights: /^© 2023年/,
  },
};

function normalized(name: string): { readonly capture: Capture; readonly text: string } {
  const fileName = readdirSync(directory).find((candidate) => candidate.startsWith(name)) ?? name;
  const bytes = readFileSync(join(directory, fileName));
  const outcome = outcomeOf(bytes, projectOutlets());
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return { capture: outcome.value, text: bytes.toString("utf8") };
}

function parsed(html: string) {
  const fragment = parseFragment(html, { elements: 10_000, depth: 100, attributes: 20 });
  if ("exceeded" in fragment) throw new Error(fragment.exceeded);
  return fragment.root;
}

function count(html: string, tag: string): number {
  return elementsOf(parsed(html), tag).length;
}

describe.skipIf(!existsSync(directory)).each(Object.entries(expectations))(
  "the real file %s (where FEEDMILL_REAL_SEEDS names the directory)",
  (name, expected) => {
    test("has the facts it states", () => {
      const { capture } = normalized(name);
      expect(capture).toMatchObject({
        outletId: expected.outletId,
        authors: expected.authors,
        language: "zh-Hans",
        entries: "full",
      });
      expect(capture.publishedAt?.toISOString()).toBe(expected.publishedAt);
      expect(capture.section).toBe(expected.section);
      expect(capture.originalUrl?.startsWith(expected.originalUrl ?? "?")).toBe(expected.originalUrl && true);
      expect(capture.twin).toBeUndefined();
    });

    test("has its title, closing quotation mark and all", () => {
      const { capture, text } = normalized(name);
      expect(text).toContain(`\n[${capture.title}](`);
    });

    test("has its lead picture beside the body, with caption and credit", () => {
      const { capture } = normalized(name);
      expect(capture.leadImage?.url).toMatch(/^https:\/\/images\.weserv\.nl\/\?url=[a-z0-9.]+\//);
      expect(capture.leadImage?.caption).toMatch(/^\p{Script=Han}|^[0-9]/u);
      expect(capture.leadImage?.credit?.startsWith(expected.credit ?? "?")).toBe(expected.credit && true);
      expect([capture.leadImage?.width, capture.leadImage?.height]).toEqual(
        expected.credit ? [1050, 700] : [undefined, undefined],
      );
      expect(capture.bodyHtml).not.toContain(capture.leadImage?.url);
      expect(capture.bodyHtml).not.toContain(capture.leadImage?.caption);
    });

    test("marks up its captions and subheads, and keeps its paragraphs", () => {
      const { capture, text } = normalized(name);
      expect(count(capture.bodyHtml, "figure")).toBe(expected.figures);
      expect(count(capture.bodyHtml, "figcaption")).toBe(expected.figures);
      expect(count(capture.bodyHtml, "img")).toBe(expected.figures);
      expect(count(capture.bodyHtml, "h2")).toBe(expected.subheads);
      const isNyt = expected.outletId === "nyt-zh";
      const isDw = expected.outletId === "dw-zh";
      const moved = (isNyt ? expected.figures : 0) + expected.subheads + (isDw ? 1 : 0);
      expect(count(capture.bodyHtml, "p")).toBe(count(text, "p") - moved);
      expect(capture.bodyHtml).not.toMatch(/<small|<div|<section|<strong/);
    });

    test("is free of front matter, promotion, tracking and presentation", () => {
      const { bodyHtml, excerpt } = normalized(name).capture;
      const text = textOf(parsed(bodyHtml));
      expect(text).not.toMatch(/GMT|\d{4}-\d{2}-\d{2}|获取更多|feedx/);
      expect(bodyHtml).not.toMatch(/ (?:style|class|id|target|rel|title|border)=|<br>|<hr>|<a[^>]*><\/a>|<p><\/p>/);
      expect(bodyHtml).not.toMatch(/smid=|api\.dw\.com|href="\/|weserv\.nl\?/);
      expect(excerpt.length).toBeGreaterThanOrEqual(80);
      expect(excerpt.length).toBeLessThanOrEqual(200);
      expect(excerpt).toMatch(/[。！？][”’」』）"]*$/);
      expect(excerpt).not.toMatch(/^（德国之声/);
    });

    test("says whose it is", () => {
      const { capture } = normalized(name);
      expect(capture.rights).toMatch(expected.rights);
      expect(capture.bodyHtml).not.toContain("版权声明");
    });
  },
);

test.skipIf(!existsSync(directory))("links of the real files lead to pages for people", () => {
  const { bodyHtml } = normalized("004").capture;
  const links = elementsOf(parsed(bodyHtml), "a").map(({ attribs }) => attribs["href"]);
  expect(links).toHaveLength(5);
  for (const link of links) expect(link).toMatch(/^https:\/\/www\.dw\.com\/zh\/a-\d+$/);
});
