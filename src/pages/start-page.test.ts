import { load } from "cheerio";
import { expect, test } from "vitest";
import type { FeedDefinition, Publication } from "../model/feed.ts";
import type { FeedOverview } from "./overview.ts";
import { renderStartPage } from "./start-page.ts";

const publication: Publication = {
  title: "晨读",
  publicUrl: "https://news.example/daily",
  siteId: "7c1ad8b4-6e2c-4d5f-9f55-2f1f9f4f0a01",
  language: "zh-Hans",
  maxAgeSeconds: 600,
};
const all: FeedDefinition = { name: "all", title: "晨读：全部", description: "全部文章", language: "zh-Hans" };
const newest = {
  title: "蜜蜂 <与> 春天",
  url: "https://outlet.example/1?a=1&b=2",
  surfacedAt: new Date("2024-05-17T03:20:00Z"),
};
const feeds: readonly FeedOverview[] = [
  { definition: all, articles: 12_873, newest },
  { definition: { ...all, name: "dw-zh", title: "德国之声" }, articles: 0 },
];

function page(overview = { feeds, problems: 0 }, place: Publication = publication) {
  return load(Buffer.from(renderStartPage(overview, place).body).toString());
}

test("every feed is announced in every format, absolutely and under a name of its own", () => {
  const links = page()('link[rel="alternate"]').get().map(({ attribs }) => attribs);
  expect(links.map(({ href }) => href)).toEqual([
    "https://news.example/daily/feeds/all/rss.xml",
    "https://news.example/daily/feeds/all/atom.xml",
    "https://news.example/daily/feeds/all/feed.json",
    "https://news.example/daily/feeds/dw-zh/rss.xml",
    "https://news.example/daily/feeds/dw-zh/atom.xml",
    "https://news.example/daily/feeds/dw-zh/feed.json",
  ]);
  const types = ["application/rss+xml", "application/atom+xml", "application/feed+json"];
  expect(links.map(({ type }) => type)).toEqual([...types, ...types]);
  expect(new Set(links.map(({ title }) => title)).size).toBe(6);
});

test("the Link header announces what the head does", () => {
  const document = renderStartPage({ feeds, problems: 0 }, publication);
  const head = page()("link[rel=canonical], link[rel=alternate]").get().map(({ attribs }) => attribs["href"]);
  expect(document.links.map(({ href }) => href)).toEqual(head);
});

test("each feed shows its address to copy, how much it holds and its newest article", () => {
  const $ = page();
  const card = $(".feeds > li").first();
  expect(card.find("code.address").text()).toBe("https://news.example/daily/feeds/all/rss.xml");
  expect(card.text()).toContain("12,873 篇");
  expect(card.find(".newest a").text()).toBe("蜜蜂 <与> 春天");
  expect(card.find(".newest a").attr("href")).toBe("https://outlet.example/1?a=1&b=2");
  expect(card.find("time").attr("datetime")).toBe("2024-05-17T03:20:00Z");
  expect(card.find("time").text()).toBe("2024年5月17日 03:20 UTC");
  expect($(".feeds > li").last().find(".newest")).toHaveLength(0);
});

test("links between pages name no host, and stand below the public path", () => {
  const $ = page();
  expect($(".feeds h2 a").first().attr("href")).toBe("/daily/feeds/all/");
  expect($("link[rel=stylesheet]").attr("href")).toBe("/daily/style.css");
  expect($(".opml a").attr("href")).toBe("/daily/feeds.opml");
  expect($(".opml code").text()).toBe("https://news.example/daily/feeds.opml");
});

test.each([
  ["http://localhost:8080", 1],
  ["http://127.0.0.1:8080", 1],
  ["http://[::1]:8080", 1],
  ["https://localhost.example", 0],
  ["https://news.example", 0],
])("at %s there are %i notices that addresses work on this machine only", (publicUrl, notices) => {
  expect(page(undefined, { ...publication, publicUrl })(".notice")).toHaveLength(notices);
});

test("what JSON Feed has no words for is explained where feeds say it is", () => {
  const explanation = page()("#json-feed").text();
  for (const key of ["_source", "_related"]) expect(explanation).toContain(key);
});

test("its icon is a picture of ours, below the public path", () => {
  const icon = { type: "image/png", sizes: "64x64", href: "/daily/favicon.png" };
  expect(page()("link[rel=icon]").attr()).toMatchObject(icon);
});

test("problems are counted when there are some", () => {
  expect(page().text()).not.toContain("未能发布");
  expect(page({ feeds, problems: 2 }).text()).toContain("有 2 个文件未能发布");
});

test("names cannot break out of where they stand", () => {
  const title = `"><script>alert(1)</script>'\r\nX: y`;
  const hostile = { definition: { ...all, title, description: title }, articles: 1, newest: { ...newest, title } };
  const $ = page({ feeds: [hostile], problems: 0 }, { ...publication, title });
  expect($("script")).toHaveLength(0);
  expect($(".newest a").text()).toBe(title.replace("\r\n", "\n"));
});
