import { createHash } from "node:crypto";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { once } from "node:events";
import { basename, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { alternate } from "../../bench/alternate.ts";
import { articleFile, type GeneratedFile } from "../../bench/article-files.ts";
import { isMet, type Measured } from "../../bench/figure.ts";
import { generateArchive } from "../../bench/generate-archive.ts";
import { askIfThere } from "../../bench/machine/ask.ts";
import { freePort } from "../free-port.ts";
import { runChild } from "../../bench/machine/child.ts";
import { connectionsTo, cpuSeconds, familyOf, pssBytes } from "../../bench/machine/processes.ts";
import { until } from "../../bench/machine/start.ts";
import { startSteadyLoad } from "../../bench/machine/steady-load.ts";
import { requestsOf } from "../../bench/machine/wrk.ts";
import { copyNode } from "../../bench/measure/memory.ts";
import { sizedDocuments, writeSizedArchive } from "../../bench/measure/sized-archive.ts";
import { readOptions } from "../../bench/options.ts";
import { summarizeProfile } from "../../bench/profile.ts";
import { renderResults, renderTable } from "../../bench/report.ts";
import { takeSample, writeSample } from "../../bench/servers/sample.ts";
import { estimate, percentile, ratios } from "../../bench/statistics.ts";
import { openCatalog } from "../../src/catalog/open-catalog.ts";
import { startDaemon } from "./daemon-harness.ts";
import { temporaryDirectory } from "../../src/lib/fs/temporary-directory.fixture.ts";

/** As many as are worth threads. */
const FILES = 600;

const isSound = ({ oddity }: GeneratedFile): boolean => oddity === undefined;

/** Of all names and bytes in a directory. */
function digestOf(directory: string): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(directory).sort()) {
    hash.update(`${name}\n`).update(readFileSync(join(directory, name)));
  }
  return hash.digest("hex");
}

/** Starts a server of bench/servers on a port of its own and returns its address. */
async function startServer(script: string, argument: string): Promise<string> {
  const port = await freePort();
  const server = spawn(process.execPath, [join("bench/servers", script), String(port), argument], { stdio: "ignore" });
  onTestFinished(() => void server.kill());
  const url = `http://127.0.0.1:${port}`;
  await until(() => askIfThere(url), 20);
  return url;
}

async function megabytesOn(program: string): Promise<number> {
  const child = spawn(program, ["-e", "console.log('up'); process.stdin.resume();"]);
  onTestFinished(() => void child.kill());
  await once(child.stdout, "data");
  return pssBytes(child.pid ?? 0) / 1e6;
}

test("an archive of the same seed has the same bytes, one of another seed does not", () => {
  const [one, again, other] = [temporaryDirectory(), temporaryDirectory(), temporaryDirectory()];
  const bytes = generateArchive(one, 20, 1);
  expect(generateArchive(again, 20, 1)).toBe(bytes);
  generateArchive(other, 20, 2);
  expect(digestOf(again)).toBe(digestOf(one));
  expect(digestOf(other)).not.toBe(digestOf(one));
});

test("the generator writes what it always wrote, on every machine", () => {
  const directory = temporaryDirectory();
  generateArchive(directory, 50, 1);
  expect(digestOf(directory)).toBe("3b46f85d812bf9b25b9494afeba8c1024b8155e8bbe4acdeea5efb28c490c227");
});

test("as many generated articles as real ones are linked, and make stories of a few reports", async () => {
  const [seeds, data] = [temporaryDirectory(), temporaryDirectory()];
  generateArchive(seeds, FILES, 1);
  await runChild("ingest", [seeds, data, "0"]);
  const catalog = await openCatalog({ data }).read();
  onTestFinished(async () => await catalog.close());
  const sizes = (await Array.fromAsync(catalog.articles.stories())).map(({ reports }) => reports.length);
  const linked = sizes.reduce((sum, size) => sum + size - 1, 0) / FILES;
  // Of three days of nine outlets, 0.26; the largest story had 13 reports.
  expect(linked).toBeGreaterThan(0.2);
  expect(linked).toBeLessThan(0.35);
  expect(Math.max(...sizes)).toBeLessThan(20);
});

test("about one generated file in a hundred is odd, in every way there is", () => {
  const files = Array.from({ length: 5000 }, (_, index) => articleFile(1, index));
  const odd = files.filter(({ oddity }) => oddity !== undefined);
  expect(odd.length).toBeGreaterThan(25);
  expect(odd.length).toBeLessThan(100);
  expect(new Set(odd.map(({ oddity }) => oddity)).size).toBe(6);
});

