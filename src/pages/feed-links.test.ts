import { expect, test } from "vitest";
import { renderArticlePage } from "./article-page.ts";
import { renderDayPage } from "./day-page.ts";
import { renderFeedPage } from "./feed-page.ts";
import { all, article, contextIn, gazette, parsed } from "./page.fixture.ts";
import { renderPolicyPage } from "./policy-page.ts";
import { renderSearchPage } from "./search-page.ts";
import { renderStartPage } from "./start-page.ts";
import type { Document } from "../model/document.ts";
import type { Locale } from "../model/locale.ts";

const days = [{ day: "2024-05-17", articles: 1 }];

function pagesIn(locale: Locale): readonly Document[] {
  const context = contextIn(locale);
  const feeds = [all, gazette].map((definition) => ({ definition, newest: [article], days }));
  const found = {
    canonical: "茶",
    count: 0,
    isAtLeast: false,
    results: [],
    filters: [],
    page: 1,
    pages: 1,
    advice: [],
    outlets: [],
    isCut: false,
    view: {},
    hasStories: false,
  };
  return [
    renderStartPage({ feeds }, context),
    renderFeedPage({ definition: gazette, articles: [article], days }, context),
    renderDayPage({ definition: gazette, day: "2024-05-17", articles: [article] }, context),
    renderArticlePage({ article }, context),
    renderSearchPage({ query: "茶", found }, context),
    renderPolicyPage(context),
  ];
}

/** Addresses of RSS feeds that a page offers: in its head, in its header, and where a button or a field leads. */
function offered(document: Document): readonly string[] {
  const $ = parsed(document);
  const attributes = $("link[type], a[href], input.address, code")
    .get()
    .flatMap((element) => [...Object.values(element.attribs), $(element).text()]);
  const addresses = [...attributes, ...document.links.map(({ href }) => href)].map(decodeURIComponent);
  return [...new Set(addresses.flatMap((address) => address.match(/\/daily\/[^"?]*rss\.xml/g) ?? []))].sort();
}

test("pages in Traditional lead to feeds in Traditional, and to others only where scripts are to choose from", () => {
  const pages = Object.fromEntries(pagesIn("zh-Hant").map((document) => [document.path, offered(document)]));
  const [ofAll, ofGazette] = ["all", "gazette"].map((name) => `/daily/feeds/${name}/zh-hant/rss.xml`);
  expect(pages).toEqual({
    "/zh-hant/": [ofAll, ofGazette],
    "/zh-hant/feeds/gazette/": [ofAll, "/daily/feeds/gazette/zh-hans/rss.xml", ofGazette],
    "/zh-hant/feeds/gazette/2024-05-17/": [ofAll, ofGazette],
    "/zh-hant/articles/0f2c3b52-5a6c-5e0a-8f5d-000000000001/": [ofAll, ofGazette],
    "/zh-hant/search?q=%E8%8C%B6": [ofAll, "/daily/search/zh-hant/rss.xml"],
    "/zh-hant/policy/": [ofAll],
  });
});

test("pages in other languages lead to feeds as they are", () => {
  for (const locale of ["zh-Hans", "en"] as const) {
    const others = pagesIn(locale)
      .flatMap(offered)
      .filter((address) => address.includes("zh-han"));
    expect(new Set(others)).toEqual(
      new Set(["zh-hans", "zh-hant"].map((script) => `/daily/feeds/gazette/${script}/rss.xml`)),
    );
  }
});
