import { expect, test } from "vitest";
import type { Article } from "../model/article.ts";
import type { FeedDefinition } from "../model/feed.ts";
import { article } from "../model/article.fixture.ts";
import { oneOfTwins } from "./one-of-twins.ts";

const simplified = article(1, {
  language: "zh-Hans",
  twin: { id: "urn:uuid:2", url: "https://gazette.example/zh-hant/1" },
});
const traditional = article(2, { language: "zh-Hant", twin: { id: "urn:uuid:1", url: "https://gazette.example/1" } });
const single = article(3, { language: "zh-Hant" });
const all = [simplified, traditional, single];

function shown(
  articles: readonly Article[],
  { script, language = "zh" }: Pick<FeedDefinition, "script"> & { language?: string } = {},
): readonly Article[] {
  const find = (id: string): Article | undefined => articles.find((candidate) => candidate.id === id);
  return [
    ...oneOfTwins(articles, script === undefined ? {} : { script }, { outlets: [{ id: "gazette", language }], find }),
  ];
}

test("of an article in both scripts, the outlet's main one is shown", () => {
  expect(shown(all)).toEqual([simplified, single]);
  expect(shown(all, { language: "zh-TW" })).toEqual([traditional, single]);
});

test("in a feed of one script it is the capture in that one", () => {
  expect(shown(all, { script: "zh-Hant" })).toEqual([traditional, single]);
  expect(shown(all, { script: "zh-Hans", language: "zh-TW" })).toEqual([simplified, single]);
});

test("an article whose twin is not selected stays", () => {
  expect(shown([traditional, single])).toEqual([traditional, single]);
  expect(shown([simplified], { script: "zh-Hant" })).toEqual([simplified]);
});

test("twins that are in one script both stay: nothing is lost where a language was mistaken", () => {
  const mistaken = { ...traditional, language: "zh" };
  expect(shown([simplified, mistaken], { script: "zh-Hant" })).toEqual([simplified, mistaken]);
});
