import { openCatalogReader } from "../../src/catalog/open-catalog-reader.ts";
import type { Selection } from "../../src/model/selection.ts";

// Reads the newest 50 articles of one outlet and of all, from two catalogs in turn.
// Arguments: rounds, the small data directory, the large one. Prints milliseconds, by what was asked and of which.
const [rounds = "15", ...directories] = process.argv.slice(2);
const REPEATS = 20;
const readers = directories.map((directory) => openCatalogReader(directory));
const questions = { outlet: { outletIds: ["dw-zh"] }, everything: {} };

function time(reader: (typeof readers)[number], selection: Selection): number {
  const started = performance.now();
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    if (reader.newest(selection)[Symbol.iterator] === undefined) throw new Error("nothing to iterate");
    const articles = Iterator.from(reader.newest(selection)).take(50).toArray();
    if (articles.length !== 50) throw new Error(`only ${articles.length} articles`);
  }
  return (performance.now() - started) / REPEATS;
}

const result = Object.entries(questions).map(([question, selection]) => {
  for (const reader of readers) for (let warm = 0; warm < 5; warm++) time(reader, selection);
  const times = readers.map((): number[] => []);
  for (let round = 0; round < Number(rounds); round++) {
    for (const [index, reader] of readers.entries()) times[index]?.push(time(reader, selection));
  }
  return { question, times };
});
console.log(JSON.stringify(result));
