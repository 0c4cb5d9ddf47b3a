import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { publint } from "publint";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { root } from "../../root.ts";

/** More files than are read without processes of their own. */
const FILES = 600;
/** A build writes a page of each article in each language. */
const FEW = 20;
/** A page for each article in each language takes long enough for progress to be told, and nothing else is. */
const progressAtMost: unknown = expect.stringMatching(/^(?:documents written .*\n)*$/);

interface LockedPackages {
  readonly packages: Readonly<Record<string, { readonly dev?: true }>>;
}

let place: string;
let tarball: string;
let installed: string;
let feedmill: string;
/** The environment of somebody whose Node is whatever the machine has: not the one npm scripts and tests run on. */
const env = {
  HOME: process.env["HOME"],
  PATH: (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((path) => !path.includes("node_modules"))
    .join(delimiter),
};

/** What `npm pack` makes, laid out as `npm install --global --prefix` does, with the dependencies `npm ci` installed. */
beforeAll(() => {
  place = temporaryDirectory();
  const tree = join(place, "tree");
  mkdirSync(tree);
  for (const name of readdirSync(root)) {
    if (!["node_modules", "dist", "data", ".git"].includes(name))
      cpSync(join(root, name), join(tree, name), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(tree, "node_modules"));
  execFileSync("npm", ["pack", "--silent", "--pack-destination", place], { cwd: tree, env, stdio: "pipe" });
  tarball = join(place, readdirSync(place).find((name) => name.endsWith(".tgz")) ?? "");

  installed = join(place, "lib/node_modules/feedmill");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
  const { packages }: LockedPackages = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  for (const [path, { dev }] of Object.entries(packages)) {
    if (dev === true || path.lastIndexOf("node_modules/") !== 0 || !existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(installed, path)), { recursive: true });
    symlinkSync(join(root, path), join(installed, path));
  }
  feedmill = join(place, "bin/feedmill");
  mkdirSync(dirname(feedmill));
  symlinkSync("../lib/node_modules/feedmill/bin/feedmill.js", feedmill);

  for (const archive of ["seeds", "few"]) mkdirSync(join(place, "clean", archive), { recursive: true });
  for (let number = 1; number <= FILES; number++) {
    const address = `https://www.voachinese.com/a/orchard/${9_000_000 + number}.html`;
    const text = `<!--${1_714_550_400_000 + number * 1000}-->\n[果园里的第${number}天](${address})\n------\n\n<p>园丁在春天种下了一排苹果树。</p>\n`;
    writeFileSync(join(place, `clean/seeds/${number}.txt`), text);
    if (number <= FEW) writeFileSync(join(place, `clean/few/${number}.txt`), text);
  }
}, 120_000);
// With the Node that npm installs it takes hundreds of megabytes: too much to lie there until all tests are over.
afterAll(() => rmSync(place, { recursive: true }));

function run(...args: readonly string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(feedmill, args, { cwd: join(place, "clean"), env, encoding: "utf8" });
  return { code: status, out: stdout, err: stderr };
}

test("the package holds the program, its configuration and its documents, and nothing else", () => {
  const files = execFileSync("tar", ["-tzf", tarball], { encoding: "utf8" }).trim().split("\n");
  const expected =
    /^package\/(?:assets\/[^/]+\.(?:js|css|png)|bin\/feedmill\.js|config\/.+\.(?:yaml|json)|dist\/.+\.(?:js|json)|dist\/feedmill\.1|packaging\/[^/]+|seeds\/[^/]+\.txt|(?:CHANGELOG|README(?:\.zh-CN)?)\.md|LICENSE|package\.json)$/;
  expect(files.filter((file) => !expected.test(file))).toEqual([]);
  expect(files.filter((file) => /\.(?:test|fixture|contract)\./.test(file))).toEqual([]);
  for (const entry of [
    "main",
    "daemon/ingest-thread",
    "serve/maker/maker-thread",
    "ingest/readers/reader-process",
    "serve/workers/worker-process",
  ]) {
    expect(files).toContain(`package/dist/${entry}.js`);
  }
});

test("the installed command knows its version, and the settings and outlets it came with", () => {
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(run("--version")).toEqual({ code: 0, out: `${version}\n`, err: "" });
  expect(run("config").out).toContain("lib/node_modules/feedmill/config/feedmill.yaml");
  expect(run("outlets").out).toContain("voa-zh");
  expect(run("fetch", "list").out).toContain("There are no sources");
});

test("publint finds nothing wrong with the package, which nobody can import: it is a command", async () => {
  const bytes = readFileSync(tarball);
  const pack = { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) };
  expect((await publint({ pack, strict: true })).messages).toEqual([]);
  const { exports }: { exports: object } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  expect(Object.keys(exports)).toEqual(["./package.json"]);
});

test("the package holds the man page of its version, where npm looks for it", () => {
  const { man, version }: { man: readonly string[]; version: string } = JSON.parse(
    readFileSync(join(installed, "package.json"), "utf8"),
  );
  // npm passes over a name that is in no list.
  expect(man).toEqual(["dist/feedmill.1"]);
  expect(readFileSync(join(installed, "dist/feedmill.1"), "utf8")).toBe(run("help", "--man").out);
  expect(run("help", "--man").out).toContain(`"feedmill ${version}"`);
});

test("the installed command checks, and builds", () => {
  expect(run("check").out).toMatch(new RegExp(`all files +${FILES} +${FILES} +0$`, "m"));
  const { code, err } = run("build", "--out", "site", "--data", "data-of-build", "--seeds", "few");
  expect([code, err]).toEqual([0, progressAtMost]);
  expect(readFileSync(join(place, "clean/site/feeds/all/atom.xml"), "utf8")).toContain(`第${FEW}天`);
});

test.skipIf(process.env["FEEDMILL_FULL_TESTS"] === undefined)(
  "npm installs the package for all users, with the Node it runs on (where a registry may be asked)",
  () => {
    const prefix = join(place, "global");
    const npm = ["install", "--global", "--silent", "--no-audit", "--no-fund", "--prefix", prefix, tarball];
    // The way to the registry is this machine's: its certificates, its proxy.
    execFileSync("npm", npm, { cwd: place, env: { ...process.env, PATH: env.PATH }, stdio: "pipe" });
    const command = join(prefix, "bin/feedmill");
    const { status, stdout, stderr } = spawnSync(
      command,
      ["build", "--out", "site-of-npm", "--data", "data-of-npm", "--seeds", "few"],
      {
        cwd: join(place, "clean"),
        env,
        encoding: "utf8",
      },
    );
    expect([status, stdout, stderr]).toEqual([0, expect.stringContaining(`${FEW} articles`), progressAtMost]);
    expect(existsSync(join(prefix, "share/man/man1/feedmill.1"))).toBe(true);
  },
  120_000,
);

test("the installed command serves, with several processes, until it is told to stop", async () => {
  const args = ["serve", "--port", "0", "--workers", "2"];
  const child = spawn(feedmill, args, { cwd: join(place, "clean"), env, stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  let url = "";
  for await (const line of createInterface(child.stdout)) {
    url ||= /Pages: (http:\S+)\/"/.exec(line)?.[1] ?? "";
    if (!line.includes("Found ")) continue;
    expect(line).toContain(`Found ${FILES} articles`);
    const feed = await fetch(`${url}/feeds/all/rss.xml`);
    expect([feed.status, await feed.text()]).toEqual([200, expect.stringContaining("<rss")]);
    child.kill("SIGTERM");
  }
  expect(await exited).toEqual([0, null]);
});
