import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { renderFeedPage } from "./feed-page.ts";
import { article, contextIn, gazette, hostile, parsed } from "./page.fixture.ts";

const context = contextIn("zh-Hans");
const days = [
  { day: "2023-12-31", articles: 2 },
  { day: "2024-05-17", articles: 1 },
];
const content = { definition: gazette, articles: [article], days };
const address = "https://news.example/daily/feeds/gazette/rss.xml";

test("it lies at the feed's address, in each language below its prefix", () => {
  expect(renderFeedPage(content, context).path).toBe("/feeds/gazette/");
  expect(renderFeedPage(content, contextIn("zh-Hant")).path).toBe("/zh-hant/feeds/gazette/");
  const hrefs = parsed(renderFeedPage(content, context))("link[hreflang]")
    .get()
    .map(({ attribs }) => attribs["href"]);
  expect(hrefs).toEqual([
    "https://news.example/daily/feeds/gazette/",
    "https://news.example/daily/zh-hant/feeds/gazette/",
    "https://news.example/daily/en/feeds/gazette/",
  ]);
});

test("the address can be copied, and one tap subscribes in each reader", () => {
  const $ = parsed(renderFeedPage(content, context));
  expect($("input.address").first().attr("value")).toBe(address);
  const readers = $(".readers a")
    .get()
    .map(({ attribs }) => attribs["href"] ?? "");
  expect(readers).toHaveLength(6);
  for (const href of readers) expect(decodeURIComponent(href)).toContain(address);
  expect(readers.at(-1)).toBe(`feed:${address}`);
  expect($(".qr").attr("aria-label")).toContain("扫一扫");
});

test("an entry leads to the reading page and to the outlet, and says who and when", () => {
  const entry = parsed(renderFeedPage(content, context))(".entries > li");
  expect(entry.find("h3").attr("lang")).toBe("zh-Hant");
  expect(entry.find("h3 a").attr("href")).toBe("/daily/articles/0f2c3b52-5a6c-5e0a-8f5d-000000000001/");
  expect(entry.find(".facts").text()).toBe("公报\u00a0· 陈默、Anna Becker\u00a0· 03:20\u00a0· 原文");
  expect(entry.find(".facts a").attr("href")).toBe("https://outlet.example/a-1");
  expect(entry.find("time").attr("datetime")).toBe("2024-05-17T03:20:00Z");
  expect(entry.find("img").attr()).toMatchObject({ src: "https://outlet.example/1.jpg", alt: "", loading: "lazy" });
});

test("a day's heading leads to its page, and is no link where articles only changed on that day", () => {
  const changed = { ...article, surfacedAt: new Date("2024-05-18T09:00:00Z") };
  const $ = parsed(renderFeedPage({ ...content, articles: [changed, article] }, context));
  const headings = $("h2.day")
    .get()
    .map((heading) => [$(heading).text(), $(heading).find("a").attr("href")]);
  expect(headings).toEqual([
    ["2024年5月18日", undefined],
    ["2024年5月17日", "/daily/feeds/gazette/2024-05-17/"],
  ]);
});

test("subscribing is behind one button beside the title, and articles come before all else", () => {
  const $ = parsed(renderFeedPage(content, context));
  expect($(".feed-head > details > summary").text()).toBe("订阅");
  expect(
    $("main > *")
      .get()
      .map(({ attribs, name }) => attribs["class"] ?? name),
  ).toEqual(["feed-head", "lead", "latest", "archive"]);
});

test("the archive leads to every month, to all days at a glance, and to this day in all years", () => {
  const $ = parsed(renderFeedPage(content, context));
  const hrefs = $(".archive a")
    .get()
    .map(({ attribs }) => attribs["href"]);
  expect(hrefs).toEqual([
    "/daily/feeds/gazette/2024-05/",
    "/daily/feeds/gazette/2023-12/",
    "/daily/feeds/gazette/days/",
    "/daily/feeds/gazette/on/05-17/",
  ]);
  expect($(".years dt").first().text()).toBe("2024年 1 篇");
});

