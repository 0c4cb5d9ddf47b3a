import { expect, test } from "vitest";
import { article } from "../model/article.fixture.ts";
import type { Article } from "../model/article.ts";
import type { FeedDefinition } from "../model/feed.ts";
import { convertArticle, convertDefinition, oneOfTwins } from "./scripts.ts";

const definition = {
  name: "dw-zh",
  title: "德国之声",
  description: "德国之声的最新文章",
  language: "zh",
  rights: "版权",
  homepage: "https://x.example/国",
};

test("a feed in the other script says so in its title, description, rights and language", () => {
  expect(convertDefinition(definition, "zh-Hant")).toEqual({
    name: "dw-zh",
    title: "德國之聲",
    description: "德國之聲的最新文章",
    language: "zh-Hant",
    rights: "版權",
    homepage: "https://x.example/国",
    script: "zh-Hant",
    twins: "one",
  });
});

test("a feed that is not in Chinese keeps its words; what it holds of Chinese is converted", () => {
  const japanese = { ...definition, title: "国", language: "ja" };
  expect(convertDefinition(japanese, "zh-Hant")).toEqual({ ...japanese, script: "zh-Hant", twins: "one" });
});

const written = article(1, {
  outletName: "样报",
  canonicalUrl: "https://gazette.example/国",
  title: "国家",
  authors: ["于国强", "Chris Buckley"],
  section: "国际",
  rights: "© 样报，版权所有",
  leadImage: { url: "https://gazette.example/国.jpg", alt: "图", caption: "国会", credit: "于国强", width: 3 },
  originalUrl: "https://gazette.example/en/国",
  bodyHtml: '<p><a href="https://gazette.example/国">国</a><code>国</code></p>',
  excerpt: "国",
});

test("everything a reader reads is converted, but for names", () => {
  expect(convertArticle(written, "zh-Hant")).toEqual({
    ...written,
    title: "國家",
    section: "國際",
    rights: "© 樣報，版權所有",
    leadImage: { ...written.leadImage, alt: "圖", caption: "國會" },
    bodyHtml: '<p><a href="https://gazette.example/国">國</a><code>国</code></p>',
    excerpt: "國",
    language: "zh-Hant",
    convertedFrom: "zh-Hans",
    revision: "r1-zh-Hant",
  });
});

test.each([
  ["an article that is in the script", "zh-Hant"],
  ["one of a region that writes in it", "zh-TW"],
  ["one that is not Chinese", "ja"],
  ["one of an unknown language", "und"],
])("%s stays untouched", (_, language) => {
  const untouched = { ...written, language };
  expect(convertArticle(untouched, "zh-Hant")).toBe(untouched);
});

test("Traditional of any region becomes Simplified", () => {
  const regional = article(1, { title: "説衛生", language: "zh-HK" });
  expect(convertArticle(regional, "zh-Hans")).toMatchObject({
    title: "说卫生",
    language: "zh-Hans",
    convertedFrom: "zh-HK",
  });
});

const simplified = article(1, {
  language: "zh-Hans",
  twin: { id: "urn:uuid:2", url: "https://gazette.example/zh-hant/1" },
});
const traditional = article(2, { language: "zh-Hant", twin: { id: "urn:uuid:1", url: "https://gazette.example/1" } });
const single = article(3, { language: "zh-Hant" });
const all = [simplified, traditional, single];

async function* each(articles: readonly Article[]): AsyncGenerator<Article> {
  yield* articles;
}

function shown(
  articles: readonly Article[],
  { script, language = "zh" }: Pick<FeedDefinition, "script"> & { language?: string } = {},
): Promise<readonly Article[]> {
  const find = async (id: string): Promise<Article | undefined> => articles.find((candidate) => candidate.id === id);
  return Array.fromAsync(oneOfTwins(each(articles), { script, outlets: [{ id: "gazette", language }], find }));
}

test("of an article in both scripts, the outlet's main one is shown", async () => {
  expect(await shown(all)).toEqual([simplified, single]);
  expect(await shown(all, { language: "zh-TW" })).toEqual([traditional, single]);
});

test("in a feed of one script it is the capture in that one", async () => {
  expect(await shown(all, { script: "zh-Hant" })).toEqual([traditional, single]);
  expect(await shown(all, { script: "zh-Hans", language: "zh-TW" })).toEqual([simplified, single]);
});

test("an article whose twin is not selected stays", async () => {
  expect(await shown([traditional, single])).toEqual([traditional, single]);
  expect(await shown([simplified], { script: "zh-Hant" })).toEqual([simplified]);
});

test("twins that are in one script both stay: nothing is lost where a language was mistaken", async () => {
  const mistaken = { ...traditional, language: "zh" };
  expect(await shown([simplified, mistaken], { script: "zh-Hant" })).toEqual([simplified, mistaken]);
});
