import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { scanArchive } from "../../archive/scan-archive.ts";
import { temporaryDirectory } from "../../lib/fs/temporary-directory.fixture.ts";
import { createOutlets } from "../../outlets/outlets.ts";
import type { FileLook, ReadArticle } from "../read-article.ts";
import { readArticles } from "./reader-pool.ts";

const FILES = 1500;
const now = (): Date => new Date("2025-01-01T00:00:00Z");
const atOnce = { settled: Promise.resolve() };
let archive: string;
let looks: FileLook[];

beforeAll(() => {
  archive = temporaryDirectory();
  for (let at = 0; at < FILES; at++) {
    const text = `<!--1700000000000-->\n[第${at}篇](https://news.example/${at})\n------\n\n<p>湖边的步道今天开放。</p>`;
    writeFileSync(join(archive, `${at}.txt`), text);
  }
  looks = [...scanArchive([archive]).files].map(([path, seen]) => ({ path, ...seen }));
});

async function readAll(processes: number): Promise<Map<string, ReadArticle>> {
  const outlets = createOutlets([]);
  if (!outlets.ok) throw new Error("no outlets");
  const results = new Map<string, ReadArticle>();
  for await (const batch of readArticles(looks, outlets.value, now, processes, atOnce)) {
    for (const result of batch) results.set(result.state === "ingested" ? result.file.path : result.path, result);
  }
  return results;
}

function processesAlive(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === "ProcessWrap").length;
}

test("several processes read every file, to the same results as none", async () => {
  const alone = await readAll(0);
  const together = await readAll(3);
  expect(together.size).toBe(FILES);
  expect(together).toEqual(alone);
  expect([...alone.values()].every((result) => result.state === "ingested" && result.file.outcome.ok)).toBe(true);
});

test.each([0, 2])("of large files few are read at a time, by %i processes", async (processes) => {
  const large = temporaryDirectory();
  for (let at = 0; at < 9; at++) {
    const text = `<!--1700000000000-->\n[第${at}篇](https://news.example/${at})\n------\n\n<p>${"湖".repeat(600_000)}</p>`;
    writeFileSync(join(large, `${at}.txt`), text);
  }
  const found = [...scanArchive([large]).files].map(([path, seen]) => ({ path, ...seen }));
  const outlets = createOutlets([]);
  if (!outlets.ok) throw new Error("no outlets");
  let turns = 0;
  let isRead = false;
  const count = (): void => {
    turns += 1;
    if (!isRead) setImmediate(count);
  };
  count();
  const batches: number[] = [];
  for await (const batch of readArticles(found, outlets.value, now, processes, atOnce)) batches.push(batch.length);
  isRead = true;
  expect(batches).toEqual([2, 2, 2, 2, 1]);
  expect(turns).toBeGreaterThanOrEqual(found.length);
});

test.each([
  [1, 500],
  [1, 999],
  [2, 1000],
])(
  "%i of two processes is started for %i files: another would take longer to start than they do",
  async (some, files) => {
    const outlets = createOutlets([]);
    if (!outlets.ok) throw new Error("no outlets");
    for await (const batch of readArticles(looks.slice(0, files), outlets.value, now, 2, atOnce)) {
      expect(batch.length).toBeGreaterThan(0);
      expect(processesAlive()).toBe(some);
      break;
    }
  },
);

test.each([0, 2])("while files settle %i processes start, and no file is read", async (processes) => {
  const outlets = createOutlets([]);
  if (!outlets.ok) throw new Error("no outlets");
  const settling = Promise.withResolvers<void>();
  const reading = readArticles(looks, outlets.value, now, processes, { settled: settling.promise });
  const before = processesAlive();
  const first = reading.next();
  expect(processesAlive() - before).toBe(processes);
  const [{ path } = { path: "" }] = looks;
  const text = readFileSync(path);
  onTestFinished(() => writeFileSync(path, text));
  writeFileSync(path, "half a fi");
  settling.resolve();
  const results = [(await first).value ?? [], ...(await Array.fromAsync(reading))].flat();
  expect(results).toContainEqual({ state: "unsettled", path });
});

test("leaving off early stops the processes", async () => {
  const outlets = createOutlets([]);
  if (!outlets.ok) throw new Error("no outlets");
  for await (const batch of readArticles(looks, outlets.value, now, 2, atOnce)) {
    expect(batch.length).toBeGreaterThan(0);
    break;
  }
});

test("where no process can be started, reading fails and no more than that", async () => {
  const { execPath } = process;
  process.execPath = join(archive, "nothing-here");
  onTestFinished(() => {
    process.execPath = execPath;
  });
  await expect(readAll(2)).rejects.toThrow("no process could be started");
});
