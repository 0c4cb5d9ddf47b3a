import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Capture } from "../../model/article.ts";
import type { Catalog, IngestedFile } from "../catalog.ts";
import type { CatalogAccess } from "../open-catalog.ts";
import { exampleCapture, exampleFile, exampleId, exampleProblem } from "./example-file.ts";

/** The bytes of a file. Two profiles may make two different articles of them. */
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

function shuffled<T>(list: readonly T[], seed: number): readonly T[] {
  return list
    .map((value, index) => ({ value, place: (seed >> (index * 3)) % 8 }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

/** A catalog, the files that it is of, and the profile that they are read with. */
class Played implements AsyncDisposable {
  readonly #begin: () => CatalogAccess;
  readonly #files = new Map<string, Claim>();
  #access: CatalogAccess;
  #catalog: Catalog;
  #profile = 1;

  private constructor(begin: () => CatalogAccess, access: CatalogAccess, catalog: Catalog) {
    this.#begin = begin;
    this.#access = access;
    this.#catalog = catalog;
  }

  static async start(begin: () => CatalogAccess): Promise<Played> {
    const access = begin();
    const { catalog } = await access.write();
    return new Played(begin, access, catalog);
  }

  async play(step: Step): Promise<void> {
    switch (step.kind) {
      case "write":
        this.#files.set(step.path, step.claim);
        return this.#ingest(step.path);
      case "remove":
        this.#files.delete(step.path);
        return this.#ingest(step.path);
      case "rename":
        return this.#rename(step);
      case "profile":
        this.#profile = 3 - this.#profile;
        return this.#ingestOneByOne([...this.#files.keys()]);
      case "takedown":
      case "restoration": {
        const ruling = { type: step.kind, id: exampleId(step.article), when: new Date(0) };
        await this.#catalog.files.apply({ ingested: [], removed: [], rulings: [ruling] });
        return undefined;
      }
      case "restart":
        await this.#catalog.close();
        ({ catalog: this.#catalog } = await this.#access.write());
        return undefined;
      case "rebuild":
        await this.#begunAgain();
        return this.#ingest(...shuffled([...this.#files.keys()], step.seed));
      default:
        return step satisfies never;
    }
  }

  articles(): Promise<unknown> {
    return articlesOf(this.#catalog);
  }

  /** Begins again with nothing but the ledger, and takes the files in in another order and in other batches. */
  async rebuild(seed: number): Promise<void> {
    await this.#begunAgain();
    await this.#ingestOneByOne(shuffled([...this.#files.keys()], seed));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#catalog.close();
  }

  async #begunAgain(): Promise<void> {
    const ledger = await Array.fromAsync(this.#access.ledgerLines());
    await this.#catalog.close();
    this.#access = this.#begin();
    ({ catalog: this.#catalog } = await this.#access.write({ ledger }));
  }

  async #rename({ path, to, atOnce }: Extract<Step, { kind: "rename" }>): Promise<void> {
    const claim = this.#files.get(path);
    if (claim === undefined) return;
    this.#files.delete(path);
    this.#files.set(to, claim);
    await (atOnce ? this.#ingest(path, to) : this.#ingestOneByOne([path, to]));
  }

  async #ingestOneByOne(paths: readonly string[]): Promise<void> {
    for (const path of paths) await this.#ingest(path);
  }

  /** Takes in what the files of these paths are now. */
  async #ingest(...paths: readonly string[]): Promise<void> {
    const removed = paths.filter((path) => !this.#files.has(path));
    const ingested = paths.flatMap((path) => {
      const claim = this.#files.get(path);
      return claim === undefined ? [] : [read(path, claim, this.#profile)];
    });
    await this.#catalog.files.apply({ ingested, removed });
  }
}

/** The promise of every engine that a catalog is but an index over the files and the ledger. */
export function describeRebuilding(name: string, begin: () => CatalogAccess): void {
  describe(`${name} built again`, () => {
    test("holds the same articles, whatever happened to the files", { timeout: 300_000 }, async () => {
      const steps = fc.array(anyStep, { minLength: 1, maxLength: 14 });
      const property = fc.asyncProperty(steps, fc.nat(), async (played, seed) => {
        await using catalog = await Played.start(begin);
        for (const step of played) await catalog.play(step);
        const before = await catalog.articles();
        await catalog.rebuild(seed);
        expect(before).toEqual(await catalog.articles());
      });
      await fc.assert(property, { numRuns: 60 });
    });
  });
}
