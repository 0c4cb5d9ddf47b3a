import { load } from "cheerio";
import { expect, test } from "vitest";
import type { Article } from "../model/article.ts";
import type { Feed, Publication } from "../model/feed.ts";
import { renderFeedPage } from "./feed-page.ts";

const publication: Publication = {
  title: "晨读",
  publicUrl: "https://news.example",
  siteId: "7c1ad8b4-6e2c-4d5f-9f55-2f1f9f4f0a01",
  language: "zh-Hans",
  maxAgeSeconds: 600,
};
const at = new Date("2024-05-17T03:20:00Z");
const article: Article = {
  id: "urn:uuid:0f2c3b52-5a6c-5e0a-8f5d-000000000001",
  outletId: "dw-zh",
  outletName: "德国之声",
  canonicalUrl: "https://outlet.example/a-1",
  title: "最后一家修表铺",
  language: "zh-Hant",
  authors: ["陈默", "Anna Becker"],
  leadImage: { url: "https://outlet.example/1.jpg", caption: "修表铺" },
  bodyHtml: "<p>正文</p>",
  excerpt: "只有六平方米。",
  entries: "full",
  publishedAt: at,
  publishedAtIsCaptureTime: false,
  updatedAt: at,
  firstCapturedAt: at,
  capturedAt: at,
  surfacedAt: at,
  revision: "1",
};
const feed: Feed = {
  definition: { name: "dw-zh", title: "德国之声", description: "德国之声的文章", language: "zh-Hans" },
  place: { name: "dw-zh" },
  articles: [article],
  updatedAt: at,
};

function page(shown: Feed = feed) {
  return load(Buffer.from(renderFeedPage(shown, publication).body).toString());
}

test("it lies at the feed's address and announces the feed in its three formats", () => {
  const document = renderFeedPage(feed, publication);
  expect(document.path).toBe("/feeds/dw-zh/");
  expect(document.contentType).toBe("text/html; charset=utf-8");
  expect(document.links.filter(({ rel }) => rel === "alternate")).toHaveLength(3);
  expect(page()("link[rel=alternate]").get().map(({ attribs }) => attribs["href"])).toEqual([
    "https://news.example/feeds/dw-zh/rss.xml",
    "https://news.example/feeds/dw-zh/atom.xml",
    "https://news.example/feeds/dw-zh/feed.json",
  ]);
});

test("each address can be copied, and each format opened", () => {
  const $ = page();
  const addresses = $("code.address").get().map((code) => $(code).text());
  expect(addresses).toHaveLength(3);
  expect($(".addresses a").get().map(({ attribs }) => attribs["href"])).toEqual(addresses);
});

test("an entry links to the outlet, and says who, where and when, in the article's language", () => {
  const $ = page();
  const entry = $(".entries > li");
  expect(entry.attr("lang")).toBe("zh-Hant");
  expect(entry.find("h3 a").attr("href")).toBe("https://outlet.example/a-1");
  expect(entry.find(".facts").text()).toBe("德国之声 · 陈默、Anna Becker · 2024年5月17日 03:20 UTC");
  expect(entry.find("time").attr("datetime")).toBe("2024-05-17T03:20:00Z");
  expect(entry.find(".excerpt").text()).toBe("只有六平方米。");
  expect(entry.find("img").attr()).toMatchObject({ src: "https://outlet.example/1.jpg", alt: "修表铺", loading: "lazy" });
});

test("an article without authors or picture shows its outlet alone", () => {
  const { leadImage: _leadImage, ...plain } = article;
  const $ = page({ ...feed, articles: [{ ...plain, authors: [] }] });
  expect($(".facts").text()).toBe("德国之声 · 2024年5月17日 03:20 UTC");
  expect($("img")).toHaveLength(0);
});

test("a feed without articles says so", () => {
  const $ = page({ ...feed, articles: [] });
  expect($("main").text()).toContain("还没有文章");
});

test("what an article says cannot become markup", () => {
  const hostile = `</title><script>x</script><img src=x onerror=x>"' onload="x`;
  const leadImage = { url: `https://outlet.example/"onerror="x`, alt: hostile };
  const words = { title: hostile, excerpt: hostile, authors: [hostile], outletName: hostile };
  const $ = page({ ...feed, articles: [{ ...article, ...words, leadImage }] });
  expect($("script")).toHaveLength(0);
  expect($("img")).toHaveLength(1);
  expect(Object.keys($("img").attr() ?? {}).sort()).toEqual(["alt", "decoding", "loading", "src"]);
  expect($("h3").text()).toBe(hostile);
});

test("the same content has the same bytes", () => {
  expect(renderFeedPage(feed, publication)).toEqual(renderFeedPage(structuredClone(feed), publication));
});
