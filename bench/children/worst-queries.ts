import { openCatalog } from "../../src/catalog/open-catalog.ts";
import { searchedTexts } from "../../src/search/searched-texts.ts";
import { selectionOf } from "../../src/publish/select.ts";
import { worstQueries } from "../worst-queries.ts";

// Reads the newest 50 articles that each of the worst queries asks for. Arguments: rounds, the data directory.
// Prints each query with the milliseconds it took, the best of the rounds.
const [rounds = "3", directory = ""] = process.argv.slice(2);
const NEWEST = 50;
const SAMPLE = 300;
const reader = openCatalog({ data: directory }).read();
const sample = Iterator.from(reader.newest())
  .take(SAMPLE)
  .map((article) => searchedTexts(article).body);

const answers = worstQueries(sample.toArray()).map((query) => {
  const selection = selectionOf({ query });
  let ms = Infinity;
  let found = 0;
  for (let round = 0; round < Number(rounds); round++) {
    const started = performance.now();
    found = Iterator.from(reader.newest(selection)).take(NEWEST).toArray().length;
    ms = Math.min(ms, performance.now() - started);
  }
  return { query, ms, found };
});
reader.close();
console.log(JSON.stringify(answers));
