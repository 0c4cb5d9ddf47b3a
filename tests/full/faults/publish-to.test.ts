import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";
import { expect, test, vi } from "vitest";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { filesBelow } from "../../files-below.ts";
import { root } from "../../root.ts";
import { startDaemon, startDaemonWithin } from "../daemon-harness.ts";
import { articleFile, everySecond, readyz, sandbox, stop, type Sandbox } from "./fault-sandbox.ts";

const KILLS = 12;
const LONGEST_MS = 60_000;
const formats = ["rss.xml", "atom.xml", "feed.json"];

interface PublishingSandbox extends Sandbox {
  /** The directory of `publish-to`. */
  readonly directory: string;
}

function publishingSandbox(files: number): PublishingSandbox {
  const place = sandbox(files);
  const directory = join(temporaryDirectory(), "www");
  return { ...place, directory, args: [...place.args, "--publish-to", directory, ...everySecond] };
}

function shown(directory: string, path: string): string {
  return readFileSync(join(directory, "current", path), "utf8");
}

function currentIn(directory: string): string {
  return readlinkSync(join(directory, "current"));
}

function editionsIn(directory: string): readonly string[] {
  return readdirSync(directory).filter((name) => name.startsWith("edition-"));
}

/** The latest of the articles that a test writes, as each document shows it, in each coding; once where all are alike. */
function latestShown(directory: string): readonly number[] {
  const decoders = {
    "": (bytes: Buffer) => bytes,
    ".gz": gunzipSync,
    ".br": brotliDecompressSync,
    ".zst": zstdDecompressSync,
  };
  const latest = ["all", "voa-zh"].flatMap((name) =>
    formats.flatMap((format) =>
      Object.entries(decoders).map(([suffix, decode]) => {
        const text = decode(readFileSync(join(directory, "current/feeds", name, format + suffix))).toString();
        return Math.max(0, ...Array.from(text.matchAll(/第(\d+)篇/g), ([, number]) => Number(number)));
      }),
    ),
  );
  return [...new Set(latest)];
}

test(`what is shown is whole after a kill in the middle of writing it, ${KILLS} times, and leftovers go with the next start`, async () => {
  const { archive, directory, args } = publishingSandbox(30);
  await using first = await startDaemon(args);
  await expect.poll(() => shown(directory, "feeds/all/rss.xml")).toContain("<rss");
  await stop(first);
  for (let number = 1; number <= KILLS; number++) {
    const earlier = currentIn(directory);
    const daemon = await startDaemon(args);
    // What it begins with is written anew.
    await expect.poll(() => currentIn(directory)).not.toBe(earlier);
    await expect.poll(() => latestShown(directory)).toEqual([number - 1]);
    const before = new Set(editionsIn(directory));
    const filesBegun = (): number =>
      editionsIn(directory)
        .filter((name) => !before.has(name))
        .reduce((sum, name) => sum + filesBelow(join(directory, name)).length, 0);
    writeFileSync(join(archive, `new-${number}.txt`), articleFile(number));
    // Early in an edition at first, late in the end.
    await vi.waitUntil(() => filesBegun() > (number - 1) * 10, { interval: 1, timeout: LONGEST_MS });
    daemon.signal("SIGKILL");
    await daemon.exited;
    expect(latestShown(directory)).toHaveLength(1);
  }
  await using last = await startDaemon(args);
  await expect.poll(() => latestShown(directory)).toEqual([KILLS]);
  await stop(last);
  await using again = await startDaemon(args);
  await stop(again);
  expect(editionsIn(directory).length).toBeLessThanOrEqual(2);
});

const canMount = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;

test.skipIf(!canMount)(
  "a full disk leaves the files as they are and says so, also to a takedown, and they are caught up with (where a small disk may be mounted)",
  async () => {
    const { archive, directory, data, args } = publishingSandbox(20);
    mkdirSync(directory);
    const script = 'mount -t tmpfs -o size=24m none "$1" && shift && exec "$@"';
    const within = ["unshare", "-rm", "sh", "-c", script, "sh", directory];
    await using daemon = await startDaemonWithin({ within }, args);
    const disk = join(`/proc/${daemon.process.pid}/root`, directory);
    await expect.poll(() => shown(disk, "feeds/all/rss.xml")).toContain("<rss");
    const before = shown(disk, "feeds/voa-zh/rss.xml");
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(join(disk, "ballast"), Buffer.alloc(bavail * bsize));
    writeFileSync(join(archive, "new.txt"), articleFile(1));
    const full = await readyz(daemon, ({ degraded }) => degraded !== undefined);
    expect(full).toMatchObject({ ready: true, degraded: expect.stringMatching(/^The files of publish-to .*ENOSPC/) });
    expect(await daemon.text("/feeds/voa-zh/rss.xml")).toContain("第1篇");
    expect(shown(disk, "feeds/voa-zh/rss.xml")).toBe(before);
    const takedown = ["src/main.ts", "takedown", join(archive, "new.txt"), "--data", data];
    const said = spawnSync(process.execPath, takedown, { cwd: root, encoding: "utf8" });
    expect(said).toMatchObject({ status: 1, stderr: expect.stringContaining(`done, but the files in ${directory}`) });

    rmSync(join(disk, "ballast"));
    await readyz(daemon, ({ degraded }) => degraded === undefined);
    expect(shown(disk, "feeds/voa-zh/rss.xml")).toContain("本文已撤回");
    expect(shown(disk, "feeds/voa-zh/rss.xml")).not.toContain("第1篇");
    await stop(daemon);
  },
);

test("when a takedown ends, the files no longer have the article, with a daemon and without", async () => {
  const { archive, directory, args } = publishingSandbox(20);
  const numbers = [1, 2];
  for (const number of numbers) writeFileSync(join(archive, `new-${number}.txt`), articleFile(number));
  const rule = (number: number): unknown => {
    const command = ["src/main.ts", "takedown", join(archive, `new-${number}.txt`), ...args.slice(0, -2)];
    return spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
  };
  await using daemon = await startDaemon(args);
  const feed = (): string => shown(directory, "feeds/voa-zh/feed.json");
  await expect.poll(feed).toContain("第1篇");
  expect(rule(1)).toMatchObject({ status: 0, stderr: "" });
  expect(feed()).not.toContain("第1篇");
  await stop(daemon);
  expect(feed()).toContain("第2篇");
  expect(rule(2)).toMatchObject({ status: 0, stderr: "" });
  expect(feed()).not.toContain("第2篇");
});

test("a directory with files of somebody else stops the start, with a sentence, and is left as it is", async () => {
  const { directory, args } = publishingSandbox(2);
  mkdirSync(directory);
  writeFileSync(join(directory, "index.html"), "mine");
  await expect(startDaemon(args)).rejects.toThrow(`${directory} holds files that feedmill did not write.`);
  expect(readdirSync(directory)).toEqual(["index.html"]);
});
