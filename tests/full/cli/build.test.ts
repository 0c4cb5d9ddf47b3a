import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, utimesSync } from "node:fs";
import { open } from "node:fs/promises";
import { get } from "node:http";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { beforeAll, expect, test } from "vitest";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";

const main = join(root, "src/main.ts");
const codingOf: Readonly<Record<string, string>> = { gz: "gzip", br: "br", zst: "zstd" };

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A copy of the sample archive, for builds and servers with the same settings. */
function sandbox(): {
  directory: string;
  site: string;
  settings: readonly string[];
  build: (data: string) => Run;
  /** With `--all`, into another directory. */
  buildAll: (data: string, out: string) => Run;
} {
  const directory = temporaryDirectory();
  const archive = join(directory, "archive");
  const site = join(directory, "site");
  cpSync(join(root, "seeds"), archive, { recursive: true });
  const settings = ["--seeds", archive, "--public-url", "http://localhost"];
  const run = (data: string, ...flags: readonly string[]): Run => {
    const args = [main, "build", "--data", join(directory, data), ...settings, ...flags];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: directory, encoding: "utf8" });
    return { code: status, out: stdout, err: stderr };
  };
  const build = (data: string): Run => run(data, "--out", site);
  const buildAll = (data: string, out: string): Run => run(data, "--out", out, "--all");
  return { directory, site, settings, build, buildAll };
}

/** Paths of all files below a directory, the list of what was built left out. */
function filesIn(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((file) => statSync(join(directory, file)).isFile() && file !== ".feedmill-build.json")
    .toSorted();
}

/** The bytes of an answer as they were sent. */
async function bytesOf(url: string, coding: string): Promise<Buffer> {
  const [response] = await once(get(url, { headers: { "accept-encoding": coding } }), "response");
  expect([url, response.statusCode, response.headers["content-encoding"] ?? "identity"]).toEqual([url, 200, coding]);
  return buffer(response);
}

// The first tests are of two builds, and one server beside them that has read the same archive by itself.
const shared = sandbox();
const whole = join(shared.directory, "whole");
/** A slow machine has time to tell of progress, and nothing else is told. */
const done = { code: 0, err: expect.stringMatching(/^(?:documents written .*\n)*$/) };
let built: Run;
let builtWhole: Run;
let daemon: DaemonProcess;
beforeAll(async () => {
  built = shared.build("data-of-build");
  builtWhole = shared.buildAll("data-of-build", whole);
  daemon = await startDaemon([...shared.settings, "--data", join(shared.directory, "data-of-daemon")]);
});

/** Files that a server answers otherwise: with a redirect, or in words of its own. */
const copies: Readonly<Record<string, string>> = {
  ".well-known/feeds": "feeds-all.opml",
  ".well-known/recommendations.opml": "feeds.opml",
  "opml.xml": "feeds.opml",
  "rss.xml": "feeds/all/rss.xml",
  "feed.xml": "feeds/all/rss.xml",
  "index.xml": "feeds/all/rss.xml",
  "atom.xml": "feeds/all/atom.xml",
  "feed.json": "feeds/all/feed.json",
  "favicon.ico": "favicon.png",
};

/** The file without the extension of a coding, and the coding. */
function codingOfFile(file: string): readonly [plain: string, coding: string] {
  const [, plain = "", extension = ""] = /^(.*?)(?:\.(gz|br|zst))?$/.exec(file) ?? [];
  return [plain, codingOf[extension] ?? "identity"];
}

test("with --all every file but a page is what a server with the same settings sends, in every coding", async () => {
  expect(builtWhole).toMatchObject(done);
  const files = filesIn(whole);
  for (const file of ["feeds/all/rss.xml", "feeds/dw-zh/atom.xml.br", "feeds.opml.zst", "index.html.gz"]) {
    expect(files).toContain(file);
  }
  const differing: string[] = [];
  for (const file of files.filter((each) => !each.includes("index.html"))) {
    const [plain, coding] = codingOfFile(file);
    if (plain in copies || plain === "robots.txt") continue;
    const sent = await bytesOf(`${daemon.url}/${plain}`, coding);
    if (!sent.equals(readFileSync(join(whole, file)))) differing.push(file);
  }
  expect(differing).toEqual([]);
});

test("with --all pages are what a server sends less its search", async () => {
  const differing: string[] = [];
  for (const file of filesIn(whole).filter((each) => each.endsWith("index.html"))) {
    const page = readFileSync(join(whole, file), "utf8");
    const sent = await daemon.text(`/${file.replace(/index\.html$/, "")}`);
    if (withoutSearch(sent) !== page) differing.push(file);
  }
  expect(differing).toEqual([]);
});

function withoutSearch(page: string): string {
  return page
    .replace(/<link rel="search" [^>]*>\n/, "")
    .replace(/<nav [^>]*><a href="[^"]*\/search">.*?<\/nav>\n/, "")
    .replaceAll(/<a href="[^"]*\/search\?[^"]*">(.*?)<\/a>/g, "$1")
    .replace(/<form class="search".*?<\/form>/s, "");
}

