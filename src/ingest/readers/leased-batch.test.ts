import { cpSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scanArchive } from "../../archive/scan-archive.ts";
import { temporaryDirectory } from "../../lib/fs/temporary-directory.fixture.ts";
import { createOutlets } from "../../outlets/outlets.ts";
import { readArticle, type FileLook, type ReadArticle } from "../read-article.ts";
import { packBatch, packOutcomes, unpackBatch, unpackOutcomes } from "./leased-batch.ts";

const now = new Date("2025-01-01T00:00:00Z");

function articleFile(number: number): string {
  return `<!--1700000000000-->\n[Story ${number}](https://news.example/${number})\n------\n\n<p>The library opens.</p>`;
}

/** An archive of two roots on one machine, and a copy of it at another path on another. */
function twoMachines(): { readonly roots: readonly string[]; readonly copies: readonly string[] } {
  const directory = temporaryDirectory();
  const roots = [join(directory, "news"), join(directory, "more")];
  for (const [number, root] of roots.entries()) {
    mkdirSync(join(root, "2025"), { recursive: true });
    writeFileSync(join(root, "2025", `${number}.txt`), articleFile(number));
    utimesSync(join(root, "2025", `${number}.txt`), now, now);
  }
  const copies = roots.map((root) => `${root}-copy`);
  for (const root of roots) cpSync(root, `${root}-copy`, { recursive: true });
  return { roots, copies };
}

function looksAt(roots: readonly string[]): readonly FileLook[] {
  return [...scanArchive(roots).files].map(([path, seen]) => ({ path, ...seen }));
}

/** Reads a batch as the other machine would. */
function readThere(batch: Uint8Array, roots: readonly string[]): Uint8Array {
  const here = unpackBatch(batch, roots);
  return packOutcomes(here.looks.map((look) => look && read(look, here.now)));
}

function read(look: FileLook, at = now): ReadArticle {
  const outlets = createOutlets([]);
  if (!outlets.ok) throw new Error("no outlets");
  return readArticle(look, outlets.value, at);
}

test("files that another machine reads, mounted or in a copy, come to what they come to here", () => {
  const { roots, copies } = twoMachines();
  const looks = looksAt(roots);
  const here = looks.map((look) => read(look));
  const batch = packBatch({ looks, now }, roots);
  expect(here.every((result) => result.state === "ingested" && result.file.outcome.ok)).toBe(true);
  for (const there of [roots, copies]) {
    expect(unpackOutcomes(readThere(batch, there), looks)).toEqual({ results: here, left: [] });
  }
});

test("files that are not there as they are here are left to be read here", () => {
  const { roots, copies } = twoMachines();
  const looks = looksAt(roots);
  const batch = packBatch({ looks, now }, roots);
  const leftOf = (there: readonly string[]): readonly FileLook[] => unpackOutcomes(readThere(batch, there), looks).left;
  // A root is not mounted, or not configured.
  expect(leftOf([copies[0] ?? "", join(roots[0] ?? "", "none")])).toEqual(looks.slice(1));
  expect(leftOf(copies.slice(0, 1))).toEqual(looks.slice(1));
  // The copy lags, to as many bytes or others.
  writeFileSync(join(copies[0] ?? "", "2025", "0.txt"), articleFile(7));
  writeFileSync(join(copies[1] ?? "", "2025", "1.txt"), "");
  expect(leftOf(copies)).toEqual(looks);
  // The file here is another one by now.
  writeFileSync(join(roots[0] ?? "", "2025", "0.txt"), articleFile(8));
  expect(leftOf([`${copies[0]}`])).toContainEqual(looks[0]);
});

test("what a machine may not read is left to be read here", () => {
  const { roots } = twoMachines();
  const looks = looksAt(roots);
  const problem = { code: "UNREADABLE_FILE", message: "The file cannot be read." } as const;
  const handedBack = looks.map(({ path, signature }): ReadArticle => {
    return {
      state: "ingested",
      file: { path, signature, fingerprint: "", sha256: "", outcome: { ok: false, problem } },
    };
  });
  expect(unpackOutcomes(packOutcomes(handedBack), looks)).toEqual({ results: [], left: looks });
});
