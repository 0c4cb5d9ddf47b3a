import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

/** Which folders of src/ a folder may import from, besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  lib: [],
  parse: ["model", "lib"],
  outlets: ["model", "lib"],
  normalize: ["model", "lib"],
  feeds: ["model", "lib"],
  search: ["model", "lib"],
  render: ["model", "lib"],
  pages: ["model", "lib"],
  catalog: ["model", "lib", "search"],
  archive: ["model", "lib"],
  fetch: ["model", "lib", "parse"],
  site: ["model", "lib"],
  http: ["model", "lib", "observe", "pages"],
  observe: ["model", "lib"],
  config: ["model", "lib", "outlets", "search"],
  ingest: [
    "model",
    "lib",
    "observe",
    "config",
    "archive",
    "parse",
    "outlets",
    "normalize",
    "catalog",
    "search",
    "daemon",
    "publish",
  ],
  publish: ["model", "lib", "outlets", "catalog", "feeds", "search", "render", "pages"],
  serve: ["model", "lib", "observe", "catalog", "publish", "http"],
  daemon: [
    "model",
    "lib",
    "observe",
    "config",
    "outlets",
    "catalog",
    "fetch",
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
    "fetch",
    "ingest",
    "publish",
    "serve",
  ],
  "main.ts": ["cli"],
};

/** Folders that compute and do nothing else: no disk, no network, no clock, no randomness. */
const pureFolders = ["model", "parse", "outlets", "normalize", "feeds", "search", "render", "pages"];
const impure =
  /from "(?:node:(?:fs|net|https?|process|timers|child_process|worker_threads|sqlite)|express|pino)|Date\.now\(|new Date\(\)|Math\.random\(|randomUUID|process\.|console\./;

/** Names that say nothing about what is inside. */
const emptyNames = /(?:^|[/-])(?:utils?|helpers?|common|misc|shared)(?:[/.-]|$)/;

const MAX_LINES = 400;
const MAX_MEDIAN_LINES = 80;

const root = resolve(import.meta.dirname, "..");
const src = join(root, "src");
const allFiles = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const files = allFiles.filter((file) => !file.endsWith(".test.ts"));
const texts = new Map(allFiles.map((file) => [file, readFileSync(join(src, file), "utf8")]));

/** Files of src/ that a file of src/ imports, types included. */
function importsOf(file: string): string[] {
  const specifiers = (texts.get(file) ?? "").matchAll(/(?:from|import|new URL)\s*\(?\s*"(\.[^"]+)"/g);
  return [...specifiers].map(([, specifier = ""]) => relative(src, resolve(src, dirname(file), specifier)));
}

/** Imports that are still there when the types are gone. */
function runtimeImportsOf(file: string): string[] {
  const text = (texts.get(file) ?? "").replaceAll(/^import type [^;]*;/gm, "");
  return [...text.matchAll(/^(?:import|export) [^;]*?from "(\.[^"]+)"/gm)].map(([, specifier = ""]) =>
    relative(src, resolve(src, dirname(file), specifier)),
  );
}

test.each(allFiles)("%s imports only from where its folder may", (file) => {
  const [from = ""] = file.split("/");
  for (const imported of importsOf(file)) {
    const [to = ""] = imported.split("/");
    expect([from, ...(mayImport[from] ?? [])], `${file} → ${imported}`).toContain(to);
  }
});

test.each(files.filter((file) => pureFolders.includes(file.split("/")[0] ?? "")))("%s is pure", (file) => {
  expect(texts.get(file)).not.toMatch(impure);
});

test.each(files)("%s is one subject: at most 400 lines, under a name that says something", (file) => {
  expect((texts.get(file) ?? "").split("\n").length - 1).toBeLessThanOrEqual(MAX_LINES);
  expect(file).not.toMatch(emptyNames);
});

test("half of the files have fewer than 80 lines", () => {
  const sizes = files.map((file) => (texts.get(file) ?? "").split("\n").length).sort((a, b) => a - b);
  expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThan(MAX_MEDIAN_LINES);
});

test("no file imports itself through others", () => {
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    expect(path, `import cycle: ${[...path, file].join(" → ")}`).not.toContain(file);
    if (finished.has(file)) return;
    for (const imported of runtimeImportsOf(file)) visit(imported, [...path, file]);
    finished.add(file);
  };
  for (const file of files) visit(file, []);
});

test("every folder has its rule, and every rule its folder", () => {
  const folders = readdirSync(src, { withFileTypes: true }).map((entry) => entry.name);
  expect(folders.toSorted()).toEqual(Object.keys(mayImport).toSorted());
});

test.each(["README.md", "CONTRIBUTING.md"])("%s has a line for every folder of src/", (document) => {
  const text = readFileSync(join(root, document), "utf8");
  for (const folder of Object.keys(mayImport)) {
    expect(text, `${document} does not say what src/${folder} is`).toMatch(
      new RegExp(`^\\s*(?:src/)?${folder}/?\\s`, "m"),
    );
  }
});

test("the top level holds what the documents name, and nothing else", () => {
  const listed = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
  const ignored = readFileSync(join(root, ".gitignore"), "utf8")
    .split("\n")
    .map((line) => line.replaceAll("/", ""));
  const present = readdirSync(root).filter((name) => ![".git", ...ignored].includes(name));
  for (const name of present) expect(listed, `CONTRIBUTING.md does not name ${name}`).toContain(`\`${name}`);
});
