import {
  appendFileSync,
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { generateArchive } from "../../../bench/generate-archive.ts";
import { startDaemon } from "../daemon-harness.ts";
import {
  articleFile,
  everySecond,
  everything,
  expectAsFromScratch,
  LONG,
  readyz,
  sandbox,
  served,
  stop,
} from "./fault-sandbox.ts";

/** Overwrites, where it is still there, everything after the first pages, which hold the schema. */
function damage(path: string): void {
  if (!existsSync(path)) return;
  const file = openSync(path, "r+");
  const { size } = fstatSync(file);
  for (let at = 16 * 4096; at < size; at += 4096) writeSync(file, Buffer.alloc(4096, "damaged "), 0, 4096, at);
  closeSync(file);
}

test("a problem is told in one warning with its path, its code and what to do", async () => {
  const { archive, args } = await sandbox(3);
  const daemon = await startDaemon([...args, ...everySecond, "--log-format", "json"]);
  const path = join(archive, "bad.txt");
  writeFileSync(path, "[Title]()\n------\n\n<p>Body</p>");
  const line: unknown = JSON.parse(await daemon.line("bad.txt"));
  expect(line).toMatchObject({
    level: "warn",
    path,
    code: "INVALID_URL",
    msg: expect.stringContaining("Write the outlet's own"),
  });
  expect(await readyz(daemon, ({ problems }) => problems === 1)).toMatchObject({ ready: true });

  writeFileSync(path, articleFile(1));
  expect(JSON.parse(await daemon.line("bad.txt"))).toMatchObject({ level: "debug", path });
  await readyz(daemon, ({ problems }) => problems === 0);
});

// Three scans, between which it rests for 125 times as long as they took.
test(
  "what stays as it is is told once",
  async () => {
    const { archive, args } = await sandbox(30);
    const daemon = await startDaemon([...args, ...everySecond]);
    const lines: string[] = [];
    daemon.process.stdout?.on("data", (chunk: Buffer) => lines.push(...chunk.toString().split("\n")));
    renameSync(archive, `${archive}-away`);
    for (let scan = 0; scan < 3; scan++) await daemon.line("the archive was scanned");
    expect(lines.filter((line) => line.includes("files have gone"))).toHaveLength(1);
    expect(lines.filter((line) => line.includes("is not there"))).toHaveLength(1);
    renameSync(`${archive}-away`, archive);
    await readyz(daemon, ({ degraded }) => degraded === undefined);
  },
  LONG,
);

test("a catalog damaged while the daemon was stopped is set aside and rebuilt from the archive", async () => {
  const place = await sandbox(60);
  const first = await startDaemon(place.args);
  const expected = await everything(first);
  await stop(first);
  damage(join(place.data, "catalog.db"));
  const second = await startDaemon(place.args);
  expect(await everything(second)).toEqual(expected);
  expect(existsSync(join(place.data, "catalog.db.broken"))).toBe(true);
});

test(
  "a catalog damaged under a running daemon is rebuilt while the last good feeds are served",
  async () => {
    const place = await sandbox(900);
    const daemon = await startDaemon([...place.args, ...everySecond]);
    const before = await everything(daemon);
    for (const name of ["catalog.db", "catalog.db-wal"]) damage(join(place.data, name));
    // What is in the cache of the database stays readable: old articles are changed until one is not.
    generateArchive(place.archive, 900, 8);
    await daemon.line("is being rebuilt");
    expect(await everything(daemon)).toEqual(before);
    await daemon.line(served);
    await stop(daemon);
    await expectAsFromScratch(place);
  },
  LONG,
);

test("a catalog that cannot be written leaves the feeds as they are, says so, and is caught up with", async () => {
  const { archive, data, args } = await sandbox(10);
  const daemon = await startDaemon([...args, ...everySecond]);
  const before = await everything(daemon);
  const other = new DatabaseSync(join(data, "catalog.db"));
  other.exec("BEGIN IMMEDIATE");
  writeFileSync(join(archive, "new.txt"), articleFile(1));
  await daemon.line("the next scan will try again");
  expect(await readyz(daemon, ({ degraded }) => degraded !== undefined)).toMatchObject({
    ready: true,
    degraded: expect.stringContaining("locked"),
  });
  expect(await everything(daemon)).toEqual(before);
  other.exec("ROLLBACK");
  other.close();
  await daemon.line(served);
  await readyz(daemon, ({ degraded }) => degraded === undefined);
});

test.each(["SIGTERM", "SIGKILL"] as const)(
  "%s in the middle of a bulk ingest costs nothing but the rest of the work",
  async (signal) => {
    const place = await sandbox(700);
    const daemon = await startDaemon(place.args, {}, "articles:");
    daemon.signal(signal);
    expect(await daemon.exited).toBe(signal === "SIGTERM" ? 0 : null);
    await expectAsFromScratch(place);
  },
  LONG,
);

test(
  "at the first start, feeds are served while the archive is still read",
  async () => {
    const { args } = await sandbox(900);
    const daemon = await startDaemon(args, {}, "Pages: ");
    const isThere = async (): Promise<boolean> => (await daemon.fetch("/feeds/all/rss.xml")).status === 200;
    while (!(await isThere())) await daemon.line(served);
    // What is published last, once everything is in, is still to come.
    await daemon.line(served);
    expect(await daemon.line("Found ")).toContain("articles");
  },
  LONG,
);

test(
  "after the catalog was lost, the first answer of a feed shows the whole archive, however long it takes to be read",
  async () => {
    const { data, args } = await sandbox(900);
    await stop(await startDaemon(args));
    rmSync(join(data, "catalog.db"));
    const daemon = await startDaemon(args, {}, "Pages: ");
    let first = await daemon.fetch("/feeds/all/rss.xml");
    while (first.status === 503) first = await daemon.fetch("/feeds/all/rss.xml");
    const shown = await first.text();
    await daemon.line("Found ");
    expect(await daemon.text("/feeds/all/rss.xml")).toBe(shown);
  },
  LONG,
);

test(
  "after the catalog was lost, an archive that goes away while it is read is waited for",
  async () => {
    const { archive, data, args } = await sandbox(900);
    const first = await startDaemon(args);
    const expected = await everything(first);
    await stop(first);
    rmSync(join(data, "catalog.db"));
    const daemon = await startDaemon([...args, ...everySecond], {}, "articles:");
    renameSync(archive, `${archive}-away`);
    await daemon.line("the archive was scanned");
    await readyz(daemon, ({ degraded }) => degraded !== undefined);
    expect((await daemon.fetch("/feeds/all/rss.xml")).status).toBe(503);
    renameSync(`${archive}-away`, archive);
    await readyz(daemon, ({ ready }) => ready === true);
    expect(await everything(daemon)).toEqual(expected);
  },
  LONG,
);

test("directories that are replaced and nested ones that are new are followed file by file", async () => {
  const { archive, args } = await sandbox(1);
  mkdirSync(join(archive, "day"));
  writeFileSync(join(archive, "day", "a.txt"), articleFile(1, "一月"));
  writeFileSync(join(archive, "day", "b.txt"), articleFile(2, "二月"));
  const next = join(archive, "..", "next");
  mkdirSync(join(next, "deep", "deeper"), { recursive: true });
  copyFileSync(join(archive, "day", "a.txt"), join(next, "a.txt"));
  writeFileSync(join(next, "deep", "deeper", "c.txt"), articleFile(3, "三月"));

  const daemon = await startDaemon([...args, "--scan-every", "0 0 1 1 *"]);
  renameSync(join(archive, "day"), join(archive, "..", "before"));
  renameSync(next, join(archive, "day"));
  for (;;) {
    await daemon.line(served);
    const feed = await daemon.text("/feeds/voa-zh/rss.xml");
    if (feed.includes("三月") && !feed.includes("二月")) break;
  }
  expect(await daemon.text("/feeds/voa-zh/rss.xml")).toContain("一月");
});

test("a root that appears only later is taken in", async () => {
  const { archive, args } = await sandbox(5);
  renameSync(archive, `${archive}-later`);
  const daemon = await startDaemon([...args, ...everySecond]);
  expect((await daemon.fetch("/feeds/all/rss.xml")).status).toBe(503);
  await readyz(daemon, ({ degraded }) => degraded !== undefined);
  renameSync(`${archive}-later`, archive);
  await daemon.line(served);
  expect((await daemon.fetch("/feeds/all/rss.xml")).status).toBe(200);
  await readyz(daemon, ({ degraded }) => degraded === undefined);
});

test("a thousand writes to one file end with its last state", async () => {
  const { archive, args } = await sandbox(1);
  const daemon = await startDaemon(args);
  const path = join(archive, "busy.txt");
  for (let turn = 0; turn < 1000; turn++) writeFileSync(path, articleFile(1, `标题${turn}`));
  appendFileSync(path, "<p>完</p>");
  for (;;) {
    await daemon.line(served);
    if ((await daemon.text("/feeds/voa-zh/rss.xml")).includes("标题999")) break;
  }
  expect((await daemon.fetch("/readyz")).status).toBe(200);
});
