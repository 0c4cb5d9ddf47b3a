import { expect, test } from "vitest";
import { feedDocumentPath } from "../model/feed-place.ts";
import { parseAddress } from "./parse-address.ts";

const parse = (target: string): unknown => {
  const [path = "", query = ""] = target.split("?");
  return parseAddress(path, query, "zh-Hans");
};
const id = "0192f3c4-7d1e-5c3a-9b52-6f0d5a1e8b47";

test.each<[string, object]>([
  ["/", { kind: "start-page", locale: "zh-Hans" }],
  ["/en/", { kind: "start-page", locale: "en" }],
  ["/zh-hant/feeds/all/", { kind: "feed-page", locale: "zh-Hant", name: "all" }],
  ["/feeds/all/?utm=1", { kind: "feed-page", locale: "zh-Hans", name: "all" }],
  ["/feeds/all/2024-02-29/", { kind: "feed-page", locale: "zh-Hans", name: "all", shown: { day: "2024-02-29" } }],
  ["/feeds/all/on/02-29/", { kind: "feed-page", locale: "zh-Hans", name: "all", shown: { onDay: "02-29" } }],
  [`/articles/${id}/`, { kind: "article-page", locale: "zh-Hans", id: `urn:uuid:${id}` }],
  ["/search", { kind: "search-page", locale: "zh-Hans", page: 1 }],
  ["/en/search?q=%E4%B8%AD&page=3", { kind: "search-page", locale: "en", query: "中", page: 3 }],
  ["/search?q=&page=0", { kind: "search-page", locale: "zh-Hans", page: 1 }],
  ["/policy/", { kind: "policy-page", locale: "zh-Hans" }],
  ["/feeds/all/rss.xml", { kind: "feed", place: { name: "all" }, format: "rss" }],
  ["/feeds/all/rss.xml?x=1", { kind: "feed", place: { name: "all" }, format: "rss" }],
  [
    "/feeds/all/rss.xml?q=a&q=b&limit=5",
    { kind: "feed", place: { name: "all" }, format: "rss", asked: { q: "a", limit: "5" } },
  ],
  ["/search/feed.json?q=%22a+b%22", { kind: "feed", place: { name: "search" }, format: "json", asked: { q: '"a b"' } }],
  ["/feeds/a/zh-hant/atom.xml", { kind: "feed", place: { name: "a", script: "zh-hant" }, format: "atom" }],
  [
    "/feeds/a/2024-05-17/rss.xml?q=a",
    { kind: "feed", place: { name: "a", part: { day: "2024-05-17", number: 1 } }, format: "rss" },
  ],
  [
    "/feeds/a/2024-05-17-12/rss.xml",
    { kind: "feed", place: { name: "a", part: { day: "2024-05-17", number: 12 } }, format: "rss" },
  ],
  ["/feeds/a/on/05-17/rss.xml", { kind: "feed", place: { name: "a", onDay: "05-17" }, format: "rss" }],
])("%s is an address", (target, address) => {
  expect(parse(target)).toEqual(address);
});

test.each([
  "",
  "/en",
  "/zh-hans/",
  "/fr/",
  "//",
  "/feeds/",
  "/feeds/all",
  "/feeds/ALL/rss.xml",
  "/feeds/../rss.xml",
  "/feeds/all/2023-02-29/rss.xml",
  "/feeds/all/2024-05-17-1/rss.xml",
  "/feeds/all/2024-05-17-02/rss.xml",
  "/feeds/all/on/2-30/rss.xml",
  "/feeds/all/on/rss.xml",
  "/feeds/all/zh-hant/2024-05-17/rss.xml",
  "/feeds/all/rss.xml/",
  "/search/",
  "/search/x/rss.xml",
  `/articles/${id}`,
  `/articles/${id.toUpperCase()}/`,
  "/articles/x/",
  "/policy",
])("nothing lies at %s", (target) => {
  expect(parse(target)).toBeUndefined();
});

test.each([
  { name: "a" },
  { name: "a", script: "zh-hans" },
  { name: "a", part: { day: "2024-05-17", number: 1 } },
  { name: "a", part: { day: "2024-05-17", number: 2 } },
  { name: "a", onDay: "05-17" },
  { name: "search" },
] as const)("the path of a feed's document is read back: %o", (place) => {
  expect(parse(feedDocumentPath(place, "atom"))).toEqual({ kind: "feed", place, format: "atom" });
});
