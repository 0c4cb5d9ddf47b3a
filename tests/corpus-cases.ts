import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256Hex } from "../src/lib/hash.ts";
import type { Capture } from "../src/model/article.ts";
import type { Outcome } from "../src/model/problem.ts";
import { loadOutlets } from "../src/config/load-outlets.ts";
import { ingestFile } from "../src/ingest/ingest-file.ts";
import { NORMALIZER_VERSION } from "../src/normalize/normalize-article.ts";
import type { Outlets } from "../src/outlets/outlets.ts";

/** An article file whose name says what is odd in it, and what must come of it. */
export interface CorpusCase {
  /** `<outlet id>/<case>`, e.g. `voa-zh/empty-anchor`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The path of the file that holds the expectation, whether it is there yet or not. */
  readonly expectationPath: string;
  readonly expected?: Expected;
}

/** A described capture or problem, with what it is to have in common with other cases. */
export type Expected = Readonly<Record<string, unknown>> & {
  /** The case of which this is another capture. */
  readonly sameIdAs?: string;
  readonly twin?: { readonly url: string; readonly sameIdAs: string };
};

/** The last moment any case speaks of is before it. */
const afterAllCases = new Date("2026-01-01T00:00:00Z");

const root = join(import.meta.dirname, "corpus");

export function corpusCases(): CorpusCase[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((outlet) => readdirSync(join(root, outlet.name)).map((name) => `${outlet.name}/${name}`))
    .sort()
    .map(readCase);
}

function readCase(name: string): CorpusCase {
  const bytes = readFileSync(join(root, name, "input.txt"));
  for (const fileName of ["article.json", "problem.json"]) {
    const expectationPath = join(root, name, fileName);
    if (!existsSync(expectationPath)) continue;
    const expected: Expected = JSON.parse(readFileSync(expectationPath, "utf8"));
    return { name, bytes, expectationPath, expected };
  }
  return { name, bytes, expectationPath: join(root, name, "article.json") };
}

/** The outlets that the project ships profiles of. */
export function projectOutlets(): Outlets {
  const loaded = loadOutlets({ outlets: join(import.meta.dirname, "../config/outlets"), images: "as-captured" });
  if (!loaded.ok) throw new Error(loaded.mistakes.map(({ where, message }) => `${where}: ${message}`).join("\n"));
  return loaded.value;
}

/** What came of every case by a version of the normalizer: articles of one version must not differ. */
export interface Pin {
  readonly version: string;
  /** SHA-256 of what came of a case, in hex, by the case's name. */
  readonly digests: Readonly<Record<string, string>>;
}

export const pinPath = join(root, "pin.json");

export function readPin(): Pin {
  const pin: Pin = JSON.parse(readFileSync(pinPath, "utf8"));
  return pin;
}

export function pinOf(cases: readonly CorpusCase[], outlets: Outlets): Pin {
  const digests = cases.map(({ name, bytes }) => [name, sha256Hex(JSON.stringify(written(outcomeOf(bytes, outlets))))]);
  return { version: NORMALIZER_VERSION, digests: Object.fromEntries(digests) };
}

/** What becomes of a file, by the whole write path. */
export function outcomeOf(bytes: Uint8Array, outlets: Outlets, path = "input.txt"): Outcome<Capture> {
  return ingestFile({ path, bytes }, { outlets, now: afterAllCases }).outcome;
}

/**
 * An outcome as `article.json` and `problem.json` write it: instants as ISO strings, absent fields left out, and
 * without what other rules than equality check, which are ids, hashes and a problem's sentence.
 */
export function written(outcome: Outcome<Capture>): Readonly<Record<string, unknown>> {
  if (!outcome.ok) return { code: outcome.problem.code };
  const { id: _id, textHash: _textHash, twin, ...capture } = outcome.value;
  const flaws = outcome.flaws && { flaws: outcome.flaws.map(({ code }) => code) };
  const fields = { ...capture, ...flaws, ...(twin && { twin: { url: twin.url } }) };
  const asJson: Readonly<Record<string, unknown>> = JSON.parse(JSON.stringify(fields).replaceAll(wholeSecond, 'Z"'));
  return asJson;
}

const wholeSecond = /(?<=:\d\d)\.000Z"/g;