test("where there is more than it shows, it leads to the day of its oldest article", () => {
  const $ = parsed(renderFeedPage(content, context));
  expect($(".latest a[rel=next]").attr("href")).toBe("/daily/feeds/gazette/2024-05-17/");
  const all = parsed(renderFeedPage({ ...content, days: days.slice(1) }, context));
  expect(all(".latest a[rel=next]")).toHaveLength(0);
});

test("of a long archive the page stays small", () => {
  const long = Array.from({ length: 20 * 365 }, (_, at) => ({
    day: new Date(Date.UTC(2005, 0, 1 + at)).toISOString().slice(0, "2005-01-01".length),
    articles: 10 + ((at * 7) % 23),
  }));
  const page = renderFeedPage({ ...content, days: long }, context);
  expect(parsed(page)(".years dd a")).toHaveLength(240);
  expect(gzipSync(page.body).length).toBeLessThan(30_000);
});

test("a feed without articles says so", () => {
  const $ = parsed(renderFeedPage({ ...content, articles: [], days: [] }, context));
  expect($("main").text()).toContain("还没有文章");
  expect($(".archive")).toHaveLength(0);
});

test("what an article says cannot become markup", () => {
  const said = { title: hostile, excerpt: hostile, authors: [hostile], outletName: hostile };
  const leadImage = { url: `https://outlet.example/"onerror="x` };
  const $ = parsed(renderFeedPage({ ...content, articles: [{ ...article, ...said, leadImage }] }, context));
  expect($("script")).toHaveLength(2);
  expect($("img")).toHaveLength(1);
  expect($("[onload], [onerror]")).toHaveLength(0);
  expect($(".entries h3").text()).toBe(hostile);
});

test("the same content has the same bytes", () => {
  expect(renderFeedPage(content, context)).toEqual(renderFeedPage(structuredClone(content), contextIn("zh-Hans")));
});

test("a day and the times below it are in one zone, which the page names; another day is named", () => {
  const late = { ...article, publishedAt: new Date("2024-05-16T23:50:00Z") };
  const $ = parsed(renderFeedPage({ ...content, articles: [article, late] }, context));
  expect($(".latest > .facts").text()).toBe("日期和时间为 UTC");
  expect($("h2.day").text()).toBe("2024年5月17日");
  const times = $(".latest time").get();
  expect(times.map((time) => $(time).text())).toEqual(["03:20", "2024年5月16日 23:50"]);
});

test("a thumbnail asks a picture proxy for its size", () => {
  const leadImage = { url: "https://images.weserv.nl/?url=outlet.example/1.jpg" };
  const $ = parsed(renderFeedPage({ ...content, articles: [{ ...article, leadImage }] }, context));
  expect($(".entries img").attr("src")).toBe("https://images.weserv.nl/?url=outlet.example/1.jpg&w=336");
});

test("where addresses work on this machine only, nothing is offered that others would have to ask for", () => {
  const [$, local] = ["https://news.example", "http://localhost:8080"].map((url) =>
    parsed(renderFeedPage(content, contextIn("zh-Hans", url))),
  );
  const readers = (of: typeof $): string[] | undefined =>
    of?.(".readers a")
      .get()
      .map((link) => of(link).text());
  expect(readers($)).toContain("Feedly");
  expect(readers(local)).toEqual(["本机阅读器"]);
  expect([$?.(".qr").length, local?.(".qr").length]).toEqual([1, 0]);
  expect(local?.(".subscribe").text()).toContain("public-url");
});

test("Chinese pages have no ASCII colon or parenthesis beside Chinese", () => {
  for (const locale of ["zh-Hans", "zh-Hant"] as const) {
    const $ = parsed(renderFeedPage(content, contextIn(locale)));
    expect(
      $("body")
        .text()
        .match(/\p{Script=Han}[:(]|[:)]\p{Script=Han}/gu),
    ).toBeNull();
  }
});