test("no build holds an address of the site that is not among its files", () => {
  for (const site of [shared.site, whole]) {
    const files = new Set(filesIn(site));
    const dead = new Set<string>();
    for (const file of files) {
      if (!/\.(?:html|xml|json|opml|webmanifest)$|^robots\.txt$/.test(file)) continue;
      const text = readFileSync(join(site, file), "utf8");
      for (const [, rooted, absolute] of text.matchAll(
        /(?:href|action|src)="(\/[^"?#]*)|http:\/\/localhost(\/[^"<?#\s&]*)/g,
      )) {
        const path = rooted ?? absolute ?? "";
        if (!files.has(`${path.slice(1)}${path.endsWith("/") ? "index.html" : ""}`)) dead.add(`${file}: ${path}`);
      }
    }
    expect([...dead]).toEqual([]);
  }
});

test("a build holds what readers and browsers use, where they look for it, and little else", () => {
  const { site } = shared;
  expect(built).toMatchObject(done);
  const files = filesIn(site);
  const usual = ["feeds/all/rss.xml", "feeds/all/rss.xml.gz", "feeds/all/rss.xml.br", "index.html", "feeds-all.opml"];
  expect(files).toEqual(expect.arrayContaining([...usual, ...Object.keys(copies), "robots.txt"]));
  const differing = Object.entries(copies).filter(
    ([copy, file]) => !readFileSync(join(site, copy)).equals(readFileSync(join(site, file))),
  );
  expect(differing).toEqual([]);
  expect(readFileSync(join(site, "robots.txt"), "utf8")).toBe("User-agent: *\nDisallow:\n");
  expect(
    files.filter((file) => /(?:^|\/)(?:en|on|zh-han[st])\/|\.zst$|html\.(?:gz|br)$|opensearch/.test(file)),
  ).toEqual([]);
  expect(files.length).toBeLessThan(filesIn(whole).length / 8);
});

test("a second build leaves every file alone, its time included", async () => {
  const { site, build } = shared;
  const files = filesIn(site);
  for (const file of files) utimesSync(join(site, file), 1_600_000_000, 1_600_000_000);
  expect(build("data-of-build").out).toContain(`Wrote 0 files to site; ${files.length} were current, 0 removed`);
  expect(files.filter((file) => statSync(join(site, file)).mtimeMs !== 1_600_000_000_000)).toEqual([]);
});

test("beside a daemon, a build takes what the daemon has read", () => {
  const beside = shared.build("data-of-daemon");
  expect(beside).toMatchObject(done);
  expect(beside.out).toContain("Another feedmill uses");
  expect(beside.out).toContain("Wrote 0 files to site");
});

test("an archive that is not there, or holds nothing, empties no directory", async () => {
  const { directory, site } = shared;
  const files = filesIn(site);
  const emptied = [main, "build", "--out", site, "--data", join(directory, "another")];
  for (const archive of ["empty", "missing"]) {
    mkdirSync(join(directory, "empty"), { recursive: true });
    const args = [...emptied, "--seeds", join(directory, archive)];
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: directory, encoding: "utf8" });
    expect(status).toBe(1);
    expect(stdout).toContain("Without an article nothing is written; site stays as it is");
  }
  expect(filesIn(site)).toEqual(files);
});

test("nothing is built into the archive or the data directory", async () => {
  const { directory, settings } = sandbox();
  for (const out of ["archive", "archive/site", "data/site"]) {
    const args = [main, "build", "--out", out, "--data", "data", ...settings];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: directory, encoding: "utf8" });
    expect(status).toBe(2);
    expect(stderr).toContain("which is feedmill's own");
  }
  expect(existsSync(join(directory, "archive/site"))).toBe(false);
});

test("Ctrl-C ends a build with every file whole, and the next one finishes it", async () => {
  const { directory, site, settings, build } = sandbox();
  // A build compares each file with the one that is there: it waits at this one, and opening it waits for the build.
  const gate = join(site, "feeds/all/atom.xml");
  mkdirSync(dirname(gate), { recursive: true });
  expect(spawnSync("mkfifo", [gate]).status).toBe(0);
  const args = [main, "build", "--out", site, "--data", join(directory, "data"), ...settings];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  const told = buffer(child.stderr);
  const exited = once(child, "exit");
  const opened = await open(gate, "w");
  child.kill("SIGINT");
  await opened.close();
  expect(await exited).toEqual([130, null]);
  expect((await told).toString()).toContain("feedmill: Stopped.\nTry: the same command again");
  const first = filesIn(site);
  expect(first.filter((file) => file.endsWith(".tmp"))).toEqual([]);
  expect(build("data").out).toContain(`${first.length} were current, 0 removed`);
});
