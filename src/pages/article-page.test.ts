import { expect, test } from "vitest";
import { renderArticlePage } from "./article-page.ts";
import { article, contextIn, hostile, parsed } from "./page.fixture.ts";

const context = contextIn("zh-Hans");

test("it lies under the article's id, is listed by no search engine, and names the outlet's page as the real one", () => {
  const document = renderArticlePage({ article }, context);
  expect(document.path).toBe("/articles/0f2c3b52-5a6c-5e0a-8f5d-000000000001/");
  expect(document.links[0]).toEqual({ rel: "canonical", href: "https://outlet.example/a-1" });
  expect(parsed(document)('meta[name="robots"]').attr("content")).toBe("noindex");
});

test("it announces the feeds of its outlet and of everything", () => {
  const links = renderArticlePage({ article }, context).links.filter(({ rel }) => rel === "alternate");
  expect(links.map(({ href }) => href.replace(/^.*\/feeds\//, ""))).toEqual([
    "gazette/rss.xml",
    "gazette/atom.xml",
    "gazette/feed.json",
    "all/rss.xml",
    "all/atom.xml",
    "all/feed.json",
  ]);
});

test("the article speaks its own language, and the page around it the interface's", () => {
  const $ = parsed(renderArticlePage({ article }, contextIn("en")));
  expect($("html").attr("lang")).toBe("en");
  expect($("article").attr("lang")).toBe("zh-Hant");
  expect($(".originals").attr("lang")).toBe("en");
  expect($(".byline time").text()).toBe("May 17, 2024 03:20 UTC");
});

test("the way to the outlet comes first, then the foreign original and the other script", () => {
  const originalUrl = "https://outlet.example/en/1";
  const twin = { id: "urn:uuid:0f2c3b52-5a6c-5e0a-8f5d-000000000002", url: "https://outlet.example/hans/1" };
  const hrefs = (hasTwin: boolean): (string | undefined)[] =>
    parsed(renderArticlePage({ article: { ...article, originalUrl, twin }, hasTwin }, context))(".originals a")
      .get()
      .map(({ attribs }) => attribs["href"]);
  expect(hrefs(false)).toEqual(["https://outlet.example/a-1", originalUrl, twin.url]);
  expect(hrefs(true).at(-1)).toBe("/daily/articles/0f2c3b52-5a6c-5e0a-8f5d-000000000002/");
});

test("where feeds may show a summary only, the page shows no more", () => {
  const $ = parsed(renderArticlePage({ article: { ...article, entries: "summary" } }, context));
  expect($(".text").text().trim()).toBe("只有六平方米。");
  expect($("main").text()).not.toContain("正文");
  expect($(".notice").text()).toContain("公报");
});

function provenance(surfacedAt: Date): string {
  return parsed(renderArticlePage({ article: { ...article, surfacedAt } }, context))(".provenance").text();
}

test("it says where and when the text was captured, and whether it was revised", () => {
  expect(provenance(article.surfacedAt)).toContain("转载自公报，收录于 2024年5月17日 03:20 UTC");
  expect(provenance(article.surfacedAt)).not.toContain("修订");
  expect(provenance(new Date("2024-05-18T03:20:00Z"))).toContain("修订过，现在的文字见于 2024年5月18日");
});

test("what an article says cannot become markup, nor end its data", () => {
  const said = {
    title: hostile,
    excerpt: hostile,
    authors: [hostile],
    outletName: hostile,
    section: hostile,
    rights: hostile,
  };
  const leadImage = { url: `https://outlet.example/"onerror="x`, alt: hostile, caption: hostile, credit: hostile };
  const linked = { id: "urn:uuid:2", title: hostile, language: "zh" };
  const document = renderArticlePage(
    { article: { ...article, ...said, leadImage }, earlier: linked, later: linked },
    context,
  );
  const $ = parsed(document);
  expect(
    $("script")
      .get()
      .map(({ attribs }) => Object.keys(attribs)),
  ).toEqual([["src"], ["src", "defer"], ["type"]]);
  expect(JSON.parse($('script[type="application/ld+json"]').text())).toMatchObject({ headline: hostile });
  expect($("img")).toHaveLength(1);
  expect($("[onload], [onerror]")).toHaveLength(0);
  expect($("h1").text()).toBe(hostile);
});
