import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { articleFile } from "../../hostile/article-files.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";

const LONG_FILES = 13;
const SEARCHES = 24;
/** What one address may ask for at once. */
const BURST = 60;

let daemon: DaemonProcess;
/** Of ordinary articles. */
let pages: readonly string[];

beforeAll(async () => {
  const seeds = join(temporaryDirectory(), "seeds");
  mkdirSync(seeds);
  for (let number = 0; number < LONG_FILES; number++) {
    const body = `<p>${"中".repeat(1_566_000)}国中</p>`;
    writeFileSync(join(seeds, `long-${number}.txt`), articleFile({ body, path: `/long/${number}/` }));
  }
  for (let number = 0; number < 10; number++) {
    const body = `<p>果园第${number}号的园丁。</p>`;
    writeFileSync(join(seeds, `short-${number}.txt`), articleFile({ body, path: `/short/${number}/` }));
  }
  daemon = await startDaemon(["--seeds", seeds, "--data", join(seeds, "../data"), "--rate-made", "0"]);
  const feed: { items: readonly { id: string }[] } = JSON.parse(await daemon.text("/search/feed.json?q=园丁"));
  pages = feed.items.map(({ id }) => `/articles/${id.replace("urn:uuid:", "")}/`);
}, 300_000);

afterAll(() => daemon[Symbol.asyncDispose]());

/** A search for what all long texts seem to hold, and none does: each is looked at to its end. Each search is another. */
function broad(number: number): string {
  return `/search?q=${encodeURIComponent(`${"中".repeat(400 + number)}国中中`)}`;
}

/** The status of an answer to one of the clients that a proxy names. */
async function ask(path: string, client: number, signal?: AbortSignal): Promise<number> {
  const headers = { "X-Forwarded-For": `203.0.113.${client}`, Connection: "close" };
  const response = await fetch(daemon.url + path, { headers, ...(signal && { signal }) });
  await response.text();
  return response.status;
}

/** In kilobytes. */
function resident(): number {
  const status = readFileSync(`/proc/${daemon.process.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]);
}

/** Processor time of the daemon so far, in hundredths of a second. */
function processorTime(): number {
  const fields = readFileSync(`/proc/${daemon.process.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

test("one common character is searched for in long articles, and a long phrase in many searches at once", async () => {
  expect(await daemon.text("/search?q=中")).toContain(`${LONG_FILES} 篇`);
  const before = resident();
  const phrases = Array.from({ length: SEARCHES }, (_, number) => "中".repeat(420 + number));
  const asked = phrases.map((phrase) => ask(`/search?q=${encodeURIComponent(phrase)}`, 1).catch(() => "cut off"));
  // Whoever waits two minutes for a turn, on a machine that does much else, is cut off. None is refused.
  expect((await Promise.all(asked)).filter((status) => status !== 200 && status !== "cut off")).toEqual([]);
  expect(resident() - before).toBeLessThan(300_000);
}, 300_000);

test("pages do not wait for searches, nor one client's search for another's; what is given up computes no more", async () => {
  const leaves = new AbortController();
  let answered = 0;
  const burst = Array.from({ length: BURST }, (_, number) =>
    ask(broad(number), 1, leaves.signal).then(
      () => (answered += 1),
      () => undefined,
    ),
  );
  for (const page of pages) expect(await ask(page, 2)).toBe(200);
  expect(await ask("/search?q=果园", 3)).toBe(200);
  expect(answered).toBeLessThan(BURST / 4);
  leaves.abort();
  await Promise.all(burst);
  const before = processorTime();
  for (const number of pages.keys()) expect(await ask(`/search?q=第${number}号`, 3)).toBe(200);
  // Sixty searches would take a second each.
  expect(processorTime() - before).toBeLessThan(1500);
}, 300_000);

test("told to stop in the middle of searches, the daemon ends", async () => {
  const searches = Array.from({ length: BURST }, (_, number) => ask(broad(number), number).catch(() => undefined));
  expect(await ask(pages[0] ?? "", 100)).toBe(200);
  daemon.signal("SIGTERM");
  expect(await daemon.exited).toBe(0);
  await Promise.all(searches);
  // Ten seconds, and what a busy machine takes to begin and to tell.
}, 20_000);
