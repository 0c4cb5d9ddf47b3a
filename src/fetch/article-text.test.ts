import { expect, test } from "vitest";
import { parseArticle } from "../parse/parse-article.ts";
import { articleFileName, articleText, versionOf } from "./article-text.ts";
import type { FetchedEntry } from "./read-feed.ts";

const entry: FetchedEntry = {
  id: "urn:1",
  url: "https://outlet.example/a_(b)",
  titleHtml: "[快讯] 桥 \\_修好\n了",
  authors: ["甲", "乙, 丙"],
  publishedAt: new Date("2020-07-20T10:00:00Z"),
  bodyHtml: "<p>Text</p>\n",
};
const capturedAt = new Date("2020-07-20T11:00:00.500Z");

test("an entry is written as a file that parse/ reads back", () => {
  expect(articleText(entry, capturedAt)).toBe(
    "<!--1595242800500-->\n[\\[快讯\\] 桥 \\\\_修好 了](https://outlet.example/a_%28b%29)\n------\n\n" +
      "<div><i>甲,乙， 丙<br>2020-07-20T10:00:00Z</i></div>\n<p>Text</p>\n",
  );
  const parsed = parseArticle({ path: "a.txt", bytes: Buffer.from(articleText(entry, capturedAt)) });
  expect(parsed).toMatchObject({ ok: true, value: { url: "https://outlet.example/a_%28b%29" } });
});

test("a body that begins with its own time is left as it is", () => {
  for (const bodyHtml of [
    '<address>甲</address><time datetime="2020-07-20 18:00:00">7月20日</time><p>Text</p>',
    "<div><i>Wed, 22 Feb 2023 17:22:43 GMT</i></div><p>Text</p>",
    "<div><i>甲<br/>2023-09-21T10:55:35.311Z</i></div><p>Text</p>",
  ]) {
    expect(articleText({ ...entry, bodyHtml }, capturedAt)).toContain(`------\n\n${bodyHtml}\n`);
  }
  const bodyHtml = "<div><i>北京消息</i></div><p>Text</p>";
  expect(articleText({ ...entry, bodyHtml }, capturedAt)).toContain("2020-07-20T10:00:00Z</i></div>\n<div><i>北京");
});

test("a file is named by day and version, and the version by all that the entry says", () => {
  expect(articleFileName(entry)).toMatch(/^2020-07-20-[0-9a-f]{16}\.txt$/);
  const { publishedAt: _publishedAt, ...undated } = entry;
  expect(articleFileName(undated)).toMatch(/^undated-[0-9a-f]{16}\.txt$/);
  const versions = [
    entry,
    { ...entry, titleHtml: "x" },
    { ...entry, bodyHtml: "x" },
    { ...entry, authors: [] },
    undated,
  ];
  expect(new Set(versions.map(versionOf)).size).toBe(versions.length);
  expect(versionOf({ ...entry })).toBe(versionOf(entry));
});
