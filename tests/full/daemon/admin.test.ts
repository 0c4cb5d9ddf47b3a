import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, renameSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { beforeAll, expect, onTestFinished, test, vi } from "vitest";
import type { Status } from "../../../src/daemon/status.ts";
import { metricFacts } from "../../../src/observe/metric-facts.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { send } from "../../http-harness.ts";
import { parseExposition, type Exposition } from "../../prometheus-text.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";

const rss = "/feeds/all/rss.xml";

interface Operated {
  readonly daemon: DaemonProcess;
  readonly archive: string;
  readonly port: number;
  readonly status: () => Promise<Status<string>>;
  readonly metrics: () => Promise<Exposition>;
  /** `feedmill status` with the daemon's settings. */
  readonly ask: (...flags: readonly string[]) => Asked;
}

interface Asked {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A daemon over the sample archive, with one file more that is no article. */
async function startOperated(...more: readonly string[]): Promise<Operated> {
  const directory = temporaryDirectory();
  const archive = join(directory, "archive");
  cpSync(join(root, "seeds"), archive, { recursive: true });
  writeFileSync(join(archive, "bad <file>.txt"), "no article\n");
  const listener = more.includes("--admin-listen") ? [] : ["--admin-listen", "127.0.0.1:0"];
  const settings = ["--seeds", archive, "--data", join(directory, "data"), ...listener, ...more];
  const daemon = await startDaemon(settings);
  const port = daemon.adminPort;
  const get = async (path: string): Promise<string> => (await send({ port, path })).text;
  return {
    daemon,
    archive,
    port,
    status: async () => JSON.parse(await get("/status.json")),
    metrics: async () => parseExposition(await get("/metrics")),
    ask: (...flags) => askStatus([...settings, ...flags]),
  };
}

function askStatus(args: readonly string[]): Asked {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["src/main.ts", "status", ...args], {
    cwd: root,
    encoding: "utf8",
  });
  return { code: status, out: stdout, err: stderr };
}

