import { appendFileSync, copyFileSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { askDaemon } from "../../../src/daemon/control-door.ts";
import { startDaemon } from "../daemon-harness.ts";
import {
  articleFile,
  everySecond,
  everything,
  fromScratch,
  goingOn,
  readyz,
  sandbox,
  served,
  stop,
} from "./fault-sandbox.ts";

test("a problem is told in one warning with its path, its code and what to do", async () => {
  const { archive, args } = sandbox(3);
  await using daemon = await startDaemon([...args, ...everySecond, "--log-format", "json"]);
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

// Between scans the daemon rests for 125 times as long as they took.
test.concurrent("what stays as it is is told once", async () => {
  const { archive, args } = sandbox(30);
  await using daemon = await startDaemon([...args, ...everySecond]);
  const lines: string[] = [];
  daemon.process.stdout?.on("data", (chunk: Buffer) => lines.push(...chunk.toString().split("\n")));
  renameSync(archive, `${archive}-away`);
  for (let scan = 0; scan < 3; scan++) await daemon.line("the archive was scanned");
  expect(lines.filter((line) => line.includes("files have gone"))).toHaveLength(1);
  expect(lines.filter((line) => line.includes("is not there"))).toHaveLength(1);
  renameSync(`${archive}-away`, archive);
  await readyz(daemon, ({ degraded }) => degraded === undefined);
});

test("directories that are replaced and nested ones that are new are followed file by file", async () => {
  const { archive, args } = sandbox(1);
  mkdirSync(join(archive, "day"));
  writeFileSync(join(archive, "day", "a.txt"), articleFile(1, "一月"));
  writeFileSync(join(archive, "day", "b.txt"), articleFile(2, "二月"));
  const next = join(archive, "..", "next");
  mkdirSync(join(next, "deep", "deeper"), { recursive: true });
  copyFileSync(join(archive, "day", "a.txt"), join(next, "a.txt"));
  writeFileSync(join(next, "deep", "deeper", "c.txt"), articleFile(3, "三月"));

  await using daemon = await startDaemon([...args, "--scan-every", "0 0 1 1 *"]);
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
  const { archive, args } = sandbox(5);
  renameSync(archive, `${archive}-later`);
  await using daemon = await startDaemon([...args, ...everySecond]);
  expect((await daemon.fetch("/feeds/all/rss.xml")).status).toBe(503);
  await readyz(daemon, ({ degraded }) => degraded !== undefined);
  renameSync(`${archive}-later`, archive);
  await daemon.line(served);
  expect((await daemon.fetch("/feeds/all/rss.xml")).status).toBe(200);
  await readyz(daemon, ({ degraded }) => degraded === undefined);
});

test("a thousand writes to one file end with its last state", async () => {
  const { archive, args } = sandbox(1);
  await using daemon = await startDaemon(args);
  const path = join(archive, "busy.txt");
  for (let turn = 0; turn < 1000; turn++) writeFileSync(path, articleFile(1, `标题${turn}`));
  appendFileSync(path, "<p>完</p>");
  for (;;) {
    await daemon.line(served);
    if ((await daemon.text("/feeds/voa-zh/rss.xml")).includes("标题999")) break;
  }
  expect((await daemon.fetch("/readyz")).status).toBe(200);
});

/** What a JSON feed holds, without what it says of itself. */
function entriesOf(feed: string | undefined): string | undefined {
  return feed?.slice(feed.indexOf('"items":['));
}

test("an archive replaced as a whole is held back, then taken over whole", async () => {
  const place = sandbox(60);
  await using daemon = await startDaemon([...place.args, ...everySecond]);
  const before = await everything(daemon);
  renameSync(place.archive, `${place.archive}-before`);
  mkdirSync(place.archive);
  for (let number = 1; number <= 30; number++) writeFileSync(join(place.archive, `${number}.txt`), articleFile(number));
  await readyz(daemon, ({ degraded }) => degraded !== undefined);
  await daemon.line(served);
  // Its history goes on, because the archive has come to a later day: what it holds is what it held.
  expect(entriesOf(await daemon.text("/feeds/nyt-zh/feed.json"))).toBe(
    entriesOf(before.get("/feeds/nyt-zh/feed.json")),
  );
  await askDaemon(place.data, { kind: "accept-deletions" });
  expect(await readyz(daemon, () => true)).toMatchObject({ ready: true, articles: 30 });
  await stop(daemon);
  const documents = await goingOn(place);
  expect(await fromScratch(place)).toEqual(documents);
});
