import fc from "fast-check";
import { expect, test } from "vitest";
import {
  definedFeedAt,
  feedDocumentPath,
  feedNameIn,
  feedPagePath,
  feedPath,
  pagePath,
  parseAddress,
  underFeedName,
  type AskedChoice,
  type DocumentAddress,
  type PageAddress,
} from "./addresses.ts";
import { feedFormats, searchFeedName, type Choice, type FeedVariant } from "./feed.ts";
import { chineseScripts, locales, type Locale } from "./locale.ts";

const parse = (target: string, defaultLocale: Locale = "zh-Hans"): DocumentAddress | undefined => {
  const { pathname, search } = new URL(`http://any.example${target}`);
  return parseAddress(pathname, search, defaultLocale);
};

const uuid = "0192f3c4-7d1e-5c3a-9b52-6f0d5a1e8b47";

test("an address says what it asks for", () => {
  const addresses: Record<string, DocumentAddress> = {
    "/": { kind: "start-page", locale: "zh-Hans" },
    "/en/": { kind: "start-page", locale: "en" },
    "/zh-hant/feeds/all/": { kind: "feed-page", locale: "zh-Hant", name: "all" },
    "/feeds/all/?utm=1": { kind: "feed-page", locale: "zh-Hans", name: "all" },
    "/feeds/all/2024-02-29/": { kind: "feed-page", locale: "zh-Hans", name: "all", shown: { day: "2024-02-29" } },
    "/feeds/all/2024-02/": { kind: "feed-page", locale: "zh-Hans", name: "all", shown: { month: "2024-02" } },
    "/feeds/all/days/": { kind: "feed-page", locale: "zh-Hans", name: "all", shown: { everyDay: true } },
    "/feeds/all/on/02-29/": { kind: "feed-page", locale: "zh-Hans", name: "all", shown: { onDay: "02-29" } },
    [`/articles/${uuid}/`]: { kind: "article-page", locale: "zh-Hans", id: `urn:uuid:${uuid}` },
    "/search": { kind: "search-page", locale: "zh-Hans", page: 1 },
    "/en/search?q=%E4%B8%AD&page=3": { kind: "search-page", locale: "en", query: "中", page: 3 },
    "/search?order=date&stories=apart": { kind: "search-page", locale: "zh-Hans", page: 1 },
    "/search?q=&page=0": { kind: "search-page", locale: "zh-Hans", page: 1 },
    "/policy/": { kind: "policy-page", locale: "zh-Hans" },
    "/feeds/all/rss.xml": { kind: "feed", variant: { name: "all" }, format: "rss" },
    "/feeds/all/rss.xml?x=1": { kind: "feed", variant: { name: "all" }, format: "rss" },
    "/feeds/all/rss.xml?q=a&q=b&limit=5": {
      kind: "feed",
      variant: { name: "all" },
      format: "rss",
      asked: { q: "a", limit: "5" },
    },
    "/search/feed.json?q=%22a+b%22": {
      kind: "feed",
      variant: { name: "search" },
      format: "json",
      asked: { q: '"a b"' },
    },
    "/feeds/a/zh-hant/atom.xml": { kind: "feed", variant: { name: "a", script: "zh-Hant" }, format: "atom" },
    "/feeds/a/2024-05-17/rss.xml?q=a": {
      kind: "feed",
      variant: { name: "a", part: { day: "2024-05-17", number: 1 } },
      format: "rss",
    },
    "/feeds/a/2024-05-17-12/rss.xml": {
      kind: "feed",
      variant: { name: "a", part: { day: "2024-05-17", number: 12 } },
      format: "rss",
    },
    "/feeds/a/on/05-17/rss.xml": { kind: "feed", variant: { name: "a", onDay: "05-17" }, format: "rss" },
  };
  expect(Object.fromEntries(Object.keys(addresses).map((target) => [target, parse(target)]))).toEqual(addresses);
});

test("a parameter is known by the bytes of its name, and the first of a name counts", () => {
  const asked: Record<string, AskedChoice | undefined> = {
    "q=a": { q: "a" },
    "?q=a": { q: "a" },
    "q=a&q=b": { q: "a" },
    "q=&q=b": { q: "" },
    "q&q=b": { q: "b" },
    "x=1&limit=2&entries=full": { limit: "2", entries: "full" },
    "q=a?b&=c": { q: "a?b" },
    "q=a+%E4%B8%AD%": { q: "a 中%" },
    "q=a=b": { q: "a=b" },
    "x=1?q=a": undefined,
    "x=1;q=a": undefined,
    "Q=a": undefined,
    "%71=a": undefined,
    "Limit=1": undefined,
    "limi%74=1": undefined,
    "+q=a": undefined,
    "q+=a": undefined,
    "q[]=a": undefined,
    "qq=a": undefined,
    q: undefined,
  };
  const parsed = Object.keys(asked).map((query) => {
    const address = parseAddress("/feeds/all/rss.xml", query, "en");
    return [query, address?.kind === "feed" ? address.asked : address];
  });
  expect(Object.fromEntries(parsed)).toEqual(asked);
});

