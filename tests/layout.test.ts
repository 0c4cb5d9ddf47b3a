import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { root } from "./root.ts";

// The rulebook of the tree. The linter holds what it has a rule for: files to 400 lines, no import cycles, types included.

/** Which folders of src/ a folder may import from, besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  lib: [],
  parse: ["model", "lib"],
  outlets: ["model", "lib"],
  normalize: ["model", "lib"],
  feeds: ["model", "lib"],
  stories: ["model", "lib"],
  search: ["model", "lib"],
  render: ["model", "lib"],
  pages: ["model", "lib"],
  catalog: ["model", "lib", "search", "stories"],
  archive: ["model", "lib"],
  fetch: ["model", "lib", "parse"],
  push: ["model", "lib"],
  site: ["model", "lib"],
  http: ["model", "lib", "observe", "pages"],
  observe: ["model", "lib"],
  config: ["model", "lib", "outlets", "search"],
  ingest: ["model", "lib", "observe", "archive", "parse", "outlets", "normalize", "stories", "catalog", "search"],
  publish: ["model", "lib", "outlets", "normalize", "catalog", "feeds", "stories", "search", "render", "pages"],
  serve: ["model", "lib", "observe", "catalog", "publish", "http"],
  daemon: [
    "model",
    "lib",
    "observe",
    "config",
    "outlets",
    "catalog",
    "fetch",
    "push",
    "ingest",
    "publish",
    "serve",
    "http",
    "site",
  ],
  cli: [
    "model",
    "lib",
    "observe",
    "config",
    "daemon",
    "archive",
    "outlets",
    "catalog",
    "search",
    "stories",
    "fetch",
    "push",
    "ingest",
    "publish",
    "serve",
  ],
  "main.ts": ["cli"],
};

/** Folders that compute and do nothing else: no disk, no network, no clock, no randomness. */
const pureFolders = ["model", "parse", "outlets", "normalize", "feeds", "stories", "search", "render", "pages"];
const impure =
  /from "(?:node:(?:fs|net|https?|process|timers|child_process|worker_threads|sqlite)|express|pino)|Date\.now\(|new Date\(\)|Math\.random\(|randomUUID|process\.|console\./;