test("a million generated articles end before today", () => {
  const [captured = ""] = /\d+/.exec(articleFile(1, 999_999).content) ?? [];
  expect(Number(captured)).toBeLessThan(Date.UTC(2023, 0, 1));
});

test.each([0, 2])("every generated file but the odd ones is published, with %d reading threads", async (threads) => {
  const [seeds, data] = [temporaryDirectory(), temporaryDirectory()];
  generateArchive(seeds, FILES, 1);
  await runChild("ingest", [seeds, data, String(threads)]);
  const catalog = await openCatalog({ data }).read();
  onTestFinished(async () => await catalog.close());
  const articles = (await catalog.articles.outlets()).reduce((sum, outlet) => sum + outlet.articles, 0);
  const sound = Array.from({ length: FILES }, (_, index) => articleFile(1, index)).filter(isSound);
  const refused = new Set((await catalog.files.problems()).map(({ path }) => basename(path)));
  expect(sound.filter(({ name }) => refused.has(name))).toEqual([]);
  expect(articles).toBeGreaterThanOrEqual(sound.length);
});

test("the bare server sends what feedmill sends, byte for byte and header for header", async () => {
  const [seeds, data] = [temporaryDirectory(), temporaryDirectory()];
  writeSizedArchive(seeds);
  await using daemon = await startDaemon(["--seeds", seeds, "--data", data]);
  for (const { path, coding } of sizedDocuments) {
    const sample = await takeSample(daemon.url + path, coding);
    const file = join(data, "sample.json");
    writeSample(file, sample);
    const url = (await startServer("bare.ts", file)) + path;
    expect(await takeSample(url, coding)).toEqual(sample);
  }
});

test("documents to be measured are about as large as they say", async () => {
  const [seeds, data] = [temporaryDirectory(), temporaryDirectory()];
  writeSizedArchive(seeds);
  await using daemon = await startDaemon(["--seeds", seeds, "--data", data]);
  for (const { path, coding, size } of sizedDocuments) {
    const { full } = await takeSample(daemon.url + path, coding);
    const share = full.body.length / (Number.parseInt(size, 10) * 1000);
    expect({ path, isNear: share > 0.7 && share < 1.4 }).toEqual({ path, isNear: true });
  }
});

test("a steady load asks at its rate, and reports a latency for every answer", async () => {
  await using daemon = await startDaemon(["--data", temporaryDirectory()]);
  const started = performance.now();
  const load = startSteadyLoad([`${daemon.url}/feeds/all/rss.xml`, `${daemon.url}/feeds/all/feed.json`], 500);
  const latencies = await load.stop();
  expect(latencies.length).toBeLessThanOrEqual(((performance.now() - started) / 1000) * 500 + 1);
  for (const latency of latencies) expect(latency).toBeGreaterThan(0);
});

test("a process's time and memory are read, and those of its children", () => {
  const child = spawn("cat");
  onTestFinished(() => void child.kill());
  expect(cpuSeconds(process.pid)).toBeGreaterThan(0);
  expect(pssBytes(process.pid)).toBeGreaterThan(1e6);
  expect(familyOf(process.pid)).toContain(child.pid);
});

test("a copy of Node shares none of its pages with the Node that reads its memory", async () => {
  const [shared, own] = [await megabytesOn(process.execPath), await megabytesOn(copyNode(temporaryDirectory()))];
  expect(own - shared).toBeGreaterThan(10);
});

test("the median of an even number of values lies between the middle two", () => {
  expect(estimate([4, 1, 3, 2]).median).toBe(2.5);
  expect(estimate([3, 1, 2]).median).toBe(2);
});

test("fifteen values give an interval from the fourth from below to the fourth from above", () => {
  const values = Array.from({ length: 15 }, (_, index) => ((index * 7) % 15) + 1);
  expect(estimate(values)).toEqual({ median: 8, interval: [4, 12], count: 15 });
});

test("six values give an interval from end to end, five none", () => {
  expect(estimate([1, 2, 3, 4, 5, 6]).interval).toEqual([1, 6]);
  expect(estimate([1, 2, 3, 4, 5])).not.toHaveProperty("interval");
});

test("percentiles are interpolated", () => {
  expect(percentile([10, 20, 30, 40, 50], 0.95)).toBeCloseTo(48);
  expect(percentile([7], 0.99)).toBe(7);
});

