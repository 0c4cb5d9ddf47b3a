import { execFile } from "node:child_process";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { openCatalog } from "../../../src/catalog/open-catalog.ts";
import { root } from "../../root.ts";
import { startDaemon } from "../daemon-harness.ts";
import {
  articleFile,
  everySecond,
  everything,
  fromScratch,
  goingOn,
  firstRun,
  readyz,
  sandbox,
  served,
  type FirstRun,
} from "./fault-sandbox.ts";

/** So many are read by several processes, in four batches. */
const FILES = 1000;
/** Of 4.7 MB each. */
const LARGE_FILES = 40;
/** Of the daemon's own, in kilobytes: less than all large files with what is made of them. */
const MOST_RESIDENT = 900_000;

let first: FirstRun;
beforeAll(async () => {
  first = await firstRun(FILES);
});

test.each(["SIGTERM", "SIGKILL"] as const)(
  "%s in the middle of a bulk ingest costs nothing but the rest of the work",
  async (signal) => {
    const place = sandbox(FILES);
    await using daemon = await startDaemon(place.args, {}, "articles:");
    daemon.signal(signal);
    expect(await daemon.exited).toBe(signal === "SIGTERM" ? 0 : null);
    const documents = await goingOn(place);
    expect(await fromScratch(place)).toEqual(documents);
  },
);

test("at the first start, feeds are served while the archive is still read", async () => {
  await using daemon = await startDaemon(sandbox(FILES).args, {}, "Pages: ");
  const isThere = async (): Promise<boolean> => (await daemon.fetch("/feeds/all/rss.xml")).status === 200;
  while (!(await isThere())) await daemon.line(served);
  // What is published last, once everything is in, is still to come.
  await daemon.line(served);
  expect(await daemon.line("Found ")).toContain("articles");
});

test("while large files are read, a takedown is done at once, and little is held in memory", async () => {
  const { archive, data, args } = sandbox(0);
  writeFileSync(join(archive, "small.txt"), articleFile(1));
  const paragraph = `<p>${"河边的图书馆。".repeat(100)}</p>`;
  for (let number = 0; number < LARGE_FILES; number++) {
    writeFileSync(join(archive, `${number}.txt`), articleFile(10 + number) + paragraph.repeat(2_250));
  }
  await using daemon = await startDaemon(args, {}, "articles:");
  const takedown = ["src/main.ts", "takedown", "https://www.voachinese.com/a/story/9000001.html", ...args];
  const { stderr } = await promisify(execFile)(process.execPath, takedown, { cwd: root });
  expect(stderr).toBe("");
  const catalog = await openCatalog({ data }).read();
  const { articles } = await catalog.articles.count();
  await catalog.close();
  expect(articles).toBeLessThan(LARGE_FILES);
  await daemon.line("Found ");
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${daemon.process.pid}/status`, "utf8"))?.[1];
  expect(Number(peak)).toBeLessThan(MOST_RESIDENT);
});

test("after the catalog was lost, the first answer of a feed shows the whole archive", async () => {
  await using daemon = await startDaemon(first.withoutCatalog().args, {}, "Pages: ");
  let answer = await daemon.fetch("/feeds/all/rss.xml");
  while (answer.status === 503) {
    await daemon.prints();
    answer = await daemon.fetch("/feeds/all/rss.xml");
  }
  const shown = await answer.text();
  await daemon.line("Found ");
  expect(await daemon.text("/feeds/all/rss.xml")).toBe(shown);
  expect(await everything(daemon)).toEqual(first.documents);
});

test("after the catalog was lost, an archive that goes away while it is read is waited for", async () => {
  const { archive, args } = first.withoutCatalog();
  await using daemon = await startDaemon([...args, ...everySecond], {}, "articles:");
  renameSync(archive, `${archive}-away`);
  await daemon.line("the archive was scanned");
  await readyz(daemon, ({ degraded }) => degraded !== undefined);
  expect((await daemon.fetch("/feeds/all/rss.xml")).status).toBe(503);
  renameSync(`${archive}-away`, archive);
  await readyz(daemon, ({ ready }) => ready === true);
  expect(await everything(daemon)).toEqual(first.documents);
});

test("ten thousand files added at once are all published, and every answer meanwhile is whole", async () => {
  const place = sandbox(20);
  await using daemon = await startDaemon([...place.args, ...everySecond]);
  const { articles: before } = await readyz(daemon, ({ articles }) => Number(articles) > 0);
  for (let number = 1; number <= 10_000; number++)
    writeFileSync(join(place.archive, `${number}.txt`), articleFile(number));
  await readyz(daemon, ({ ready, degraded, articles }) => {
    expect([ready, degraded]).toEqual([true, undefined]);
    return Number(articles) >= Number(before) + 10_000;
  });
  await expect.poll(() => daemon.text("/feeds/voa-zh/rss.xml")).toContain("第10000篇");
});