test("nothing lies at an address that is another spelling, or that no document can have", () => {
  const targets = [
    "/en",
    "/zh-hans/",
    "/fr/",
    "//",
    "/en//",
    "/feeds/",
    "/feeds/all",
    "/feeds//",
    "/feeds/ALL/rss.xml",
    "/feeds/all/2023-02-29/",
    "/feeds/all/+012024-05/",
    "/feeds/all/2024-05-17/x/",
    "/feeds/all/at/05-17/",
    "/feeds/all/2023-02-29/rss.xml",
    "/feeds/all/2024-05-17-1/rss.xml",
    "/feeds/all/2024-05-17-02/rss.xml",
    "/feeds/all/on/2-30/rss.xml",
    "/feeds/all/on/rss.xml",
    "/feeds/all/zh-hant/zh-hans/rss.xml",
    "/feeds/all/zh-hant/2024-05-17/on/rss.xml",
    "/search/2024-05-17/rss.xml",
    "/search/search/rss.xml",
    "/feeds/search/rss.xml?q=x",
    "/feeds/search/zh-hant/rss.xml?q=x",
    "/feeds/all/zh-Hant/rss.xml",
    "/en/feeds/all/rss.xml",
    "/feeds/all/rss.xml/",
    "/search/",
    "/search/x/rss.xml",
    `/articles/${uuid}`,
    `/articles/${uuid}/x/`,
    `/articles/${uuid.toUpperCase()}/`,
    "/articles/x/",
    "/policy",
  ];
  expect(targets.filter((target) => parse(target) !== undefined)).toEqual([]);
  expect(parseAddress("", "", "en")).toBeUndefined();
  expect(parseAddress("/feeds/../rss.xml", "", "en")).toBeUndefined();
});

const name = fc.stringMatching(/^[a-z0-9-]{1,64}$/);
const day = fc
  .date({ min: new Date("1990-01-01"), max: new Date("2199-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, "2024-05-17".length));
const onDay = day.map((each) => each.slice("2024-".length));
const text = fc.string({ unit: "binary", minLength: 1, maxLength: 40 });
const absent = fc.constant({});

const script = fc.constantFrom(...chineseScripts);
const part = fc.record({ day, number: fc.integer({ min: 1, max: 999_999 }) });

const variant: fc.Arbitrary<FeedVariant> = fc.oneof(
  fc.record({ name, script }, { requiredKeys: ["name"] }),
  fc.record({ name: fc.constant(searchFeedName), script }, { requiredKeys: ["name"] }),
  fc.record({ name, script, part }, { requiredKeys: ["name", "part"] }),
  fc.record({ name, script, onDay }, { requiredKeys: ["name", "onDay"] }),
);
const choice: fc.Arbitrary<Choice> = fc.record(
  { query: text, limit: fc.integer({ min: 1, max: 50 }), entries: fc.constant("summary" as const) },
  { requiredKeys: [] },
);

test("the address of every document of a feed is read back", () => {
  fc.assert(
    fc.property(variant, choice, fc.constantFrom(...feedFormats), (place, chosen, format) => {
      const isWhole = place.part === undefined && place.onDay === undefined;
      const hasChoice = isWhole && Object.keys(chosen).length > 0;
      const path = feedDocumentPath(hasChoice ? { ...place, choice: chosen } : place, format);
      const { query, limit, entries } = chosen;
      const asked = {
        ...(query !== undefined && { q: query }),
        ...(limit !== undefined && { limit: String(limit) }),
        ...(entries !== undefined && { entries }),
      };
      expect(parse(path)).toEqual({ kind: "feed", variant: place, format, ...(hasChoice && { asked }) });
    }),
  );
});

const locale = fc.constantFrom(...locales);
const shown = fc.oneof(absent, fc.record({ shown: fc.oneof(fc.record({ day }), fc.record({ onDay })) }));
const page: fc.Arbitrary<PageAddress> = fc.oneof(
  fc.record({ kind: fc.constantFrom("start-page", "policy-page"), locale }),
  fc.tuple(locale, name, shown).map(([to, of, on]) => ({ kind: "feed-page", locale: to, name: of, ...on }) as const),
  fc.record({ kind: fc.constant("article-page"), locale, id: fc.uuid().map((each) => `urn:uuid:${each}`) }),
  fc.record(
    {
      kind: fc.constant("search-page"),
      locale,
      query: text,
      order: fc.constant("relevance"),
      stories: fc.constant("together"),
      page: fc.integer({ min: 1, max: 9999 }),
    },
    { requiredKeys: ["kind", "locale", "page"] },
  ),
);

test("the address of every page is read back, whatever the default language", () => {
  fc.assert(
    fc.property(page, locale, (address, defaultLocale) => {
      expect(parse(pagePath(address, defaultLocale), defaultLocale)).toEqual(address);
    }),
  );
});

test("the feed that an address lies below is known, and can be given another name", () => {
  const names: Record<string, string | undefined> = {
    "/feeds/all/": "all",
    "/zh-hant/feeds/all/2024-05-17/": "all",
    "/feeds/all": undefined,
    "/feeds/All/": undefined,
    "/fr/feeds/all/": undefined,
    "/?/feeds/all/": undefined,
  };
  expect(Object.fromEntries(Object.keys(names).map((target) => [target, feedNameIn(target)]))).toEqual(names);
  expect(underFeedName("/en/feeds/former/on/05-17/feeds/former/", "all")).toBe("/en/feeds/all/on/05-17/feeds/former/");
  expect(feedFormats.map((format) => definedFeedAt(feedPath("all", format)))).toEqual(["all", "all", "all"]);
  expect(["/feeds/all/zh-hant/rss.xml", "/en/feeds/all/rss.xml", feedPagePath("all")].map(definedFeedAt)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
