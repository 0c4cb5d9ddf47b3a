import { rmSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Catalog, IngestedFile } from "../src/catalog/catalog.ts";
import { exampleCapture, exampleFile, exampleId } from "../src/catalog/contract/example-file.ts";
import { openCatalog } from "../src/catalog/open-catalog.ts";
import { temporaryDirectory } from "../src/lib/fs/temporary-directory.fixture.ts";
import { escapeText } from "../src/lib/html/escape-html.ts";
import type { Article } from "../src/model/article.ts";
import { searchedTexts } from "../src/search/searched-texts.ts";
import { matches, type SearchedArticle } from "../src/search/matches.ts";
import { parseQuery } from "../src/search/parse-query.ts";
import type { Query } from "../src/model/query.ts";
import { arbitraryQuery, arbitraryText } from "../src/search/query.fixture.ts";
import { corpusCases, outcomeOf, projectOutlets } from "./corpus-cases.ts";

/** Hands a new catalog to `use`, with a function that closes it and opens it again, as a restart does, or a new one. */
async function withCatalog(
  use: (catalog: Catalog, reopen: (isNew: boolean) => Promise<Catalog>) => Promise<void>,
): Promise<void> {
  const dataDir = temporaryDirectory();
  let { catalog } = await openCatalog({ data: dataDir }).write();
  const reopen = async (isNew: boolean): Promise<Catalog> => {
    await catalog.close();
    if (isNew) rmSync(join(dataDir, "catalog.db"));
    ({ catalog } = await openCatalog({ data: dataDir }).write());
    return catalog;
  };
  try {
    await use(catalog, reopen);
  } finally {
    await catalog.close();
  }
}

/** An article as the oracle sees it. */
function searched(article: Article): SearchedArticle {
  const { outletId, language, capturedAt } = article;
  return { ...searchedTexts(article), outletId, language, capturedAt };
}

/** Queries for which the catalog finds others than the oracle does, in another order, or another number of them. */
async function differences(catalog: Catalog, queries: readonly Query[]): Promise<readonly unknown[]> {
  const newest = (await catalog.articles.extent()).newestCapturedAt ?? new Date(0);
  const articles = await Array.fromAsync(catalog.articles.newest(), (article) => ({
    id: article.id,
    searched: searched(article),
  }));
  const differing: unknown[] = [];
  for (const query of queries) {
    const expected = articles.filter((article) => matches(query, article.searched, newest)).map(({ id }) => id);
    const found = await Array.fromAsync(catalog.articles.newest({ query }), ({ id }) => id);
    const count = await catalog.articles.count({ query });
    const isCounted = count.isAtLeast ? count.articles <= found.length : count.articles === found.length;
    if (found.join() !== expected.join() || !isCounted) differing.push({ query, expected, found, count });
  }
  return differing;
}

test("in the corpus, every piece of one to six characters finds exactly the articles that hold it", async () => {
  const outlets = projectOutlets();
  const files = corpusCases().flatMap(({ name, bytes }): IngestedFile[] => {
    const outcome = outcomeOf(bytes, outlets);
    return outcome.ok ? [{ ...exampleFile(name, outcome.value), host: "corpus.example" }] : [];
  });
  await withCatalog(async (catalog) => {
    await catalog.files.apply({ ingested: files, removed: [] });
    const texts = await Array.fromAsync(
      catalog.articles.newest(),
      (article) => `${article.title} ${searchedTexts(article).body}`,
    );
    const pieces = new Set(texts.flatMap((text) => piecesOf(text.slice(0, 200))));
    expect(pieces.size).toBeGreaterThan(2000);
    const queries = [...pieces].map(phraseQuery).filter((query) => query !== undefined);
    expect(await differences(catalog, queries)).toEqual([]);
  });
}, 300_000);

function piecesOf(text: string): string[] {
  const characters = Array.from(text);
  return characters.flatMap((_character, start) => {
    if (start % 3 !== 0) return [];
    return [1, 2, 3, 4, 5, 6].map((length) => characters.slice(start, start + length).join(""));
  });
}

function phraseQuery(piece: string): Query | undefined {
  const query = parseQuery(`"${piece.replaceAll(/["“”„‟«»]/g, " ")}"`);
  return query.ok ? query.value : undefined;
}

const arbitraryVersion = fc.record({
  article: fc.integer({ min: 1, max: 5 }),
  day: fc.integer({ min: 0, max: 6 }),
  title: arbitraryText,
  paragraphs: fc.array(arbitraryText, { maxLength: 3 }),
  authors: fc.array(arbitraryText, { maxLength: 2 }),
  section: fc.option(arbitraryText, { nil: undefined }),
  outletId: fc.constantFrom("nyt-zh", "dw-zh"),
  language: fc.constantFrom("zh-Hans", "zh-Hant", "en"),
});

const arbitraryPath = fc.integer({ min: 0, max: 7 }).map((number) => `${number}.txt`);
const arbitraryStep = fc.oneof(
  { weight: 6, arbitrary: fc.record({ path: arbitraryPath, version: arbitraryVersion }) },
  { weight: 2, arbitrary: fc.record({ path: arbitraryPath }) },
  { weight: 1, arbitrary: fc.constant("restart" as const) },
  { weight: 1, arbitrary: fc.constant("rebuild" as const) },
);

type Version = typeof arbitraryVersion extends fc.Arbitrary<infer Value> ? Value : never;

function fileOf(path: string, version: Version): IngestedFile {
  const { article, day, title, paragraphs, authors, section, outletId, language } = version;
  const bodyHtml = paragraphs.map((text) => `<p>${escapeText(text)}</p>`).join("");
  const capturedAt = new Date(Date.UTC(2024, 3, 28 + day));
  const text = title + bodyHtml;
  const said = { id: exampleId(article), title, bodyHtml, authors, outletId, language, capturedAt, text };
  return exampleFile(path, exampleCapture(section === undefined ? said : { ...said, section }));
}

test("whatever became of the files, a search finds exactly the articles that match, in the order of feeds", async () => {
  const property = fc.asyncProperty(
    fc.array(fc.array(arbitraryStep, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }),
    fc.array(arbitraryQuery, { minLength: 4, maxLength: 12 }),
    async (rounds, queries) => {
      await withCatalog(async (opened, reopen) => {
        let catalog = opened;
        const files = new Map<string, IngestedFile>();
        for (const steps of rounds) {
          for (const step of steps) {
            if (step === "restart") catalog = await reopen(false);
            else if (step === "rebuild") {
              catalog = await reopen(true);
              await catalog.files.apply({ ingested: [...files.values()], removed: [] });
            } else if ("version" in step) {
              const file = fileOf(step.path, step.version);
              files.set(step.path, file);
              await catalog.files.apply({ ingested: [file], removed: [] });
            } else {
              files.delete(step.path);
              await catalog.files.apply({ ingested: [], removed: [step.path] });
            }
          }
          expect(await differences(catalog, queries)).toEqual([]);
        }
      });
    },
  );
  await fc.assert(property, { numRuns: 60 });
}, 300_000);
