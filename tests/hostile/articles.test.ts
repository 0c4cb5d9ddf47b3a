import { load } from "cheerio";
import { expect, test } from "vitest";
import { feedFormats } from "../../src/model/feed.ts";
import { failures } from "../failures.ts";
import { activeContent } from "./active-content.ts";
import { articleFile, fileWithVectorInEveryField, filesWithMarkup } from "./article-files.ts";
import { publish, type Published } from "./published-entry.ts";
import { addressVectors } from "./address-vectors.ts";
import { scriptVectors } from "./script-vectors.ts";

const script = Object.entries(scriptVectors);
const addresses = Object.entries(addressVectors);
const all = [...script, ...addresses].flatMap(([, vectors]) => vectors);

test("there are hundreds of vectors, each once, and as they are they would be found", () => {
  expect(new Set(all).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(800);
  const harmless = all.filter((vector) => activeContent(vector).length === 0);
  expect(harmless.length).toBeLessThan(all.length / 10);
});

test.each(script)("%s: as markup, each vector is harmless in every format", async (_name, vectors) => {
  const harmful = await failures(vectors, (vector) => {
    expect(filesWithMarkup(vector).map(publish).flatMap(harmOf)).toEqual([]);
  });
  expect(harmful).toEqual([]);
});

test.each(script)("%s: as the text of every field, each vector is text, and harmless", async (_name, vectors) => {
  const harmful = await failures(vectors, (vector) => {
    const published = publish(fileWithVectorInEveryField(vector));
    expect(harmOf(published)).toEqual([]);
    expect(wordsChanged(published)).toEqual([]);
  });
  expect(harmful).toEqual([]);
});

test.each(addresses)("%s: each vector leads nowhere but to the web", async (_name, vectors) => {
  const harmful = await failures(vectors, (vector) => {
    expect(harmOf(publish(articleFile({ body: `<p>正文。</p>${vector}` })))).toEqual([]);
  });
  expect(harmful).toEqual([]);
});

/** Codes of files that hold no text, or none that is left: nothing of them is published. */
const refusals: ReadonlySet<string> = new Set(["EMPTY_BODY", "UNKNOWN_ENCODING", "MISSING_TITLE"]);

/** What an entry would do beyond being read, in any format or on the page of its feed. */
function harmOf(published: Published | string): readonly string[] {
  if (typeof published === "string") return refusals.has(published) ? [] : [published];
  const { entries, page } = published;
  const bodies = feedFormats.map((format) => entries[format].body ?? "");
  const urls = feedFormats.map((format) => entries[format].url ?? "");
  return [
    ...bodies.flatMap(activeContent),
    ...(new Set(bodies).size === 1 ? [] : ["the formats differ"]),
    ...urls.filter((url) => !url.startsWith("https://cn.nytimes.com/")),
    ...harmOnPage(page),
  ];
}

/** The page is ours; of its latest articles only text, links and pictures come from the article. */
function harmOnPage(page: string): readonly string[] {
  const $ = load(page);
  const foreign = $(".latest")
    .find("script, style, iframe, object, embed, svg, math, form, base, meta, link")
    .toArray();
  const written = $(".latest *")
    .toArray()
    .flatMap(({ attribs }) => Object.entries(attribs));
  const actions = written.filter(
    ([name, value]) => name.startsWith("on") || (isAddress(name) && !isOrdinary.test(value)),
  );
  return [...foreign.map(({ name }) => `<${name}>`), ...actions.map((action) => action.join("="))];
}

const isOrdinary = /^(?:https?:\/\/|\/)/;

function isAddress(name: string): boolean {
  return name === "href" || name === "src";
}

/** What is plain text in a document and is not read as the article has it: decoded once too often, or not enough. */
function wordsChanged(published: Published | string): readonly string[] {
  if (typeof published === "string") return [];
  const { article, entries } = published;
  const names = article.authors.length > 0 ? article.authors : [article.outletName];
  // RSS has all names in one element.
  const separator = article.language.startsWith("zh") ? "、" : ", ";
  const expected = [article.title, article.dek ?? article.excerpt, names.join(separator)].join("\n");
  const read = feedFormats
    .map((format) => entries[format])
    .map(({ title, summary, authors }) => [title, summary, authors.join(separator)].join("\n"));
  return read.filter((words) => words !== expected);
}
