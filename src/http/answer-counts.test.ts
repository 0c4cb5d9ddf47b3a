import { expect, test } from "vitest";
import { AllAnswerCounts } from "./answer-counts.ts";

test("answers are counted by feed and format, whatever the language of the site", () => {
  const rows: Record<string, readonly [feed: string, format: string]> = {
    "/feeds/all/rss.xml": ["all", "rss"],
    "/feeds/all/zh-hant/atom.xml?limit=5": ["all", "atom"],
    "/search/feed.json?q=x": ["search", "json"],
    "/feeds/dw-zh/": ["dw-zh", "page"],
    "/zh-hans/feeds/dw-zh/": ["dw-zh", "page"],
    "/zh-hant/feeds/dw-zh/": ["dw-zh", "page"],
    "/en/feeds/dw-zh/2024-05-17/": ["dw-zh", "page"],
    "/": ["", "page"],
    "/zh-hans/search?q=x": ["", "page"],
    "/en/policy/": ["", "page"],
    "/feeds.opml": ["", "opml"],
    "/style.css": ["", "file"],
  };
  const counts = new AllAnswerCounts();
  const found = Object.keys(rows).map((target) => {
    const { feed, format } = counts.of(target);
    return [target, [feed, format]];
  });
  expect(found).toEqual(Object.entries(rows));
});
