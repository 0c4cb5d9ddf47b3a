import { expect, test } from "vitest";
import { matches, type SearchedArticle } from "./matches.ts";
import { parseQuery } from "./parse-query.ts";

const april = new Date("2024-04-01T00:00:00Z");
const newest = new Date("2024-05-31T12:00:00Z");

function article(text: Partial<SearchedArticle>): SearchedArticle {
  const nothing = { title: "", body: "", authors: [], outletId: "other", language: "zh-Hans", capturedAt: newest };
  return { ...nothing, ...text };
}

const articles: Readonly<Record<string, SearchedArticle>> = {
  park: article({ title: "市立公園重新開放", body: "公園裏的湖水清澈", language: "zh-Hant", outletId: "dw-zh" }),
  garden: article({ title: "公园·花园", body: "植物园，林间小路。The Botanic Garden’s gate", section: "culture" }),
  tea: article({
    title: "G7 茶会",
    body: "茶叶与咖啡\n会议",
    authors: ["David Pierson", "Paul Sonne"],
    outletId: "nyt-zh",
  }),
  train: article({
    title: "ＧＲＥＥＮ 列车",
    body: "Gardening on trains, 2.5 hours",
    language: "en",
    capturedAt: april,
  }),
};

test.each<[string, string]>([
  ["公园", "park garden"],
  ["公園", "park garden"],
  ["园", "park garden"],
  ["公园花园", ""],
  ["“公园 花园”", "garden"],
  ["“公园，花园”", "garden"],
  ["“园 花”", "garden"],
  ["“公园 园”", ""],
  ["园林", ""],
  ["咖啡会议", ""],
  ["G7茶会", "tea"],
  ["“g7, 茶”", "tea"],
  ["7茶会", ""],
  ["green", "train"],
  ["gree", ""],
  ["gree*", "train"],
  ["garden", "garden"],
  ["garden*", "garden train"],
  ["“botanic gard”*", "garden"],
  ["“garden the”", ""],
  ["2.5", "train"],
  ["garden's", "garden"],
  ["author:pierson", "tea"],
  ["author:“david pierson”", "tea"],
  ["title:湖水", ""],
  ["body:湖水", "park"],
  ["section:culture", "garden"],
  ["园 -花园", "park"],
  ["-园", "tea train"],
  ["湖水 | 茶叶", "park tea"],
  ["(湖水 OR 茶叶) outlet:nyt-zh", "tea"],
  ["lang:zh", "park garden tea"],
  ["lang:zh-hant", "park"],
  ["lang:z", ""],
  ["after:2024-04-01", "park garden tea train"],
  ["before:2024-04-01", ""],
  ["before:2024-05", "train"],
  ["after:2m", "park garden tea train"],
  ["after:1m", "park garden tea"],
])("%s selects: %s", (text, expected) => {
  const query = parseQuery(text);
  const selected = Object.entries(articles).filter(([, one]) => query.ok && matches(query.value, one, newest));
  expect(selected.map(([id]) => id).join(" ")).toBe(expected);
});
