import { expect, test } from "vitest";
import type { Article } from "../model/article.ts";
import type { Query } from "../model/query.ts";
import { all, any } from "../search/canonical-query.ts";
import { isSelected } from "./is-selected.ts";
import { selectionOf } from "./select.ts";

const newest = new Date("2024-05-05T12:00:00Z");
const text = (phrase: string): Query => ({ kind: "text", phrase, isPrefix: false });

test.each([
  [{}, undefined, {}],
  [{ outletIds: ["a"] }, undefined, { outletIds: ["a"] }],
  [{ outletIds: ["a"], query: "b" }, undefined, { outletIds: ["a"], query: text("b") }],
  [{ query: "b" }, { query: "c OR d" }, { query: all([text("b"), any([text("c"), text("d")])]) }],
  [{ outletIds: ["a"] }, { limit: 3 }, { outletIds: ["a"] }],
  [{}, { query: "after:1d" }, { query: { kind: "after", bound: { daysBack: 1 } } }],
])("of the feed %j with the choice %j", (definition, choice, expected) => {
  expect(selectionOf(definition, choice)).toEqual(expected);
});

const instant = new Date("2024-05-04T12:00:00Z");
const article: Article = {
  id: "urn:uuid:0192f3c4-7d1e-5c3a-9b52-6f0d5a1e8b47",
  outletId: "a",
  outletName: "A",
  canonicalUrl: "https://a.example/1",
  title: "b",
  language: "zh-Hant",
  authors: [],
  bodyHtml: "<p>c</p>",
  excerpt: "c",
  entries: "full",
  publishedAt: instant,
  publishedAtIsCaptureTime: false,
  updatedAt: instant,
  firstCapturedAt: instant,
  capturedAt: instant,
  surfacedAt: instant,
  revision: "1",
};

test.each([
  [{}, undefined, true],
  [{ outletIds: ["x", "a"] }, undefined, true],
  [{ outletIds: ["x"] }, undefined, false],
  [{ outletIds: ["a"], query: "b" }, { query: "body:c lang:zh after:1d" }, true],
  [{ query: "b" }, { query: "c -lang:zh-hant" }, false],
  [{ query: "x" }, undefined, false],
])(
  "whether the feed %j with the choice %j selects an article is told from the article",
  (definition, choice, expected) => {
    expect(isSelected(article, selectionOf(definition, choice), newest)).toBe(expected);
  },
);

test("what is no query is refused", () => {
  expect(() => selectionOf({ query: "(" })).toThrow("( is no query: ");
});
