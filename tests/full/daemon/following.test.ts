import { appendFileSync, cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { everySecond, readyz } from "../faults/fault-sandbox.ts";

function articleFile(number: number, { title = `第${number}篇`, capturedAt = 1_750_000_000_000 } = {}): string {
  const url = `https://www.voachinese.com/a/story/${9_000_000 + number}.html`;
  return `<!--${capturedAt + number * 1000}-->\n[${title}](${url})\n------\n\n<p>河边的图书馆今天开门。</p>`;
}

// The story of one daemon over a copy of the samples: each test leaves them as they were, but the last.
const archive = join(temporaryDirectory(), "archive");
const args = ["--seeds", archive, "--data", join(archive, "../data"), ...everySecond];
let daemon: DaemonProcess;
beforeAll(async () => {
  cpSync(join(root, "seeds"), archive, { recursive: true });
  daemon = await startDaemon(args);
});

async function idsOf(feed: string): Promise<string[]> {
  const { items }: { items: { id: string }[] } = JSON.parse(await daemon.text(`/feeds/${feed}/feed.json`));
  return items.map(({ id }) => id);
}

/** Waits until the combined feed has so many entries, and returns their ids. */
async function untilThereAre(count: number): Promise<string[]> {
  await expect.poll(() => idsOf("all")).toHaveLength(count);
  return idsOf("all");
}

test("every sample article is in a feed as soon as the daemon says what it found", async () => {
  expect(await idsOf("all")).toHaveLength(12);
  expect(await idsOf("dw-zh")).toHaveLength(4);
  // One article is there in both scripts: the combined feed shows one of the two.
  const outlets = await Promise.all(["nyt-zh", "voa-zh", "dw-zh"].map(idsOf));
  expect(outlets.flat()).toHaveLength(13);
  expect((await daemon.fetch("/readyz")).status).toBe(200);
});

test("a second daemon on the same data directory says why it cannot start", async () => {
  await expect(startDaemon(args)).rejects.toThrow("another feedmill is using the data directory");
});

test("a file that is added, changed, renamed and removed is followed, with its id kept", async () => {
  const file = join(archive, "new.txt");
  const etagBefore = (await daemon.fetch("/feeds/nyt-zh/rss.xml")).headers.get("etag");
  writeFileSync(file, articleFile(1));
  const [id] = await untilThereAre(13);
  const published = (await daemon.text("/feeds/all/atom.xml")).match(/<published>[^<]*/)?.[0];

  writeFileSync(file, articleFile(1, { title: "改过的标题", capturedAt: 1_750_000_900_000 }));
  await expect.poll(() => daemon.text("/feeds/all/atom.xml")).toContain("改过的标题");
  const atom = await daemon.text("/feeds/all/atom.xml");
  expect(await idsOf("all")).toContain(id);
  expect(atom.match(/<published>[^<]*/)?.[0]).toBe(published);
  expect(atom).toContain("<updated>2025-06-15T15:21:41Z</updated>");

  const etag = (await daemon.fetch("/feeds/all/rss.xml")).headers.get("etag");
  mkdirSync(join(archive, "sub"));
  renameSync(file, join(archive, "sub", "renamed.txt"));
  writeFileSync(join(archive, "next.txt"), articleFile(2));
  expect(await untilThereAre(14)).toContain(id);

  rmSync(join(archive, "next.txt"));
  expect(await untilThereAre(13)).toContain(id);
  expect((await daemon.fetch("/feeds/all/rss.xml")).headers.get("etag")).toBe(etag);

  rmSync(join(archive, "sub"), { recursive: true });
  expect(await untilThereAre(12)).not.toContain(id);
  expect((await daemon.fetch("/feeds/nyt-zh/rss.xml")).headers.get("etag")).toBe(etagBefore);
});

test("a file that is written in pieces is published once it is whole", async () => {
  const text = articleFile(3);
  const file = join(archive, "slow.txt");
  writeFileSync(file, text.slice(0, 30));
  appendFileSync(file, text.slice(30));
  await untilThereAre(13);
  expect(await readyz(daemon, () => true)).toMatchObject({ problems: 0 });
  rmSync(file);
  await untilThereAre(12);
});

test("a bad file costs its own article and no other", async () => {
  const bad = ["bad.txt", "binary.txt"].map((name) => join(archive, name));
  writeFileSync(bad[0] ?? "", "no article at all\n");
  writeFileSync(bad[1] ?? "", new Uint8Array([0, 1, 2, 255, 254]));
  expect(await readyz(daemon, ({ problems }) => problems === 2)).toMatchObject({ ready: true });
  expect(await idsOf("all")).toHaveLength(12);
  for (const file of bad) rmSync(file);
  await readyz(daemon, ({ problems }) => problems === 0);
});

test("an article from an unclaimed host is in the feed other, with the id it keeps under a profile", async () => {
  const file = join(archive, "other.txt");
  writeFileSync(file, articleFile(5).replace("www.voachinese.com", "news.example.org"));
  const ids = await untilThereAre(13);
  const [id] = await idsOf("other");
  expect(ids).toContain(id);
  expect(await daemon.text("/feeds.opml")).toContain("/feeds/other/rss.xml");
  rmSync(file);
  await untilThereAre(12);
});

test("an archive that is not there leaves the last good feeds as they are", async () => {
  const before = await idsOf("all");
  renameSync(archive, `${archive}-away`);
  await daemon.line("files have gone");
  expect(await idsOf("all")).toEqual(before);
  const said = await readyz(daemon, ({ degraded }) => degraded !== undefined);
  expect(said).toMatchObject({ ready: true, degraded: expect.any(String) });
});

test("before the first article a feed asks to be tried again", async () => {
  const empty = temporaryDirectory();
  await using waiting = await startDaemon(["--seeds", empty, "--data", join(temporaryDirectory(), "data")]);
  const response = await waiting.fetch("/feeds/all/rss.xml");
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
  writeFileSync(join(empty, "first.txt"), articleFile(1));
  await expect.poll(async () => (await waiting.fetch("/feeds/all/rss.xml")).status).toBe(200);
  expect((await waiting.fetch("/feeds/dw-zh/rss.xml")).status).toBe(200);
});
