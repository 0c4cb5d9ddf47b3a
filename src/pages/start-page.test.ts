import { expect, test } from "vitest";
import { all, article, contextIn, gazette, hostile, parsed } from "./page.fixture.ts";
import { renderStartPage } from "./start-page.ts";

const context = contextIn("zh-Hans");
const days = [{ day: "2024-05-17", articles: 12_873 }];
const content = {
  feeds: [
    { definition: all, newest: [article], days },
    { definition: gazette, newest: [], days: [] },
  ],
  newestCapturedAt: new Date("2024-05-17T03:20:00Z"),
};

test("every feed is announced in every format, absolutely and under a name of its own", () => {
  const document = renderStartPage(content, context);
  const links = parsed(document)('link[rel="alternate"][type]')
    .get()
    .map(({ attribs }) => attribs);
  expect(links.map(({ href }) => href)).toEqual([
    "https://news.example/daily/feeds/all/rss.xml",
    "https://news.example/daily/feeds/all/atom.xml",
    "https://news.example/daily/feeds/all/feed.json",
    "https://news.example/daily/feeds/gazette/rss.xml",
    "https://news.example/daily/feeds/gazette/atom.xml",
    "https://news.example/daily/feeds/gazette/feed.json",
  ]);
  expect(new Set(links.map(({ title }) => title)).size).toBe(6);
  expect(document.links.slice(1).map(({ href }) => href)).toEqual(links.map(({ href }) => href));
});

test("the newest articles come first, then every other feed with how much it holds and how to subscribe", () => {
  const $ = parsed(renderStartPage(content, context));
  expect($(".newest .entries a").first().attr("href")).toBe("/daily/articles/0f2c3b52-5a6c-5e0a-8f5d-000000000001/");
  expect($(".newest .facts").first().text()).toBe("全部文章 · 12,873 篇 · 订阅 全部文章");
  const row = $(".feeds > li").first();
  expect([row.find("h3").text(), row.find(".facts").text()]).toEqual(["公报", "0 篇"]);
  expect(row.find(".button").attr("href")).toBe("/daily/feeds/gazette/#subscribe");
});

test("an empty installation says what to do", () => {
  const empty = { feeds: [{ definition: all, newest: [], days: [] }] };
  const text = parsed(renderStartPage(empty, contextIn("en")))(".newest").text();
  expect(text).toContain("No articles yet.\nPut article files into the archive directory");
  expect(parsed(renderStartPage(content, contextIn("en")))("main").text()).not.toContain("Put article files");
});

test("a month of articles per day is a picture, and the same in words", () => {
  const feeds = [content.feeds[0], { definition: gazette, newest: [article], days }].filter(
    (feed) => feed !== undefined,
  );
  const $ = parsed(renderStartPage({ ...content, feeds }, context));
  const chart = $(".chart").first();
  expect(chart.attr("aria-label")).toBe(
    "到2024年5月17日为止的 30 天共 12,873 篇，最多的一天是2024年5月17日，12,873 篇",
  );
  expect(chart.find("path").attr("d")?.match(/M/g)).toHaveLength(30);
  expect($(".chart")).toHaveLength(1);
});

test("how long a feed has been quiet counts back from the newest capture of all", () => {
  const quiet = { definition: gazette, newest: [article], days: [{ day: "2024-05-07", articles: 1 }] };
  const facts = (locale: "zh-Hans" | "en"): string =>
    parsed(renderStartPage({ ...content, feeds: [...content.feeds.slice(0, 1), quiet] }, contextIn(locale)))(
      ".feeds .facts",
    )
      .first()
      .text();
  expect(facts("zh-Hans")).toContain("到2024年5月17日已有 10 天没有新文章");
  expect(facts("en")).toContain("nothing new for 10 days up to May 17, 2024");
});

test("links between pages name no host, and stand below the public path", () => {
  const $ = parsed(renderStartPage(content, context));
  expect($(".feeds h3 a").first().attr("href")).toBe("/daily/feeds/gazette/");
  expect($("link[rel=stylesheet]").attr("href")).toBe("/daily/style.css");
  expect($("script[defer]").attr("src")).toBe("/daily/page.js");
  expect($("form").attr("action")).toBe("/daily/search");
  expect($(".opml a").attr("href")).toBe("/daily/feeds.opml");
  expect($(".languages a").last().attr("href")).toBe("/daily/en/");
});

test.each([
  ["http://localhost:8080", 1],
  ["http://127.0.0.1:8080", 1],
  ["http://[::1]:8080", 1],
  ["https://localhost.example", 0],
])("at %s there are %i notices that addresses work on this machine only", (publicUrl, notices) => {
  expect(parsed(renderStartPage(content, contextIn("zh-Hans", publicUrl)))(".notice")).toHaveLength(notices);
});

test("it explains what JSON feeds say beyond the format, where they say that it is explained", () => {
  expect(parsed(renderStartPage(content, context))("#json-feed").text()).toContain("_source");
});

test("names cannot break out of where they stand", () => {
  const definition = { ...all, title: hostile, description: hostile };
  const feeds = [{ definition, newest: [{ ...article, title: hostile }], days }];
  const $ = parsed(renderStartPage({ ...content, feeds }, context));
  expect($("script")).toHaveLength(2);
  expect($("[onload], [onerror]")).toHaveLength(0);
  expect($(".entries h3 a").text()).toBe(hostile);
});