/** Folders that read the clock. They tell the others what time it is. */
const foldersWithClock = ["ingest", "serve", "daemon", "cli"];
const readsClock = /Date\.now\(|new Date\(\)|performance\.now\(|hrtime/;

/** A test waits for an event, a line of a log, a file or an answer. The soak is no test: it has time pass. */
const sleeps = /"node:timers\/promises"|(?<![.\w])(?:setTimeout|pause|sleep)\(|\bsleep \d|"sleep"|waitForTimeout/;

/** Names that say nothing about what is inside. */
const emptyNames =
  /(?:^|[/-])(?:utils?|helpers?|common|misc|shared|stuff)(?:[/.-]|$)|\/(?:found|said|made|settle|refusals?|differences?|tally|tallies|splice|stand-ins?)\.ts$/;

const MAX_FUNCTION_LINES = 60;

/** Files that still break a rule. The list only shrinks: a file that is mended is struck out. */
const offenders = {
  longFunctions: [],
  clock: [],
  sleeps: [],
  emptyNames: [],
} satisfies Record<string, readonly string[]>;

const src = join(root, "src");

function typeScriptFilesIn(directory: string): readonly string[] {
  const all = readdirSync(join(root, directory), { recursive: true, encoding: "utf8" });
  return all.filter((file) => file.endsWith(".ts")).map((file) => `${directory}/${file}`);
}

const sources = typeScriptFilesIn("src");
const everyFile = [...sources, ...typeScriptFilesIn("tests"), ...typeScriptFilesIn("bench")];
const texts = new Map(everyFile.map((file) => [file, readFileSync(join(root, file), "utf8")]));
const isTest = (file: string): boolean => /\.(?:test|fixture|contract)\.ts$/.test(file);
const program = sources.filter((file) => !isTest(file));

/** The folder of src/ that a file is in, or its name where it is in none. */
function folderOf(file: string): string {
  return relative(src, join(root, file)).split("/")[0] ?? "";
}

function textOf(file: string): string {
  return texts.get(file) ?? "";
}

/** How the files that break a rule differ from those that are listed as such. */
function beside(listed: readonly string[], breaking: readonly string[]): typeof asListed {
  const found = new Set(breaking);
  return {
    breakTheRule: [...found].filter((file) => !listed.includes(file)),
    areListedAndMended: listed.filter((file) => !found.has(file)),
  };
}

const asListed: Record<"breakTheRule" | "areListedAndMended", readonly string[]> = {
  breakTheRule: [],
  areListedAndMended: [],
};

test("each file imports only from where its folder may", () => {
  const forbidden = sources.flatMap((file) => {
    const from = folderOf(file);
    const specifiers = textOf(file).matchAll(/(?:from|import|new URL)\s*\(?\s*"(\.[^"]+)"/g);
    return Array.from(specifiers, ([, specifier = ""]) => relative(root, resolve(root, dirname(file), specifier)))
      .filter((imported) => ![from, ...(mayImport[from] ?? [])].includes(folderOf(imported)))
      .map((imported) => `${file} → ${imported}`);
  });
  expect(forbidden).toEqual([]);
});

test("files of pure folders are pure", () => {
  const pure = program.filter((file) => pureFolders.includes(folderOf(file)));
  expect(pure.filter((file) => impure.test(textOf(file)))).toEqual([]);
});

test("only the folders that may read the clock do", () => {
  const reading = program.filter((file) => readsClock.test(textOf(file)));
  expect(
    beside(
      offenders.clock,
      reading.filter((file) => !foldersWithClock.includes(folderOf(file))),
    ),
  ).toEqual(asListed);
});

test("no test sleeps", () => {
  const ofTests = everyFile.filter(
    (file) => (isTest(file) && !file.startsWith("tests/layout")) || /^tests\/(?!soak\/|layout\.)/.test(file),
  );
  expect(
    beside(
      offenders.sleeps,
      ofTests.filter((file) => sleeps.test(textOf(file))),
    ),
  ).toEqual(asListed);
});

test("the name of a file says what is inside", () => {
  expect(
    beside(
      offenders.emptyNames,
      everyFile.filter((file) => emptyNames.test(file)),
    ),
  ).toEqual(asListed);
});

interface Finding {
  readonly filename: string;
}

/** What the linter says of one rule. It has no way to list the files that may break it, or to tell that one does no more. */
function filesThatBreak(rule: string, setting: unknown): readonly string[] {
  const config = join(root, "node_modules/.layout-rule.json");
  writeFileSync(config, JSON.stringify({ categories: { correctness: "off" }, rules: { [rule]: setting } }));
  const args = ["-c", config, "--format=json", "src", "tests", "bench"];
  const { stdout } = spawnSync(join(root, "node_modules/.bin/oxlint"), args, { cwd: root, encoding: "utf8" });
  rmSync(config);
  const { diagnostics }: { readonly diagnostics: readonly Finding[] } = JSON.parse(stdout);
  return diagnostics.map(({ filename }) => filename);
}

test("no function has more than 60 lines", () => {
  const long = filesThatBreak("max-lines-per-function", ["error", { max: MAX_FUNCTION_LINES }]);
  // What `describe` is given is a list of tests.
  expect(
    beside(
      offenders.longFunctions,
      long.filter((file) => !isTest(file)),
    ),
  ).toEqual(asListed);
});

test("every folder has its rule, and every rule its folder", () => {
  const folders = readdirSync(src, { withFileTypes: true }).map((entry) => entry.name);
  expect(folders.toSorted()).toEqual(Object.keys(mayImport).toSorted());
});

test("the documents have a line for every folder of src/", () => {
  const missing = ["README.md", "CONTRIBUTING.md"].flatMap((document) => {
    const text = readFileSync(join(root, document), "utf8");
    return Object.keys(mayImport)
      .filter((folder) => !new RegExp(`^\\s*(?:src/)?${folder}/?\\s`, "m").test(text))
      .map((folder) => `${document} does not say what src/${folder} is`);
  });
  expect(missing).toEqual([]);
});

test("the top level holds what the documents name, and nothing else", () => {
  const listed = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
  const ignored = readFileSync(join(root, ".gitignore"), "utf8")
    .split("\n")
    .map((line) => line.replaceAll("/", ""));
  const present = readdirSync(root).filter((name) => ![".git", ...ignored].includes(name));
  expect(present.filter((name) => !listed.includes(`\`${name}`))).toEqual([]);
});

const architecture = readFileSync(join(root, "docs/architecture.md"), "utf8");

function distinct(matches: Iterable<RegExpExecArray>): readonly string[] {
  return [...new Set(Iterator.from(matches).map(([, name = ""]) => name))].toSorted((a, b) => (a < b ? -1 : 1));
}

test("the map of threads and processes has every entry file and every channel's messages", () => {
  const build: { readonly files: string[] } = JSON.parse(readFileSync(join(root, "tsconfig.build.json"), "utf8"));
  const mapped = distinct(architecture.matchAll(/^\| `(src\/[\w./-]+)` \|/gm));
  expect(mapped).toEqual(build.files.toSorted((a, b) => (a < b ? -1 : 1)));
  const channels = [...texts.values()].flatMap((text) => [...text.matchAll(/^export type ((?:To|From)[A-Z]\w*)/gm)]);
  expect(distinct(architecture.matchAll(/`((?:To|From)[A-Z]\w*)`/g))).toEqual(distinct(channels));
});

test("every file that the architecture page names is there", () => {
  const named = distinct(architecture.matchAll(/`((?:src\/)?[a-z]+\/[\w./-]*)`/g));
  const missing = named.filter((path) => !existsSync(join(root, path)) && !existsSync(join(src, path)));
  expect(missing).toEqual([]);
});

test("the glossary has at most 40 rows", () => {
  const rows = architecture.slice(architecture.indexOf("## Glossary")).match(/^\| (?!word|---)/gm) ?? [];
  expect(rows.length).toBeLessThanOrEqual(40);
});
