import { openCatalog } from "../../src/catalog/open-catalog.ts";
import { searchedTexts } from "../../src/search/searched-texts.ts";
import { firstOf, selectionOf } from "../../src/publish/select.ts";
import { worstQueries } from "../worst-queries.ts";

// Reads the newest 50 articles that each of the worst queries asks for. Arguments: rounds, where the catalog is, as JSON.
// Prints each query with the milliseconds it took, the best of the rounds.
const [rounds = "3", location = ""] = process.argv.slice(2);
const NEWEST = 50;
const SAMPLE = 300;
const reader = await openCatalog(JSON.parse(location)).read();
const sample = await firstOf(reader.articles.newest(), SAMPLE);
const texts = sample.map((article) => searchedTexts(article).body);

const answers = await Array.fromAsync(worstQueries(texts), async (query) => {
  const selection = selectionOf({ query });
  let ms = Infinity;
  let found = 0;
  for (let round = 0; round < Number(rounds); round++) {
    const started = performance.now();
    found = (await firstOf(reader.articles.newest(selection), NEWEST)).length;
    ms = Math.min(ms, performance.now() - started);
  }
  return { query, ms, found };
});
await reader.close();
console.log(JSON.stringify(answers));
