import fc from "fast-check";
import { expect, test } from "vitest";
import { articleFile } from "../../bench/article-files.ts";
import { between, createRandom, pick, type Random } from "../../bench/random.ts";
import { worstQueries } from "../../bench/worst-queries.ts";
import type { Catalog, IngestedFile } from "../../src/catalog/catalog.ts";
import { openCatalog } from "../../src/catalog/open-catalog.ts";
import { ingestFile } from "../../src/ingest/ingest-file.ts";
import { temporaryDirectory } from "../../src/lib/fs/temporary-directory.fixture.ts";
import type { Query } from "../../src/model/query.ts";
import { matches, type SearchedArticle } from "../../src/search/matches.ts";
import { parseQuery } from "../../src/search/parse-query.ts";
import { arbitraryQueryOf } from "../../src/search/query.fixture.ts";
import { searchedTexts } from "../../src/search/searched-texts.ts";
import { projectOutlets } from "../corpus-cases.ts";

const FILES = 400;
const RANDOM_QUERIES = 2000;
const SEED = Number(process.env["TEST_SEED"] ?? 1);

const outlets = projectOutlets();

function fileOf(number: number): IngestedFile {
  const { name, content } = articleFile(SEED, number);
  const read = ingestFile({ path: name, bytes: Buffer.from(content) }, { outlets, now: new Date() });
  const { outcome, fingerprint, sha256 } = read;
  return { path: name, signature: name, fingerprint, sha256, host: "generated.example", outcome };
}

/** Ingests files in random order, some at a time, so that segments are written and merged; takes some away and writes some again. */
async function liveThrough(catalog: Catalog, files: readonly IngestedFile[], random: Random): Promise<void> {
  const waiting = [...files];
  while (waiting.length > 0) {
    const ingested = Array.from({ length: between(random, 1, 6) }, () =>
      waiting.splice(between(random, 0, waiting.length - 1), 1),
    ).flat();
    const removed = random() < 0.3 ? [pick(random, files).path] : [];
    await catalog.files.apply({ ingested, removed });
    if (random() < 0.2) await catalog.files.apply({ ingested: [pick(random, files)], removed: [] });
  }
}

interface Known {
  readonly id: string;
  readonly searched: SearchedArticle;
}

/** Pieces of the articles' texts, and what else a query can ask for. */
function arbitraryLeaf(articles: readonly Known[]): fc.Arbitrary<Query> {
  const piece = fc
    .record({
      article: fc.constantFrom(...articles),
      field: fc.constantFrom("title" as const, "body" as const),
      start: fc.nat(),
      length: fc.integer({ min: 1, max: 8 }),
      prefix: fc.constantFrom("", "title:", "body:"),
    })
    .map(({ article, field, start, length, prefix }) => {
      const text = Array.from(article.searched[field]);
      const from = start % Math.max(1, text.length - length);
      return parseQuery(
        `${prefix}"${text
          .slice(from, from + length)
          .join("")
          .replaceAll(/["“”„‟«»]/g, " ")}"`,
      );
    })
    .filter((parsed) => parsed.ok)
    .map(({ value }): Query => value);
  const others = ["outlet:dw-zh", "outlet:voa-zh", "lang:zh", "after:1m", "before:20d", "a*", "author:a*"];
  const other = fc.constantFrom(...others).map((text): Query => {
    const parsed = parseQuery(text);
    if (!parsed.ok) throw new Error(`Not a query: ${text}`);
    return parsed.value;
  });
  return fc.oneof({ weight: 6, arbitrary: piece }, { weight: 1, arbitrary: other });
}

test("whatever came and went in whatever order, the worst queries and thousands of random ones find what the oracle says", async () => {
  const { catalog } = await openCatalog({ data: temporaryDirectory() }).write();
  const files = Array.from({ length: FILES }, (_, number) => fileOf(number));
  await liveThrough(catalog, files, createRandom(SEED));
  const articles = await Array.fromAsync(catalog.articles.newest(), (article): Known => {
    const { outletId, language, capturedAt } = article;
    return { id: article.id, searched: { ...searchedTexts(article), outletId, language, capturedAt } };
  });
  expect(articles.length).toBeGreaterThan(FILES / 2);
  const worst = worstQueries(articles.map(({ searched }) => searched.body)).map((text) => parseQuery(text));
  const queries = [
    ...worst.filter((parsed) => parsed.ok).map(({ value }) => value),
    ...fc.sample(arbitraryQueryOf(arbitraryLeaf(articles)), { numRuns: RANDOM_QUERIES, seed: SEED }),
  ];
  const { newestCapturedAt: newest = new Date(0) } = await catalog.articles.extent();
  const differing: unknown[] = [];
  for (const query of queries) {
    const expected = articles.filter(({ searched }) => matches(query, searched, newest)).map(({ id }) => id);
    const found = await Array.fromAsync(catalog.articles.newest({ query }), ({ id }) => id);
    const { articles: count, isAtLeast } = await catalog.articles.count({ query });
    const isCounted = isAtLeast ? count <= found.length : count === found.length;
    if (found.join() !== expected.join() || !isCounted) differing.push({ query, expected, found, count });
  }
  await catalog.close();
  expect(differing).toEqual([]);
  expect(queries.length).toBe(200 + RANDOM_QUERIES);
  // Half a minute's work, and more where others work too.
}, 900_000);
