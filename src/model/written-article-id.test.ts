import { expect, test } from "vitest";
import { writtenArticleId } from "./written-article-id.ts";

const digits = "0f2c3b52-5a6c-5e0a-8f5d-000000000001";
const id = `urn:uuid:${digits}`;

test.each([
  [digits, id],
  [id.toUpperCase(), id],
  [`https://news.example/daily/articles/${digits}/`, id],
  [`https://news.example/daily/en/articles/${digits}?utm=1`, id],
  [`https://elsewhere.example/articles/${digits}/`, undefined],
  ["https://news.example/daily/feeds/all/", undefined],
  ["茶", undefined],
])("%s names %s", (words, named) => {
  expect(writtenArticleId(words, { publicUrl: "https://news.example/daily" })).toBe(named);
});
