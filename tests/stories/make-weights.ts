import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beginningOf } from "../../src/stories/signature.ts";
import { numberOf, termsOf, type Term } from "../../src/stories/terms.ts";
import { root } from "../root.ts";
import { archiveArticles } from "./archive-articles.ts";

// Counts how many articles of archive directories have each term, and writes what `src/stories/rarity.ts` reads. Give the
// weights another version when they change: all articles are then linked again.
//
//     node tests/stories/make-weights.ts VERSION DIRECTORY…

/** What fewer articles have says no more than what so many have: a small archive knows it too little. */
const MIN_ARTICLES = 8;
/** Of a text, more than a signature takes: what is said further down is no rarer. */
const TEXT_CHARACTERS = 1500;

const [version = "", ...directories] = process.argv.slice(2);
const articles = archiveArticles(directories);
const counts = new Map<Term, number>();
for (const { title, bodyHtml } of articles) {
  const terms = new Set(termsOf(`${title} ${beginningOf(bodyHtml, TEXT_CHARACTERS)}`).map(numberOf));
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
}

const information = (count: number): number => Math.log(articles.length / count) ** 1.25;
const listed = Array.from(counts)
  .filter(([, count]) => count > MIN_ARTICLES)
  .sort(([a], [b]) => a - b);
const bytes = Buffer.concat(
  listed.map(([term, count]) => {
    const entry = Buffer.alloc(4);
    entry.writeUIntBE(term, 0, 3);
    entry.writeUInt8(Math.round((255 * information(count)) / information(MIN_ARTICLES)), 3);
    return entry;
  }),
);
const weights = { version: Number(version), articles: articles.length, rarities: bytes.toString("base64") };
writeFileSync(join(root, "src/stories/weights.json"), `${JSON.stringify(weights, undefined, 2)}\n`);
console.log(`${articles.length} articles, ${listed.length} terms`);
