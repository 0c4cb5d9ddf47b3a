import { openCatalogReader } from "../../src/catalog/open-catalog-reader.ts";
import { historyFeed } from "../../src/pipeline/history-feed.ts";
import { entryRenderer } from "../../src/pipeline/publish-documents.ts";
import { renderFeed } from "../../src/render/render-feed.ts";

// Makes the oldest page of the whole history, from two catalogs in turn.
// Arguments: rounds, the small data directory, the large one. Prints milliseconds of each.
const [rounds = "15", ...directories] = process.argv.slice(2);
const REPEATS = 20;
const readers = directories.map((directory) => openCatalogReader(directory));
const publication = { title: "集报", publicUrl: "https://feeds.example", siteId: "0192f3c4-7d1e-7c3a-9b52-6f0d5a1e8b47", language: "zh-Hans", maxAgeSeconds: 300 };
const edition = { definitions: [{ name: "all", title: "集报", description: "", language: "zh-Hans" }], outlets: [] };

function time(catalog: (typeof readers)[number]): number {
  const [oldest] = catalog.days();
  if (oldest === undefined) throw new Error("an empty catalog");
  const place = { name: "all", part: { day: oldest.day, number: 1 } };
  const started = performance.now();
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    const feed = historyFeed({ catalog, edition }, place);
    if (feed?.archive?.next === undefined) throw new Error("no oldest page");
    renderFeed(feed, "rss", publication, entryRenderer(publication, 0));
  }
  return (performance.now() - started) / REPEATS;
}

for (const reader of readers) for (let warm = 0; warm < 3; warm++) time(reader);
const times = readers.map((): number[] => []);
for (let round = 0; round < Number(rounds); round++) {
  for (const [index, reader] of readers.entries()) times[index]?.push(time(reader));
}
console.log(JSON.stringify(times));
