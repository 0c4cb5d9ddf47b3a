import type { CatalogReader } from "../../src/catalog/catalog.ts";
import { openCatalogReader } from "../../src/catalog/open-catalog-reader.ts";
import type { FeedAddress } from "../../src/model/document-address.ts";
import type { Selection } from "../../src/model/selection.ts";
import { makeDocument } from "../../src/pipeline/make-document.ts";
import { entryRenderer } from "../../src/pipeline/publish-documents.ts";

// Asks two catalogs in turn for articles and documents.
// Arguments: rounds, the small data directory, the large one. Prints milliseconds, by what was asked and of which.
const [rounds = "15", ...directories] = process.argv.slice(2);
const REPEATS = 20;
const readers = directories.map((directory) => openCatalogReader(directory));

const publication = {
  title: "集报",
  publicUrl: "https://feeds.example",
  siteId: "0192f3c4-7d1e-7c3a-9b52-6f0d5a1e8b47",
  language: "zh-Hans",
  maxAgeSeconds: 300,
};
const edition = {
  publication,
  definitions: [{ name: "all", title: "集报", description: "", language: "zh-Hans" }],
  outlets: [],
  renamed: new Map<string, string>(),
  gone: new Set<string>(),
  changedAt: new Date(0),
};

function newest50(catalog: CatalogReader, selection: Selection): void {
  const articles = Iterator.from(catalog.newest(selection)).take(50).toArray();
  if (articles.length !== 50) throw new Error(`only ${articles.length} articles`);
}

/** Rendered anew each time: neither entries nor documents are kept. */
function make(catalog: CatalogReader, address: Omit<FeedAddress, "kind" | "format">): void {
  const renderEntry = entryRenderer(publication, 0);
  const made = makeDocument({ catalog, edition, renderEntry }, { kind: "feed", format: "rss", ...address });
  if (made.kind !== "document") throw new Error(`nothing was made: ${made.kind}`);
}

function oldestPage(catalog: CatalogReader): void {
  const [oldest] = catalog.days();
  if (oldest === undefined) throw new Error("an empty catalog");
  make(catalog, { place: { name: "all", part: { day: oldest.day, number: 1 } } });
}

const questions: Readonly<Record<string, (catalog: CatalogReader) => void>> = {
  "newest 50 of an outlet": (catalog) => newest50(catalog, { outletIds: ["dw-zh"] }),
  "newest 50 of everything": (catalog) => newest50(catalog, {}),
  "oldest page of the history": oldestPage,
  "filtered feed": (catalog) => make(catalog, { place: { name: "all" }, asked: { q: "的 -是 outlet:dw-zh", limit: "20" } }),
};

function time(question: (catalog: CatalogReader) => void, catalog: CatalogReader): number {
  const started = performance.now();
  for (let repeat = 0; repeat < REPEATS; repeat++) question(catalog);
  return (performance.now() - started) / REPEATS;
}

const result = Object.entries(questions).map(([figure, question]) => {
  for (const reader of readers) for (let warm = 0; warm < 3; warm++) time(question, reader);
  const times = readers.map((): number[] => []);
  for (let round = 0; round < Number(rounds); round++) {
    for (const [index, reader] of readers.entries()) times[index]?.push(time(question, reader));
  }
  return { figure, times };
});
console.log(JSON.stringify(result));
