import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { temporaryDirectory } from "../src/lib/fs/temporary-directory.fixture.ts";
import { entriesOfArchive, type ArchiveEntries } from "./archive-entries.ts";
import { projectOutlets } from "./corpus-cases.ts";
import { filesBelow } from "./files-below.ts";
import { parseArticle } from "../src/parse/parse-article.ts";
import { root } from "./root.ts";
import { wordsLost } from "./words.ts";

/**
 * Article files of the real archive, one folder an outlet, and beside them the program that holds against each file what
 * the feeds say of it. They are their owners': they are read where they lie.
 */
const archive = process.env["FEEDMILL_ARCHIVE"] ?? "";

/** How many articles have a field right, by the fields' names, and how many have every one. */
type Figures = Readonly<Record<string, number>> & { readonly files: number; readonly every: number };

interface Measured {
  readonly table: Readonly<Record<string, Figures>>;
  readonly total: Figures;
}

/**
 * How many articles the measure takes for wrong in a field, though they are as they should be. All others are right, in
 * every field of every outlet.
 */
const takenForWrong: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  // Labels for screen readers stand out of sight, and a character without a shape is no word.
  bbc: { kept: 6 },
  // A pixel for tracking is no picture, a text opens with the date that it tells of, and pictures of emoji are their
  // characters.
  cdt: { lead: 1, excerpt: 5, kept: 7 },
  // The earliest capture of an article says when it was published, and the measure takes the first by name.
  dw: { time: 1 },
  rfa: { time: 4 },
  // An address that begins with two slashes never equals itself with a scheme.
  reuters: { lead: 15 },
  // A replacement character stands for nothing that was written.
  rfi: { kept: 1 },
};

describe.skipIf(archive === "")("the real archive", () => {
  const directory = temporaryDirectory();
  let entries: ArchiveEntries;
  let measured: Measured;

  beforeAll(() => {
    entries = entriesOfArchive(resolve(archive), projectOutlets(), new Date("2026-11-01T00:00:00Z"));
    measured = measure(resolve(archive), entries.items, directory);
  }, 120_000);

  test("every file is an article, a capture of one, or told", () => {
    expect(entries.problems).toEqual(new Map());
    expect(entries.captures).toBe(entries.files);
    expect(entries.items.length).toBeLessThanOrEqual(entries.files);
  });

  test("every field of every outlet is right, but for what the measure takes for wrong", () => {
    const wrong = Object.entries(measured.table).flatMap(([outlet, { files, every: _every, ...fields }]) =>
      Object.entries(fields)
        .map(([field, right]) => ({ outlet, field, wrong: files - right }))
        .filter(({ field, wrong: count }) => count > (takenForWrong[outlet]?.[field] ?? 0)),
    );
    expect(wrong).toEqual([]);
  });

  test("no word of a visible text is lost but for what explain says", () => {
    const outlets = projectOutlets();
    const lost = filesBelow(archive).flatMap((path) => {
      const file = basename(path);
      const raw = parseArticle({ path: file, bytes: readFileSync(path) });
      const words = raw.ok ? wordsLost(raw.value, outlets.identify(raw.value.url)) : [];
      return words.length > 0 ? [{ file, words }] : [];
    });
    expect(lost).toEqual([]);
  }, 60_000);
});

/** Runs the measure that lies beside the archive. It exits with 1 unless everything is right, and says so in a file. */
function measure(files: string, items: readonly unknown[], directory: string): Measured {
  const [itemsPath, resultPath] = [join(directory, "items.json"), join(directory, "measured.json")];
  writeFileSync(itemsPath, JSON.stringify(items));
  const program = join(files, "../measure.mjs");
  const command = [program, files, "http://unused.example", "--items", itemsPath, "--json", resultPath];
  try {
    execFileSync(process.execPath, command, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  } catch {
    // Its figures are judged here.
  }
  const result: Measured = JSON.parse(readFileSync(resultPath, "utf8"));
  return result;
}
