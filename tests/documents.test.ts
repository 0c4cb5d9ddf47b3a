import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { commands } from "../src/cli/commands.ts";
import { commandHelp, generalHelp } from "../src/cli/help.ts";
import { defaultOf, flagOf, variableOf } from "../src/config/option.ts";
import { optionList } from "../src/config/options.ts";
import { remedies } from "../src/model/problem.ts";
import { metricFacts } from "../src/observe/metric-facts.ts";
import { temporaryDirectory } from "./daemon-harness.ts";
import { freePort } from "./free-port.ts";
import { programs } from "./readers/programs.ts";

const root = join(import.meta.dirname, "..");
const readme = readDocument("README.md");
const documents = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/metrics.md"];

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

/** The README's indented block that begins with this text, without its indentation. */
function blockOf(start: string): readonly string[] {
  const block = /(?: {4}.*\n)+/.exec(readme.slice(readme.indexOf(`    ${start}`)))?.[0] ?? "";
  return block
    .trimEnd()
    .split("\n")
    .map((line) => line.slice(4));
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

test("the README's table of problems is that of the code", () => {
  const rows = Object.entries(remedies).map(([code, remedy]) => [`\`${code}\``, plain(remedy)]);
  expect(readme).toContain(table(["problem", "what to do"], rows));
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

test("every flag in the README is in a command's help", () => {
  const help = commands.map(commandHelp).join("\n");
  const flags = findAll(readme, /(?<![\w!-])(--[a-z][a-z-]*)/g);
  expect(flags).toContain("--public-url");
  expect(flags.filter((flag) => !findAll(help, /(--[a-z-]+)/g).includes(flag))).toEqual([]);
});

test("the command line as the README calls it lists every command", () => {
  expect(readme).toContain("`npm run -s feedmill -- COMMAND`");
  const help = execFileSync("npm", ["run", "-s", "feedmill", "--", "--help"], { cwd: root, encoding: "utf8" });
  expect(help.trimEnd()).toBe(generalHelp());
  expect(commands.filter(({ name }) => !help.includes(`\n  ${name} `))).toEqual([]);
});

test.each(documents)("every file that %s links to is there", (name) => {
  const links = findAll(readDocument(name), /(?<!\\)\[[^\]]*\]\((?![a-z]+:)([^)\s]+)\)/g);
  expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
});

test.each(documents)("every npm script that %s names is in package.json", (name) => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(readDocument("package.json"));
  const named = findAll(readDocument(name), /\bnpm run (?:-s )?([a-z]+)/g);
  expect([...named, "start", "test"].filter((script) => !(script in scripts))).toEqual([]);
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
    "fonts-noto-cjk",
    "nginx-light",
    "systemd",
    ...programs.map((program) => program.debianPackage),
  ];
  expect(packages.split(" ").toSorted()).toEqual(needed.toSorted());
});

/** Starts feedmill as a new user does, on ports of its own: what it prints, to the line that says what it found. */
async function startOnSamples(port: number, adminPort: number): Promise<readonly string[]> {
  const settings = ["--log-format", "human", "--port", String(port), "--data", temporaryDirectory()];
  const listener = ["--admin-listen", `127.0.0.1:${adminPort}`];
  const daemon = spawn(process.execPath, ["src/main.ts", "serve", ...settings, ...listener], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(daemon, "exit");
  onTestFinished(async () => {
    daemon.kill("SIGKILL");
    await exited;
  });
  const lines: string[] = [];
  for await (const line of createInterface({ input: daemon.stdout })) {
    lines.push(line);
    if (line.startsWith("Found ")) break;
  }
  return lines;
}

/** Of the lines that a document shows, those that are not printed in this order. An ellipsis stands for anything. */
function notPrinted(shown: readonly string[], printed: readonly string[]): readonly string[] {
  let from = 0;
  return shown.filter((line) => {
    const parts = line.split("…").map((part) => RegExp.escape(part));
    const pattern = new RegExp(`^${parts.join(".*")}$`);
    const at = printed.findIndex((candidate, index) => index >= from && pattern.test(candidate));
    from = at === -1 ? from : at + 1;
    return at === -1;
  });
}

test("a new user sees what the README shows", async () => {
  const port = await freePort();
  const adminPort = await freePort();
  const asShown = (line: string): string =>
    line.replaceAll(`:${port}`, ":8080").replaceAll(`:${adminPort}`, ":8081").replaceAll(root, "/home/you/feedmill");
  const printed = await startOnSamples(port, adminPort);
  const started = blockOf("feedmill 0");
  expect(started.length).toBeGreaterThan(3);
  expect(notPrinted(started, printed.map(asShown))).toEqual([]);

  const [, ...fetched] = blockOf("$ curl http://localhost:8080/feeds/all/rss.xml");
  expect(fetched.length).toBeGreaterThan(3);
  const feed = await (await fetch(`http://localhost:${port}/feeds/all/rss.xml`)).text();
  expect(notPrinted(fetched, feed.split("\n").map(asShown))).toEqual([]);
});
