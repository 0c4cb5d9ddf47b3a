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
import { temporaryDirectory } from "../../temporary-directory.ts";

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
} {
  const directory = temporaryDirectory();
  const archive = join(directory, "archive");
  const site = join(directory, "site");
  cpSync(join(root, "seeds"), archive, { recursive: true });
  const settings = ["--seeds", archive, "--public-url", "http://localhost"];
  const build = (data: string): Run => {
    const args = [main, "build", "--out", site, "--data", join(directory, data), ...settings];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: directory, encoding: "utf8" });
    return { code: status, out: stdout, err: stderr };
  };
  return { directory, site, settings, build };
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

// The first tests are of one build, and one server beside it that has read the same archive by itself.
const shared = sandbox();
/** A slow machine has time to tell of progress, and nothing else is told. */
const done = { code: 0, err: expect.stringMatching(/^(?:documents written .*\n)*$/) };
let built: Run;
let daemon: DaemonProcess;
beforeAll(async () => {
  built = shared.build("data-of-build");
  daemon = await startDaemon([...shared.settings, "--data", join(shared.directory, "data-of-daemon")]);
});

test("every file but a page is what a server with the same settings sends, in every coding", async () => {
  const { site } = shared;
  expect(built).toMatchObject(done);
  const files = filesIn(site);
  for (const file of ["feeds/all/rss.xml", "feeds/dw-zh/atom.xml.br", "feeds.opml.zst", "index.html.gz"]) {
    expect(files).toContain(file);
  }
  const differing: string[] = [];
  for (const file of files.filter((each) => !each.includes("index.html"))) {
    const [, path = "", extension] = /^(.*?)(?:\.(gz|br|zst))?$/.exec(file) ?? [];
    const address = `${daemon.url}/${path.replace(/(?:^|(?<=\/))index\.html$/, "")}`;
    const sent = await bytesOf(address, codingOf[extension ?? ""] ?? "identity");
    if (!sent.equals(readFileSync(join(site, file)))) differing.push(file);
  }
  expect(differing).toEqual([]);
});

test("pages are what a server sends less its search, and link to nothing that was not built", async () => {
  const { site } = shared;
  const files = filesIn(site);
  const differing: string[] = [];
  const dead = new Set<string>();
  for (const file of files.filter((each) => each.endsWith("index.html"))) {
    const page = readFileSync(join(site, file), "utf8");
    const sent = await daemon.text(`/${file.replace(/index\.html$/, "")}`);
    if (withoutSearch(sent) !== page) differing.push(file);
    for (const [, href = ""] of page.matchAll(/(?:href|action)="(\/[^"?#]*)/g)) {
      const target = `${href.slice(1)}${href.endsWith("/") ? "index.html" : ""}`;
      if (!files.includes(target)) dead.add(href);
    }
  }
  expect(differing).toEqual([]);
  expect([...dead]).toEqual([]);
});

function withoutSearch(page: string): string {
  return page
    .replace(/<nav [^>]*><a href="[^"]*\/search">.*?<\/nav>\n/, "")
    .replace(/<form class="search".*?<\/form>/s, "")
    .replace(/<link rel="search"[^>]*>\n/, "")
    .replaceAll(/<a href="[^"]*\/search\?[^"]*">(.*?)<\/a>/g, "$1");
}

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
