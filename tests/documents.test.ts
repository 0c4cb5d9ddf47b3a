import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commands } from "../src/cli/commands.ts";
import { flagsOf, spellings } from "../src/cli/completion/completed-values.ts";
import { defaultOf, flagOf, variableOf } from "../src/config/option.ts";
import { optionList } from "../src/config/options.ts";
import { flawRemedies } from "../src/model/flaw.ts";
import { remedies } from "../src/model/problem.ts";
import { metricFacts } from "../src/observe/metric-facts.ts";
import { root } from "./root.ts";
import { programs } from "./full/readers/programs.ts";

const readme = readDocument("README.md");
const documents = ["README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/metrics.md"];

function readDocument(name: string): string {
  return readFileSync(join(root, name), "utf8");
}

/** A table as Markdown, for `toContain`: what a failing test prints is what the document has to say. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = `|${head.map(() => "---|").join("")}`;
  const lines = [head, ...rows].map((row) => `| ${row.join(" | ")} |`);
  return ["", ...lines.toSpliced(1, 0, rule), ""].join("\n");
}

/** Text that Markdown shows as it is: neither a link nor an HTML comment. */
function plain(text: string): string {
  return text.replaceAll(/[[<]/g, "\\$&");
}

/** The first group of every match, each once. */
function findAll(text: string, pattern: RegExp): readonly string[] {
  return [...new Set(Array.from(text.matchAll(pattern), ([, found = ""]) => found))];
}

test("the README's table of settings is that of the code", () => {
  const rows = optionList.map((option) => [
    option.isOutsideFile === true ? "–" : `\`${option.key}\``,
    `\`--${flagOf(option)}\``,
    `\`${variableOf(option)}\``,
    option.default === undefined ? defaultOf(option) : `\`${defaultOf(option)}\``,
    option.reloads ? "at once" : "at start",
    option.help,
  ]);
  expect(readme).toContain(table(["key", "flag", "variable", "default", "takes effect", "what"], rows));
});

test("the README's tables of problems and of flaws are those of the code", () => {
  const rows = Object.entries(remedies).map(([code, remedy]) => [`\`${code}\``, plain(remedy)]);
  expect(readme).toContain(table(["problem", "what to do"], rows));
  const flaws = Object.entries(flawRemedies).map(([code, remedy]) => [`\`${code}\``, plain(remedy)]);
  expect(readme).toContain(table(["flaw", "what to do"], flaws));
});

test("the table of metrics is that of the code", () => {
  const rows = Object.values(metricFacts).map(({ name, kind, labels, help }) => [
    `\`${name}\``,
    kind,
    labels.map((label) => `\`${label}\``).join(", "),
    help,
  ]);
  expect(readDocument("docs/metrics.md")).toContain(table(["metric", "kind", "labels", "what"], rows));
});

test("the README names every command, and none that does not exist", () => {
  const section = readme.split(/^## /m).find((text) => text.startsWith("The command line")) ?? "";
  const cells = findAll(section, /^\| (`.*?`) \|/gm).join(" ");
  const known = commands.map(({ name }) => name);
  expect(findAll(cells, /(?:^| )`([a-z-]+)/g).toSorted()).toEqual(known.toSorted());
  expect(findAll(readme, /`feedmill ([a-z][a-z-]*)/g).filter((name) => !known.includes(name))).toEqual([]);
});

test("every flag in the README is one of a command", () => {
  const known = commands.flatMap(flagsOf).flatMap(spellings);
  const flags = findAll(readme, /(?<![\w!-])(--[a-z][a-z-]*)/g);
  expect(flags).toContain("--public-url");
  expect(flags.filter((flag) => !known.includes(flag))).toEqual([]);
});

test.each(documents)("every file that %s links to is there", (name) => {
  const links = findAll(readDocument(name), /(?<!\\)\[[^\]]*\]\((?![a-z]+:)([^)\s]+)\)/g);
  expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
});

test.each(documents)("every npm script that %s names is in package.json", (name) => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(readDocument("package.json"));
  const named = findAll(readDocument(name), /\bnpm run (?:-s )?([a-z:]+)/g);
  expect([...named, "start", "test"].filter((script) => !(script in scripts))).toEqual([]);
});

test("the changelog begins with the version of the package, or with what is not released, and dates every version", () => {
  const { version }: { version: string } = JSON.parse(readDocument("package.json"));
  const headings = findAll(readDocument("CHANGELOG.md"), /^## (.+)$/gm).filter((heading) => heading !== "Unreleased");
  expect(headings[0]).toMatch(new RegExp(`^${RegExp.escape(version)} `));
  expect(headings.filter((heading) => !/^\d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\)$/.test(heading))).toEqual([]);
});

test("the README has the lines that CI takes from it", () => {
  const lines = readme.split("\n");
  expect(lines).toContain("    npm ci && npm start");
  expect(lines).toContain("    npm ci && npm test");
  expect(lines).toContain("    $ curl http://localhost:8080/feeds/all/rss.xml");
  const [packages = ""] = findAll(readme, /^ {4}apt-get install -y (.+)$/gm);
  const needed = [
    "caddy",
    "chromium",
    "curl",
    "fish",
    "fonts-noto-cjk",
    "libnginx-mod-http-brotli-static",
    "mandoc",
    "nginx-light",
    "postgresql",
    "systemd",
    "zsh",
    ...programs.map((program) => program.debianPackage),
  ];
  expect(packages.split(" ").toSorted()).toEqual(needed.toSorted());
});