/** The sum of all series of a metric that have these labels. */
function sumOf({ samples }: Exposition, name: string, labels: Readonly<Record<string, string>> = {}): number {
  const wanted = Object.entries(labels);
  return samples
    .filter((sample) => sample.name === name && wanted.every(([label, value]) => sample.labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0);
}

// What follows is the story of one daemon, until it ends.
let operated: Operated;
beforeAll(async () => {
  operated = await startOperated("--scan-every", "* * * * * *", "--admin-hosts", "Prometheus-target.example");
});

test("metrics are those of the table, in the format that Prometheus reads", async () => {
  const { daemon, port, metrics } = operated;
  const etag =
    (await daemon.fetch(rss, { "User-Agent": "Feedly/1.0 (+http://feedly.com; 16 subscribers)" })).headers.get(
      "etag",
    ) ?? "";
  await daemon.fetch("/feeds/all/atom.xml", {
    "User-Agent": "NewsBlur Feed Fetcher - 3 subscribers - https://newsblur.com",
  });
  await daemon.fetch(rss, { "If-None-Match": etag, "User-Agent": "Feedly/1.0 (+http://feedly.com; 17 subscribers)" });
  for (const path of ["/no/1", "/no/2", "/search?q=x", "/feeds/dw-zh/2024-05-17/rss.xml"]) await daemon.fetch(path);

  const read = await metrics();
  expect(read.types).toEqual(new Map(Object.values(metricFacts).map(({ name, kind }) => [name, kind])));
  expect(sumOf(read, "feedmill_http_requests_total", { feed: "all", format: "rss", status: "200" })).toBe(1);
  expect(sumOf(read, "feedmill_http_requests_total", { feed: "all", format: "rss", status: "304" })).toBe(1);
  expect(sumOf(read, "feedmill_http_requests_total", { feed: "", status: "404" })).toBeGreaterThanOrEqual(2);
  expect(sumOf(read, "feedmill_http_response_body_bytes_total", { feed: "all", format: "rss" })).toBeGreaterThan(1000);
  expect(sumOf(read, "feedmill_feed_subscribers", { feed: "all" })).toBe(20);
  expect(sumOf(read, "feedmill_made_document_duration_seconds_count")).toBeGreaterThanOrEqual(1);
  expect(sumOf(read, "feedmill_catalog_articles")).toBe(13);
  expect(sumOf(read, "feedmill_ingested_files_total", { result: "article", outlet: "dw-zh" })).toBe(5);
  expect(sumOf(read, "feedmill_ingested_files_total", { result: "problem" })).toBe(1);
  expect(sumOf(read, "feedmill_article_changes_total", { change: "added" })).toBe(13);
  expect(sumOf(read, "feedmill_problems", { code: "MISSING_HEADER" })).toBe(1);
  expect(sumOf(read, "feedmill_scan_duration_seconds_count")).toBeGreaterThanOrEqual(1);
  expect(sumOf(read, "feedmill_newest_article_timestamp_seconds", { outlet: "dw-zh" })).toBeGreaterThan(1.6e9);
  expect(sumOf(read, "feedmill_catalog_size_bytes")).toBeGreaterThan(10_000);

  await daemon.fetch(rss);
  const next = await metrics();
  expect(sumOf(next, "feedmill_http_requests_total", { feed: "all", format: "rss" })).toBe(3);
  expect(sumOf(next, "feedmill_feed_subscribers", { feed: "all" })).toBe(20);
  expect((await send({ port, path: "/metrics" })).headers["content-type"]).toBe(
    "text/plain; version=0.0.4; charset=utf-8",
  );
});

test("the status says how things are, to programs and to people", async () => {
  const { status, ask } = operated;
  const said = await status();
  expect(said).toMatchObject({ ready: true, workers: 1, articles: 13, problems: 1, held: 0, missingRoots: [] });
  expect(said.problemCounts).toEqual({ MISSING_HEADER: 1 });
  const published = said.outlets.filter(({ articles }) => articles > 0);
  expect(Object.fromEntries(published.map(({ id, articles }) => [id, articles]))).toEqual({
    "dw-zh": 4,
    "nyt-zh": 5,
    "voa-zh": 4,
  });
  expect(Date.parse(published[0]?.newestSurfacedAt ?? "")).toBeGreaterThan(1.6e12);
  expect(Date.parse(said.publishedAt ?? "")).toBeGreaterThan(1.6e12);
  expect(said).not.toHaveProperty("degraded");

  const { code, out, err } = ask();
  expect([code, err]).toEqual([0, ""]);
  expect(out).toMatch(/^state +good$/m);
  expect(out).toMatch(/^archive +1\d files, 13 articles, 1 problem$/m);
  expect(out).toMatch(/^dw-zh +德国之声中文网 +4 +\d+ days.* ago$/m);
  expect(out).toMatch(/^MISSING_HEADER +1 file$/m);
  expect(JSON.parse(ask("--json").out)).toMatchObject({ version: said.version, articles: 13 });
});

test("problems are listed with what to do, and nothing of a file's name is markup", async () => {
  const { port } = operated;
  const { status, text, headers } = await send({ port, path: "/problems" });
  expect([status, headers["cache-control"]]).toEqual([200, "no-store"]);
  expect(text).toContain("bad &lt;file&gt;.txt");
  expect(text).toContain("MISSING_HEADER");
  expect(text).toContain("above a line of dashes");
});

test("the listener answers to addresses, localhost and the names it was told, and to no other", async () => {
  const { port, daemon } = operated;
  const statusFor = async (Host: string): Promise<number> =>
    (await send({ port, path: "/status.json", headers: { Host } })).status;
  for (const host of [
    "localhost:8081",
    "127.0.0.1",
    "192.0.2.1:8081",
    "[::1]:8081",
    "prometheus-target.example",
    "prometheus-target.example.",
  ]) {
    expect(await statusFor(host)).toBe(200);
  }
  for (const host of [
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "[::1].evil.example",
    "localhost:99999",
  ])
    expect(await statusFor(host)).toBe(421);
  expect((await send({ port, path: "/healthz" })).text).toBe("ok\n");
  expect((await send({ port, path: "/status.json", method: "POST" })).status).toBe(405);
  for (const path of ["/metrics", "/status.json", "/problems"]) expect((await daemon.fetch(path)).status).toBe(404);
});

test("an archive that gets nothing new any more is a warning everywhere, and feeds are served", async () => {
  const { archive, daemon, status, metrics, ask } = operated;
  const body = "<p>园丁在春天种下了一排苹果树，等待秋天的收成。</p>";
  for (let day = 1; day <= 12; day++) {
    const capturedAt = Date.UTC(2025, 4, day);
    const text = `<!--${capturedAt}-->\n[果园](https://garden.example/${day})\n------\n\n${body}\n`;
    writeFileSync(join(archive, `${day}.txt`), text);
  }
  await vi.waitUntil(async () => (await status()).articles === 25, { timeout: 60_000, interval: 100 });
  const warning = expect.stringMatching(/^Nothing new has come into the archive for \d+ days.*Does the crawler run\?$/);
  expect((await status()).warnings).toEqual([warning]);
  const ready = await daemon.fetch("/readyz");
  expect([ready.status, JSON.parse(await ready.text())]).toEqual([
    200,
    expect.objectContaining({ warnings: [warning] }),
  ]);
  expect(sumOf(await metrics(), "feedmill_silent", { outlet: "" })).toBe(1);
  const { code, out } = ask();
  expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^Warning: Nothing new has come/m) });
});

