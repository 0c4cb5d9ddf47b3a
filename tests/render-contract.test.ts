import { describe, expect, test } from "vitest";
import { buildFeed } from "../src/feeds/build-feed.ts";
import type { Article } from "../src/model/article.ts";
import { feedFormats, type FeedFormat } from "../src/model/feed.ts";
import { renderEntry, renderFeed } from "../src/render/render-feed.ts";
import { failures } from "./failures.ts";
import { brokenRules } from "./feed-rules.ts";
import { readWithFeedsmith, readWithRssParser, type ReadEntry } from "./read-back.ts";
import { definition, site, renderCases, sampleArticle, type RenderCase } from "./render-cases.ts";

const earliest = Date.parse("1990-01-01T00:00:00Z");

describe.each(feedFormats)("%s", (format) => {
  test("every case is read back as it was, and breaks no rule", async () => {
    const failed = await failures(renderCases, async (renderCase) => {
      const { article } = renderCase;
      const document = render([article], format);
      const alone = article.excerpt === "" ? "body" : "summary";
      const readers = [
        readWithFeedsmith(document, format, alone),
        ...(format === "json" ? [] : [await readWithRssParser(document, format, alone)]),
      ];
      for (const entries of readers) expect(entries).toEqual([expectedEntry(renderCase, format)]);
      expect(brokenRules(renderDocument([article], format), site)).toEqual([]);
    });
    expect(failed).toEqual([]);
  });

  test("many articles are one document, in their order", () => {
    const articles = renderCases.map(({ article }, at) => ({ ...article, id: `urn:uuid:${at}` }));
    const entries = readWithFeedsmith(render(articles, format), format, "summary");
    expect(entries.map(({ id }) => id)).toEqual(articles.map(({ id }) => id));
  });

  test("a feed without articles is a document all the same", () => {
    const document = renderDocument([], format);
    expect(brokenRules(document, site)).toEqual([]);
    expect(readWithFeedsmith(Buffer.from(document.body).toString(), format, "body")).toEqual([]);
  });

  test("an article shown by its excerpt leaks nothing of its body", () => {
    const secret = sampleArticle({ entries: "summary", bodyHtml: "<p>SECRET</p>" });
    expect(render([secret, { ...secret, excerpt: "" }], format)).not.toContain("SECRET");
  });

  test("the same feed gives the same bytes", () => {
    const articles = renderCases.map(({ article }) => article);
    expect(render(articles, format)).toBe(render(structuredClone(articles), format));
  });

  test("an entry's bytes do not depend on the combined feed's title, language or freshness", () => {
    const article = sampleArticle();
    const other = { ...site, title: "x", language: "en", maxAgeSeconds: 1 };
    expect(renderEntry(article, format, other)).toEqual(renderEntry(article, format, site));
  });
});

function renderDocument(articles: readonly Article[], format: FeedFormat) {
  return renderFeed(buildFeed(definition, articles), format, site, (article, of) => renderEntry(article, of, site));
}

function render(articles: readonly Article[], format: FeedFormat): string {
  return Buffer.from(renderDocument(articles, format).body).toString();
}

function expectedEntry({ article, shown = {} }: RenderCase, format: FeedFormat): ReadEntry {
  const { id, title, excerpt, bodyHtml, authors, outletName, entries, language } = { ...article, ...shown };
  const names = authors.length > 0 ? authors : [outletName];
  return {
    id,
    url: shown.canonicalUrl ?? article.canonicalUrl,
    title,
    published: timeOf(article.publishedAt),
    updated: timeOf(article.updatedAt),
    // RSS readers keep one creator.
    authors: format === "rss" ? [names.join(language.startsWith("zh") ? "、" : ", ")] : names,
    summary: excerpt === "" ? undefined : excerpt,
    body: entries === "summary" ? undefined : endingWith(bodyHtml),
  };
}

/** A body, behind the lead picture where there is one. */
function endingWith(bodyHtml: string): string {
  return expect.stringMatching(new RegExp(`^(<figure>.*</figure>)?${RegExp.escape(bodyHtml)}$`, "su"));
}

function timeOf(instant: Date): number {
  return instant.getUTCFullYear() <= 9999 ? instant.getTime() : earliest;
}