test("ratios are of measurements that were taken together", () => {
  expect(ratios([2, 9], [1, 3])).toEqual([2, 3]);
  expect(() => ratios([1], [])).toThrow("in pairs");
});

test("sides are measured in turn, and in the other order every other time", async () => {
  const order: string[] = [];
  const side = (name: string) => () => Promise.resolve(order.push(name));
  const results = await alternate([side("a"), side("b")], { rounds: 3 });
  expect(order.join("")).toBe("abbaab");
  expect(results).toEqual([
    [1, 4, 5],
    [2, 3, 6],
  ]);
});

test("a comparison whose time is over ends after the round under way", async () => {
  expect(await alternate([() => Promise.resolve(1)], { rounds: 100, budgetMs: -1 })).toEqual([[1]]);
});

const measured: Measured = {
  figure: "a figure",
  files: 100_000,
  against: "another",
  estimate: { median: 0.875, interval: [0.8, 0.9], count: 15 },
  unit: "×",
  target: { least: 0.9 },
  note: "A note.",
  limit: "The reason.",
};

test("a target is met by the median, from below or from above", () => {
  expect(isMet(measured)).toBe(false);
  expect(isMet({ ...measured, target: { most: 0.875 } })).toBe(true);
  const { target: _, ...reported } = measured;
  expect(isMet(reported)).toBeUndefined();
});

test("the results say what was measured where, and why a target was missed", () => {
  const machine = { machine: "a machine", versions: "Node 26", commit: "abc" };
  const page = renderResults([measured, { figure: "to come", skipped: "Not there." }], machine, new Date(0));
  expect(page).toContain("- Date: 1970-01-01");
  expect(page).toContain("| a figure | 100,000 | another | 0.88 × | 0.80 – 0.90 | 15 | ≥ 0.90 × | **no** |");
  expect(page).toContain("| to come |  | Not there. |  |  |  |  | skipped |");
  expect(page).toContain("- *a figure, 100,000 files*: A note. **Missed.** The reason.");
  expect(renderTable([measured])).toContain("a figure  100,000  another");
});

test("a report of wrk gives how many requests were answered; one with failures is refused", () => {
  const report = "  51234 requests in 1.10s, 512.00MB read\nRequests/sec:  46576.36\nTransfer/sec:    465.45MB\n";
  expect(requestsOf(report)).toBe(51_234);
  expect(() => requestsOf(`${report}  Non-2xx or 3xx responses: 5\n`)).toThrow("not answered");
  expect(() => requestsOf("unable to connect")).toThrow("not answered");
});

test("a profile is summed up by place and by function, without the time spent waiting", () => {
  const lineNumber = 9;
  const summary = summarizeProfile({
    nodes: [
      { id: 1, callFrame: { functionName: "walk", url: "file:///x/src/lib/html/walk.ts", lineNumber } },
      { id: 2, callFrame: { functionName: "(idle)", url: "", lineNumber } },
      { id: 3, callFrame: { functionName: "run", url: "/a/node_modules/parse5/b.js", lineNumber } },
    ],
    samples: [1, 2, 3, 3],
    timeDeltas: [1000, 50_000, 2000, 4000],
  });
  expect(summary.busyMs).toBe(7);
  expect(summary.byPlace).toEqual([
    { name: "parse5", ms: 6 },
    { name: "src/lib/html/walk.ts", ms: 1 },
  ]);
  expect(summary.byFunction[0]).toEqual({ name: "run  parse5:10", ms: 6 });
});

test("only a whole run writes the committed results", () => {
  expect(readOptions([])).toHaveProperty("resultsFile");
  expect(readOptions(["--only", "idle"])).not.toHaveProperty("resultsFile");
  expect(readOptions(["--sizes", "10_000,1000"])).toMatchObject({ sizes: [1000, 10_000] });
  expect(readOptions(["--million"])?.only).not.toContain("cold-ingest");
  expect(readOptions(["--million", "--only", "idle"])?.only).toEqual(["idle"]);
  expect(readOptions(["--help"])).toBeUndefined();
  expect(() => readOptions(["--pairs", "none"])).toThrow("none");
});

test.runIf(process.platform === "linux")(
  "connections that a process has accepted at a port are counted, its own calls are not",
  async () => {
    const server = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    expect(connectionsTo(port, process.pid)).toBe(0);
    for (const count of [1, 2]) {
      const accepted = once(server, "connection");
      const client = connect(port, "127.0.0.1");
      onTestFinished(() => void client.destroy());
      await accepted;
      expect(connectionsTo(port, process.pid)).toBe(count);
    }
  },
);