test("a daemon that is not as it should be, or not there, makes the command fail and say so", async () => {
  const { daemon, archive, ask } = operated;
  renameSync(archive, `${archive}-away`);
  await daemon.line("files have gone");
  const degraded = ask();
  expect(degraded.code).toBe(1);
  expect(degraded.out).toMatch(/^state +degraded: \d+ files have gone/m);
  expect(degraded.out).toContain("feedmill accept-deletions");

  daemon.signal("SIGTERM");
  expect(await daemon.exited).toBe(0);
  const gone = ask();
  expect(gone).toMatchObject({ code: 1, out: "" });
  expect(gone.err).toMatch(/^feedmill: No feedmill serves from \S+\.\nTry: feedmill serve/);
});

test("it can be a Unix socket, or turned off", async () => {
  const socketPath = join(temporaryDirectory(), "admin");
  const { ask } = await startOperated("--admin-listen", `unix:${socketPath}`);
  expect((await send({ socketPath, path: "/healthz", headers: { Host: "any" } })).text).toBe("ok\n");
  expect(ask()).toMatchObject({ code: 0, err: "" });

  const silent = await startOperated("--admin-listen", "off");
  expect(silent.daemon.adminPort).toBeNaN();
  expect(silent.ask()).toMatchObject({ code: 0, err: "" });
});

test("a port that is taken costs only the listener that nobody asked for", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  onTestFinished(() => void other.close());
  const address = other.address();
  const taken = typeof address === "object" && address !== null ? address.port : 0;
  const directory = temporaryDirectory();
  const settings = ["--seeds", join(root, "seeds"), "--data", join(directory, "data")];
  await using daemon = await startDaemon([...settings, "--port", String(taken - 1)]);
  expect((await daemon.fetch("/healthz")).status).toBe(200);

  const asked = spawnSync(
    process.execPath,
    ["src/main.ts", "serve", ...settings, "--port", "0", "--admin-listen", `127.0.0.1:${taken}`],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  expect(asked.status).toBe(1);
  expect(asked.stderr).toContain(`Port ${taken} of 127.0.0.1 is already in use.`);
});

test("what workers counted is summed, and their budgets are those of the settings as they are edited", async () => {
  const configFile = join(temporaryDirectory(), "feedmill.yaml");
  writeFileSync(configFile, "rate: { bytes: 1 }\n");
  const settings = ["--config", configFile, "--workers", "2", "--outlets", join(root, "config/outlets")];
  const { daemon, metrics } = await startOperated(...settings);
  const askFrom = async (address: string): Promise<number> =>
    (await daemon.fetch(rss, { "X-Forwarded-For": address, "User-Agent": "Reader/1" })).status;
  await metrics();
  for (let turn = 0; turn < 20; turn++) expect(await askFrom(`203.0.113.${turn}`)).toBe(200);
  const read = await metrics();
  expect(sumOf(read, "feedmill_http_requests_total", { feed: "all", format: "rss", status: "200" })).toBe(20);
  expect(sumOf(read, "feedmill_workers")).toBe(2);

  const ask = (): Promise<number> => askFrom("198.51.100.7");
  const statuses = new Set<number>();
  for (let turn = 0; turn < 10; turn++) statuses.add(await ask());
  expect(statuses).toEqual(new Set([200, 429]));

  writeFileSync(configFile, "rate: { bytes: 0 }\nlog: { level: debug }\n");
  daemon.signal("SIGHUP");
  await daemon.line("settings reloaded");
  await expect.poll(ask).toBe(200);
  for (let turn = 0; turn < 25; turn++) expect(await ask()).toBe(200);
});
