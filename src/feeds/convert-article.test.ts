import { expect, test } from "vitest";
import { article } from "../model/article.fixture.ts";
import { convertArticle } from "./convert-article.ts";

const simplified = article(1, {
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
  expect(convertArticle(simplified, "zh-Hant")).toEqual({
    ...simplified,
    title: "國家",
    section: "國際",
    rights: "© 樣報，版權所有",
    leadImage: { ...simplified.leadImage, alt: "圖", caption: "國會" },
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
  const untouched = { ...simplified, language };
  expect(convertArticle(untouched, "zh-Hant")).toBe(untouched);
});

test("Traditional of any region becomes Simplified", () => {
  const traditional = article(1, { title: "説衛生", language: "zh-HK" });
  expect(convertArticle(traditional, "zh-Hans")).toMatchObject({
    title: "说卫生",
    language: "zh-Hans",
    convertedFrom: "zh-HK",
  });
});
