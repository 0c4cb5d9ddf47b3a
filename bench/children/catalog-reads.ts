import type { CatalogReader } from "../../src/catalog/catalog.ts";
import { openCatalog } from "../../src/catalog/open-catalog.ts";
import type { FeedAddress } from "../../src/model/addresses.ts";
import type { Selection } from "../../src/model/selection.ts";
import { makeDocument } from "../../src/publish/make-document.ts";
import { firstOf } from "../../src/publish/select.ts";
import { renderEntry } from "../../src/render/render-feed.ts";

// Asks two catalogs in turn for articles and documents.
// Arguments: rounds, where the one is and where the other is, as JSON. Prints milliseconds, by what was asked and of which.
const [rounds = "15", ...locations] = process.argv.slice(2);
const REPEATS = 20;
const readers = await Array.fromAsync(locations, (location) => openCatalog(JSON.parse(location)).read());

const site = {
  title: "集报",
  publicUrl: "https://feeds.example",
  siteId: "0192f3c4-7d1e-7c3a-9b52-6f0d5a1e8b47",
  language: "zh-Hans",
  maxAgeSeconds: 300,
};
const edition = {
  site,
  definitions: [{ name: "all", title: "集报", description: "", language: "zh-Hans" }],
  outlets: [],
  renamed: new Map<string, string>(),
  gone: new Set<string>(),
};

type Question = () => Promise<void>;

async function newest50(catalog: CatalogReader, selection: Selection): Promise<void> {
  const articles = await firstOf(catalog.articles.newest(selection), 50);
  if (articles.length !== 50) throw new Error(`only ${articles.length} articles`);
}

/** Renders again each time: neither entries nor documents are kept. */
async function make(catalog: CatalogReader, address: Omit<FeedAddress, "kind" | "format">): Promise<void> {
  const made = await makeDocument(
    { catalog, edition, renderEntry: (article, format) => renderEntry(article, format, site) },
    { kind: "feed", format: "rss", ...address },
  );
  if (made.kind !== "document") throw new Error(`nothing was made: ${made.kind}`);
}

/** A reader comes to it by its address, so that finding its day is no part of the question. */
async function oldestPageOf(catalog: CatalogReader): Promise<Question> {
  const [oldest] = await catalog.articles.days();
  if (oldest === undefined) throw new Error("an empty catalog");
  return () => make(catalog, { variant: { name: "all", part: { day: oldest.day, number: 1 } } });
}

function filteredFeed(catalog: CatalogReader, q: string): Question {
  return () => make(catalog, { variant: { name: "all" }, asked: { q, limit: "20" } });
}

/** What is asked of a catalog, by figure. */
const questionsOf: Readonly<Record<string, (catalog: CatalogReader) => Question | Promise<Question>>> = {
  "newest 50 of an outlet": (catalog) => () => newest50(catalog, { outletIds: ["dw-zh"] }),
  "newest 50 of everything": (catalog) => () => newest50(catalog, {}),
  "oldest page of the history": oldestPageOf,
  "filtered feed": (catalog) => filteredFeed(catalog, "的 outlet:dw-zh"),
  "filtered feed of what is rare": (catalog) => filteredFeed(catalog, "的 -是 outlet:dw-zh"),
};

async function time(question: Question): Promise<number> {
  const started = performance.now();
  for (let repeat = 0; repeat < REPEATS; repeat++) await question();
  return (performance.now() - started) / REPEATS;
}

const result = await Array.fromAsync(Object.entries(questionsOf), async ([figure, questionOf]) => {
  const questions = await Array.fromAsync(readers, questionOf);
  for (const question of questions) for (let warm = 0; warm < 3; warm++) await time(question);
  const times = readers.map((): number[] => []);
  for (let round = 0; round < Number(rounds); round++) {
    for (const [index, question] of questions.entries()) times[index]?.push(await time(question));
  }
  return { figure, times };
});
console.log(JSON.stringify(result));
