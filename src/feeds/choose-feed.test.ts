import { expect, test } from "vitest";
import type { Choice, FeedDefinition } from "../model/feed.ts";
import { chooseFeed, searchFeed } from "./choose-feed.ts";

const definition: FeedDefinition = {
  name: "dw-zh",
  title: "德国之声中文网",
  description: "最新文章",
  language: "zh",
  outletIds: ["dw-zh"],
  query: "欧盟",
};

function choose(choice: Choice, changes: Partial<FeedDefinition> = {}): FeedDefinition {
  return chooseFeed({ ...definition, ...changes }, choice);
}

test("a chosen feed narrows the feed it is chosen from, and says what was chosen", () => {
  expect(choose({ query: "乌克兰 -拜登", limit: 10, entries: "summary" })).toEqual({
    ...definition,
    title: "德国之声中文网：乌克兰 -拜登（最新 10 篇，摘要）",
    description: "德国之声中文网中符合「乌克兰 -拜登」的文章",
    limit: 10,
    entries: "summary",
  });
});

test.each<[Choice, string, string]>([
  [{ query: "a" }, "德国之声中文网：a", "DW: a"],
  [{ limit: 10 }, "德国之声中文网（最新 10 篇）", "DW (newest 10)"],
  [{ entries: "summary" }, "德国之声中文网（摘要）", "DW (summaries)"],
  [{ query: "a", limit: 1, entries: "summary" }, "德国之声中文网：a（最新 1 篇，摘要）", "DW: a (newest 1, summaries)"],
])("%j is told in the feed's language", (choice, inChinese, inEnglish) => {
  expect(choose(choice).title).toBe(inChinese);
  expect(choose(choice, { title: "DW", language: "en" }).title).toBe(inEnglish);
});

test("a reader cannot choose more entries than the feed has", () => {
  expect(choose({ limit: 40 }, { limit: 20 })).toMatchObject({ limit: 20 });
});

test("a search chooses from everything", () => {
  const site = {
    title: "集报",
    publicUrl: "https://f.example",
    siteId: "",
    language: "zh-Hans",
    maxAgeSeconds: 300,
  };
  expect(chooseFeed(searchFeed(site), { query: "茶" })).toEqual({
    name: "search",
    title: "集报：茶",
    description: "集报中符合「茶」的文章",
    language: "zh-Hans",
    isHidden: true,
  });
});
