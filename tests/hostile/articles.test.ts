import { load } from "cheerio";
import { describe, expect, test } from "vitest";
import { feedFormats } from "../../src/model/feed.ts";
import { activeContent } from "./active-content.ts";
import { articleFile, fileWithVectorInEveryField, filesWithMarkup } from "./article-files.ts";
import { publish, type Published } from "./published-entry.ts";
import { addressVectors, scriptVectors } from "./script-vectors.ts";

/** Codes of files that hold no text, or none that is left: nothing of them is published. */
const refusals: ReadonlySet<string> = new Set(["EMPTY_BODY", "UNKNOWN_ENCODING", "INCOMPLETE_FILE", "MISSING_TITLE"]);

function expectHarmless(published: Published): void {
  const { entries, page } = published;
  for (const format of feedFormats) {
    const { body = "", url = "" } = entries[format];
    expect(activeContent(body), `${format}: ${body}`).toEqual([]);
    expect(url).toMatch(/^https:\/\/cn\.nytimes\.com\//);
  }
  expect(entries.atom.body).toBe(entries.rss.body);
  expect(entries.json.body).toBe(entries.rss.body);
  expectPlainPage(page);
}

/** The page is ours, and only links, pictures and text of it come from the article. */
function expectPlainPage(page: string): void {
  const $ = load(page);
  expect($("main script, main style, main iframe, main svg, main form, main *[onerror], main *[onload]")).toHaveLength(0);
  for (const element of $("main [href], main [src]").toArray()) {
    expect(element.attribs["href"] ?? element.attribs["src"]).toMatch(/^(?:https?:\/\/|\/|mailto:)/);
  }
}

const script = Object.entries(scriptVectors);
const addresses = Object.entries(addressVectors);
const all = [...script, ...addresses].flatMap(([, vectors]) => vectors);

test("there are hundreds of vectors, each once, and as they are they would be found", () => {
  expect(new Set(all).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(800);
  const harmless = all.filter((vector) => activeContent(vector).length === 0);
  expect(harmless.length).toBeLessThan(all.length / 10);
});

describe.each(script)("%s", (_name, vectors) => {
  test.each(vectors)("%j as markup is harmless in every format", (vector) => {
    for (const file of filesWithMarkup(vector)) expectHarmlessOrRefused(file);
  });

  test.each(vectors)("%j as the text of every field is text, and harmless", (vector) => {
    const published = expectHarmlessOrRefused(fileWithVectorInEveryField(vector));
    if (published !== undefined) expectSameWords(published);
  });
});

describe.each(addresses)("%s", (_name, vectors) => {
  test.each(vectors)("%j leads nowhere but to the web", (vector) => {
    const published = expectHarmlessOrRefused(articleFile({ body: `<p>正文。</p>${vector}` }));
    if (published !== undefined) expectHarmlessOrRefused(articleFile({ body: published.article.bodyHtml }));
  });
});

function expectHarmlessOrRefused(file: string): Published | undefined {
  const published = publish(file);
  if (typeof published === "string") {
    expect(refusals).toContain(published);
    return undefined;
  }
  expectHarmless(published);
  return published;
}

/** What is plain text in a document is read as the article has it: nothing was decoded once too often. */
function expectSameWords({ article, entries }: Published): void {
  for (const format of feedFormats) {
    expect(entries[format].title).toBe(article.title);
    expect(entries[format].authors).toEqual(article.authors.length > 0 ? article.authors : [article.outletName]);
    expect(entries[format].summary).toBe(article.excerpt);
  }
}
