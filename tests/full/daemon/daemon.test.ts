import {
  appendFileSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { readyz } from "../faults/fault-sandbox.ts";
import { freePort } from "../../free-port.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../temporary-directory.ts";

const seeds = join(root, "seeds");
const served = "documents are served";

/** A copy of the sample archive and a data directory, both of the test's own. */
function sandbox(): { archive: string; data: string; args: string[] } {
  const directory = temporaryDirectory();
  const archive = join(directory, "archive");
  const data = join(directory, "data");
  cpSync(seeds, archive, { recursive: true });
  return { archive, data, args: ["--seeds", archive, "--data", data] };
}

function articleFile(
  number: number,
  { title = `第${number}篇`, body = "<p>河边的图书馆今天开门。</p>", capturedAt = 1_750_000_000_000 } = {},
): string {
  return `<!--${capturedAt + number * 1000}-->\n[${title}](https://www.voachinese.com/a/story/${9_000_000 + number}.html)\n------\n\n${body}`;
}

const paths = ["all", "nyt-zh", "voa-zh", "dw-zh"]
  .flatMap((name) => ["rss.xml", "atom.xml", "feed.json", ""].map((file) => `/feeds/${name}/${file}`))
  .concat("/feeds.opml", "/");

/** Bytes and tags of every document. */
async function everything(daemon: DaemonProcess): Promise<Map<string, string>> {
  const documents = new Map<string, string>();
  for (const path of paths) {
    const response = await daemon.fetch(path);
    documents.set(path, `${response.status} ${response.headers.get("etag")}\n${await response.text()}`);
  }
  return documents;
}

async function idsOf(daemon: DaemonProcess, feed = "all"): Promise<string[]> {
  const { items }: { items: { id: string }[] } = JSON.parse(await daemon.text(`/feeds/${feed}/feed.json`));
  return items.map(({ id }) => id);
}

test("every sample article is in a feed as soon as the daemon says what it found", async () => {
  const daemon = await startDaemon(sandbox().args);
  expect(await idsOf(daemon)).toHaveLength(12);
  expect(await idsOf(daemon, "dw-zh")).toHaveLength(4);
  // One article is there in both scripts: the combined feed shows one of the two.
  const outlets = await Promise.all(["nyt-zh", "voa-zh", "dw-zh"].map((name) => idsOf(daemon, name)));
  expect(outlets.flat()).toHaveLength(13);
  expect((await daemon.fetch("/readyz")).status).toBe(200);
});

test("a file that is added, changed, renamed and removed is followed, with its id kept", async () => {
  const { archive, args } = sandbox();
  const daemon = await startDaemon(args);
  const file = join(archive, "new.txt");

  writeFileSync(file, articleFile(1));
  await daemon.line(served);
  const [id] = await idsOf(daemon);
  const published = (await daemon.text("/feeds/all/atom.xml")).match(/<published>[^<]*/)?.[0];
  expect(await idsOf(daemon)).toHaveLength(13);

  writeFileSync(file, articleFile(1, { title: "改过的标题", capturedAt: 1_750_000_900_000 }));
  await daemon.line(served);
  const atom = await daemon.text("/feeds/all/atom.xml");
  expect(await idsOf(daemon)).toContain(id);
  expect(atom).toContain("改过的标题");
  expect(atom.match(/<published>[^<]*/)?.[0]).toBe(published);
  expect(atom).toContain("<updated>2025-06-15T15:21:41Z</updated>");

  const etag = (await daemon.fetch("/feeds/all/rss.xml")).headers.get("etag");
  mkdirSync(join(archive, "sub"));
  renameSync(file, join(archive, "sub", "renamed.txt"));
  writeFileSync(join(archive, "next.txt"), articleFile(2));
  await daemon.line(served);
  expect(await idsOf(daemon)).toContain(id);

  rmSync(join(archive, "next.txt"));
  await daemon.line(served);
  expect((await daemon.fetch("/feeds/all/rss.xml")).headers.get("etag")).toBe(etag);

  rmSync(join(archive, "sub", "renamed.txt"));
  await daemon.line(served);
  expect(await idsOf(daemon)).not.toContain(id);
});

test("a file that is written in pieces is published once it is whole", async () => {
  const { archive, args } = sandbox();
  const daemon = await startDaemon(args);
  const text = articleFile(3);
  const file = join(archive, "slow.txt");
  writeFileSync(file, text.slice(0, 30));
  appendFileSync(file, text.slice(30));
  await daemon.line(served);
  expect((await idsOf(daemon)).length).toBe(13);
});

test("a bad file costs its own article and no other", async () => {
  const { archive, args } = sandbox();
  writeFileSync(join(archive, "bad.txt"), "no article at all\n");
  writeFileSync(join(archive, "binary.txt"), new Uint8Array([0, 1, 2, 255, 254]));
  const daemon = await startDaemon(args);
  expect(await idsOf(daemon)).toHaveLength(12);
  expect(await (await daemon.fetch("/readyz")).json()).toMatchObject({ ready: true, problems: 2 });
});

test("bytes and tags stay with a restart, another time zone, a deleted catalog, other file names and another order", async () => {
  const { archive, data, args: places } = sandbox();
  const args = [...places, "--port", String(await freePort())];
  const first = await startDaemon(args, { TZ: "UTC" });
  const expected = await everything(first);
  first.signal("SIGTERM");
  expect(await first.exited).toBe(0);

  const second = await startDaemon(args, { TZ: "America/Los_Angeles", LANG: "C" });
  expect(await everything(second)).toEqual(expected);
  second.signal("SIGTERM");
  await second.exited;

  for (const file of readdirSync(data)) if (file.startsWith("catalog")) rmSync(join(data, file));
  for (const [at, file] of readdirSync(archive).toReversed().entries()) {
    copyFileSync(join(archive, file), join(archive, `${at}-moved.html`));
    rmSync(join(archive, file));
  }
  const third = await startDaemon(args, { TZ: "Asia/Shanghai" });
  expect(await everything(third)).toEqual(expected);
});

test("an archive that is not there leaves the last good feeds as they are", async () => {
  const { archive, args } = sandbox();
  const daemon = await startDaemon([...args, "--scan-every", "* * * * * *"]);
  const before = await idsOf(daemon);
  renameSync(archive, `${archive}-away`);
  await daemon.line("files have gone");
  expect(await idsOf(daemon)).toEqual(before);
  const said = await readyz(daemon, ({ degraded }) => degraded !== undefined);
  expect(said).toMatchObject({ ready: true, degraded: expect.any(String) });
});

test("a good edit of a profile takes effect at once, a bad one is refused whole", async () => {
  const { args } = sandbox();
  const directory = temporaryDirectory();
  cpSync(join(root, "config"), directory, { recursive: true });
  const profile = join(directory, "outlets", "dw-zh.yaml");
  const text = readFileSync(profile, "utf8");
  const daemon = await startDaemon([...args, "--config", join(directory, "feedmill.yaml")]);
  const ids = await idsOf(daemon);

  writeFileSync(profile, text.replace(/^name: .*$/m, "name: 试用的名字"));
  await daemon.line("settings reloaded");
  await daemon.line(served);
  expect(await daemon.text("/feeds/dw-zh/rss.xml")).toContain("<dc:creator>试用的名字</dc:creator>");
  expect(await idsOf(daemon)).toEqual(ids);

  writeFileSync(profile, text.replace(/^name: .*$/m, "nmae: 打错的键"));
  expect(await daemon.line("nmae")).toContain("name");
  expect(await daemon.text("/feeds/dw-zh/rss.xml")).toContain("试用的名字");

  writeFileSync(profile, text.replace(/^article-number: .*$/m, ""));
  expect(await daemon.line("would change the ids")).toContain("4 published articles");
  expect(await idsOf(daemon)).toEqual(ids);
});

test("a feed of the operator's appears, changes its name and goes as the configuration is edited", async () => {
  const { args } = sandbox();
  const directory = temporaryDirectory();
  cpSync(join(root, "config"), directory, { recursive: true });
  const file = join(directory, "feedmill.yaml");
  const daemon = await startDaemon([...args, "--config", file]);
  const edit = async (feeds: string): Promise<void> => {
    writeFileSync(file, feeds);
    await daemon.line("settings reloaded");
    await daemon.line(served);
  };

  await edit("feeds:\n  brief: { title: 简讯, outlets: [dw-zh, voa-zh], limit: 3, entries: summary, script: zh-hant }");
  const brief = await daemon.text("/feeds/brief/feed.json");
  expect(JSON.parse(brief)).toMatchObject({ title: "简讯", language: "zh-Hant", items: [{}, {}, {}] });
  expect(brief).not.toContain("content_html");
  expect(await daemon.text("/feeds.opml")).toContain("/feeds/brief/rss.xml");

  writeFileSync(file, "feeds:\n  brief: { title: 简讯, query: '(茶' }");
  await daemon.line("feeds.brief.query: This parenthesis is not closed.");
  await daemon.line("^");
  writeFileSync(file, "feeds:\n  dw-zh: { title: 简讯, outlets: dw }");
  await daemon.line("The name dw-zh is that of the outlet dw-zh.");
  await daemon.line("There is no outlet dw.");
  expect(await daemon.text("/feeds/brief/feed.json")).toBe(brief);

  await edit("feeds:\n  digest: { title: 简讯, outlets: [dw-zh], hidden: true, formerly: [brief] }");
  expect(await idsOf(daemon, "digest")).toHaveLength(4);
  expect(await daemon.text("/feeds.opml")).not.toContain("简讯");
  expect((await daemon.fetch("/feeds/brief/feed.json")).url).toBe(`${daemon.url}/feeds/digest/feed.json`);

  await edit("all: { scripts: both }");
  expect(await idsOf(daemon)).toHaveLength(13);
  expect((await daemon.fetch("/feeds/digest/feed.json")).status).toBe(410);
});

test("before the first article a feed asks to be tried again", async () => {
  const directory = temporaryDirectory();
  const daemon = await startDaemon(["--seeds", directory, "--data", temporaryDirectory()]);
  const response = await daemon.fetch("/feeds/all/rss.xml");
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
  writeFileSync(join(directory, "first.txt"), articleFile(1));
  await daemon.line(served);
  expect((await daemon.fetch("/feeds/all/rss.xml")).status).toBe(200);
  expect((await daemon.fetch("/feeds/dw-zh/rss.xml")).status).toBe(200);
});

test("a second daemon on the same data directory says why it cannot start", async () => {
  const { args } = sandbox();
  await startDaemon(args);
  await expect(startDaemon(args)).rejects.toThrow("another feedmill is using the data directory");
});

test("an article from an unclaimed host is in the feed other, with the id it keeps under a profile", async () => {
  const { archive, args } = sandbox();
  writeFileSync(join(archive, "other.txt"), articleFile(5).replace("www.voachinese.com", "news.example.org"));
  const daemon = await startDaemon(args);
  const [id] = await idsOf(daemon, "other");
  expect(await idsOf(daemon)).toContain(id);
  expect(await daemon.text("/feeds.opml")).toContain("/feeds/other/rss.xml");
});

test("workers give the same bytes and tags as one process, and one that dies is replaced", async () => {
  const { archive, args: places } = sandbox();
  const args = [...places, "--port", String(await freePort())];
  const alone = await startDaemon(args);
  const expected = await everything(alone);
  alone.signal("SIGTERM");
  await alone.exited;

  const several = await startDaemon([...args, "--workers", "2"]);
  expect(await everything(several)).toEqual(expected);
  const workers = childrenOf(several.process.pid);
  expect(workers).toHaveLength(2);

  const [first = 0] = workers;
  process.kill(first, "SIGKILL");
  await several.line("is replaced");
  await several.line(served);
  expect(await everything(several)).toEqual(expected);

  writeFileSync(join(archive, "new.txt"), articleFile(1));
  await several.line(served);
  await several.line(served);
  for (let turn = 0; turn < 4; turn++) expect(await idsOf(several)).toHaveLength(13);
  several.signal("SIGTERM");
  expect(await several.exited).toBe(0);
});

function childrenOf(pid = 0): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").map(Number);
}
