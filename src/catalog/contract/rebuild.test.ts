import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Capture } from "../../model/article.ts";
import type { Catalog, IngestedFile } from "../catalog.ts";
import { temporaryDirectory } from "../../lib/fs/temporary-directory.fixture.ts";
import { exampleCapture, exampleFile, exampleId, exampleProblem } from "./example-file.ts";
import { openCatalog } from "../open-catalog.ts";

/** What a file's bytes say. Two profiles may make two things of them. */
interface Claim {
  readonly article: number;
  readonly second: number;
  readonly text: string;
  readonly saysWhen: boolean;
  readonly twin: number;
  readonly isSpoilt: boolean;
}

type Step =
  | { readonly kind: "write"; readonly path: string; readonly claim: Claim }
  | { readonly kind: "remove"; readonly path: string }
  | { readonly kind: "rename"; readonly path: string; readonly to: string; readonly atOnce: boolean }
  | { readonly kind: "profile" }
  | { readonly kind: "takedown" | "restoration"; readonly article: number }
  | { readonly kind: "restart" }
  | { readonly kind: "rebuild"; readonly seed: number };

const anyPath = fc.constantFrom("a.txt", "b.txt", "c.txt", "d.txt");
const anyClaim: fc.Arbitrary<Claim> = fc.record({
  article: fc.integer({ min: 1, max: 3 }),
  second: fc.integer({ min: 0, max: 3 }),
  text: fc.constantFrom("First text.", "Second text.", "\ud83d half a character \0"),
  saysWhen: fc.boolean(),
  twin: fc.integer({ min: 0, max: 3 }),
  isSpoilt: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("write" as const), path: anyPath, claim: anyClaim }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove" as const), path: anyPath }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("rename" as const), path: anyPath, to: anyPath, atOnce: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("profile" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("takedown" as const, "restoration" as const),
      article: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restart" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("rebuild" as const), seed: fc.nat() }) },
);

/** Reads a file as the second profile or the first does: it tells which article a text is of, and where it is from. */
function read(path: string, claim: Claim, profile: number): IngestedFile {
  const { article, second, text, saysWhen, twin, isSpoilt } = claim;
  if (isSpoilt) return exampleProblem(path, JSON.stringify(claim));
  const said: Partial<Capture> & { text: string } = {
    text: profile === 2 ? text.replace("Second", "First") : text,
    id: exampleId(profile === 2 && text.startsWith("Second") ? 1 + (article % 3) : article),
    outletId: `outlet-${profile === 2 ? 1 : article}`,
    canonicalUrl: `https://gazette.example/${profile}/${article}`,
    capturedAt: new Date(Date.UTC(2023, 1, 23, 5, 0, second)),
    ...(twin === 0 ? {} : { twin: { id: exampleId(twin), url: `https://gazette.example/${twin}` } }),
  };
  const { publishedAt: _publishedAt, ...silent } = exampleCapture(said);
  const capture = saysWhen ? exampleCapture(said) : silent;
  const { sha256 } = exampleProblem(path, JSON.stringify(claim));
  return { ...exampleFile(path, capture, `profile ${profile}`), sha256 };
}

const articlesOf = async ({ articles, state }: Catalog) => ({
  articles: await Array.fromAsync(articles.newest()),
  outlets: await articles.outlets(),
  days: await Array.fromAsync(await articles.days(), ({ day }) => articles.capturedOn(day)),
  takedowns: await state.takedowns(),
});

/** Fills a new catalog beside a copy of the ledger, in another order and in other batches. */
async function rebuilt(
  dataDir: string,
  files: ReadonlyMap<string, Claim>,
  profile: number,
  seed: number,
): Promise<unknown> {
  const elsewhere = join(dataDir, "..", "rebuilt");
  mkdirSync(elsewhere);
  cpSync(join(dataDir, "ledger.jsonl"), join(elsewhere, "ledger.jsonl"));
  const { catalog } = await openCatalog({ data: elsewhere }).write();
  for (const file of shuffled([...files], seed)) {
    await catalog.files.apply({ ingested: [read(...file, profile)], removed: [] });
  }
  const result = await articlesOf(catalog);
  await catalog.close();
  rmSync(elsewhere, { recursive: true });
  return result;
}

function shuffled<T>(list: readonly T[], seed: number): readonly T[] {
  return list
    .map((value, index) => ({ value, place: (seed >> (index * 3)) % 8 }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

test("whatever happened to the files, a catalog built again from them and the ledger holds the same articles", async () => {
  const base = temporaryDirectory();
  let run = 0;
  const property = fc.asyncProperty(
    fc.array(anyStep, { minLength: 1, maxLength: 14 }),
    fc.nat(),
    async (steps, seed) => {
      const dataDir = join(base, String(run++), "data");
      let { catalog } = await openCatalog({ data: dataDir }).write();
      const files = new Map<string, Claim>();
      let profile = 1;
      const ingest = async (...paths: readonly string[]): Promise<void> => {
        const present = paths.flatMap((path) => (files.has(path) ? [path] : []));
        const removed = paths.filter((path) => !files.has(path));
        const ingested = present.flatMap((path) => {
          const claim = files.get(path);
          return claim === undefined ? [] : [read(path, claim, profile)];
        });
        await catalog.files.apply({ ingested, removed });
      };
      for (const step of steps) {
        if (step.kind === "write") {
          files.set(step.path, step.claim);
          await ingest(step.path);
        } else if (step.kind === "remove") {
          files.delete(step.path);
          await ingest(step.path);
        } else if (step.kind === "rename") {
          const claim = files.get(step.path);
          if (claim === undefined) continue;
          files.delete(step.path);
          files.set(step.to, claim);
          if (step.atOnce) await ingest(step.path, step.to);
          else for (const path of [step.path, step.to]) await ingest(path);
        } else if (step.kind === "profile") {
          profile = 3 - profile;
          for (const path of files.keys()) await ingest(path);
        } else if (step.kind === "takedown" || step.kind === "restoration") {
          const ruling = { type: step.kind, id: exampleId(step.article), when: new Date(0) };
          await catalog.files.apply({ ingested: [], removed: [], rulings: [ruling] });
        } else {
          await catalog.close();
          if (step.kind === "rebuild") rmSync(join(dataDir, "catalog.db"));
          ({ catalog } = await openCatalog({ data: dataDir }).write());
          if (step.kind === "rebuild") await ingest(...shuffled([...files.keys()], step.seed));
        }
      }
      try {
        expect(await articlesOf(catalog)).toEqual(await rebuilt(dataDir, files, profile, seed));
      } finally {
        await catalog.close();
      }
    },
  );
  await fc.assert(property, { numRuns: 60 });
});
