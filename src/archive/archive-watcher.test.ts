import { execFileSync, spawnSync } from "node:child_process";
import { EventEmitter, once } from "node:events";
import {
  appendFileSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { temporaryDirectory } from "../lib/fs/temporary-directory.fixture.ts";
import { scanArchive } from "./scan-archive.ts";
import { ArchiveWatcher, type Hint } from "./archive-watcher.ts";

let base: string;
let seeds: string;
let watcher: ArchiveWatcher | undefined;

beforeEach(() => {
  base = realpathSync(temporaryDirectory());
  seeds = join(base, "seeds");
  mkdirSync(seeds);
});

afterEach(() => watcher?.close());

/** Watches. `noticed` answers once the hints have led to a look at every path given. */
function watchAndFollow(...roots: string[]): { hints: Hint[]; noticed: (...paths: string[]) => Promise<boolean> } {
  const hints: Hint[] = [];
  const looked = new Set<string>();
  const arrivals = new EventEmitter();
  const onHint = (hint: Hint): void => {
    hints.push(hint);
    looked.add(hint.path ?? hint.directory);
    if (hint.path === undefined) for (const file of scanArchive([hint.directory]).files.keys()) looked.add(file);
    arrivals.emit("hint");
  };
  watcher = new ArchiveWatcher({ roots, onHint, onError: raise });
  const noticed = async (...paths: string[]): Promise<boolean> => {
    while (!paths.every((path) => looked.has(path))) await once(arrivals, "hint");
    return true;
  };
  return { hints, noticed };
}

/** Waits for the file system's clock to pass a path's birth: on older kernels it ticks every few milliseconds. */
function awaitTickAfter(path: string): void {
  const probe = join(base, "probe");
  do {
    rmSync(probe, { force: true });
    writeFileSync(probe, "");
  } while (statSync(probe, { bigint: true }).birthtimeNs === statSync(path, { bigint: true }).birthtimeNs);
}

function raise(error: Error): never {
  throw error;
}

test("a file that appears, grows or goes is hinted at by its path", async () => {
  const file = join(seeds, "a.txt");
  for (const change of [() => writeFileSync(file, "text"), () => appendFileSync(file, "more"), () => rmSync(file)]) {
    const { noticed, hints } = watchAndFollow(seeds);
    change();
    expect(await noticed(file)).toBe(true);
    expect(hints).toContainEqual({ directory: seeds, path: file });
    watcher?.close();
  }
});

test("an editor that writes beside and renames over is followed, again and again", async () => {
  const file = join(seeds, "a.txt");
  writeFileSync(file, "0");
  for (let save = 1; save <= 3; save += 1) {
    const { noticed, hints } = watchAndFollow(seeds);
    writeFileSync(join(seeds, "4913"), "");
    rmSync(join(seeds, "4913"));
    renameSync(file, `${file}~`);
    writeFileSync(file, String(save));
    rmSync(`${file}~`);
    expect(await noticed(file)).toBe(true);
    expect(new Set(hints.map(({ path }) => path))).toEqual(new Set([file]));
    watcher?.close();
  }
});

test("a file renamed is hinted at under both names", async () => {
  writeFileSync(join(seeds, "a.txt"), "text");
  const { noticed } = watchAndFollow(seeds);
  renameSync(join(seeds, "a.txt"), join(seeds, "b.txt"));
  expect(await noticed(join(seeds, "a.txt"), join(seeds, "b.txt"))).toBe(true);
});

test("files moved in and out are hinted at", async () => {
  writeFileSync(join(base, "in.txt"), "text");
  writeFileSync(join(seeds, "out.txt"), "text");
  const { noticed } = watchAndFollow(seeds);
  renameSync(join(base, "in.txt"), join(seeds, "in.txt"));
  renameSync(join(seeds, "out.txt"), join(base, "out.txt"));
  expect(await noticed(join(seeds, "in.txt"), join(seeds, "out.txt"))).toBe(true);
});

test("files in directories made all at once are not missed", async () => {
  const { noticed } = watchAndFollow(seeds);
  const shell = 'cd "$1"; mkdir -p a/b/c; echo x > a/b/c/1.txt; echo x > a/2.txt; mkdir a/b/d; echo x > a/b/d/3.txt';
  execFileSync("sh", ["-c", shell, "sh", seeds]);
  expect(await noticed(join(seeds, "a/b/c/1.txt"), join(seeds, "a/2.txt"), join(seeds, "a/b/d/3.txt"))).toBe(true);
  expect(watcher?.directories()).toBe(5);
});

test("a directory moved in is listed, and watched from then on", async () => {
  mkdirSync(join(base, "day/part"), { recursive: true });
  writeFileSync(join(base, "day/part/1.txt"), "text");
  const { noticed } = watchAndFollow(seeds);
  renameSync(join(base, "day"), join(seeds, "day"));
  expect(await noticed(join(seeds, "day/part/1.txt"))).toBe(true);
  writeFileSync(join(seeds, "day/part/2.txt"), "text");
  expect(await noticed(join(seeds, "day/part/2.txt"))).toBe(true);
  expect(watcher?.directories()).toBe(3);
});

test("a directory moved out is hinted at, and watched no longer", async () => {
  mkdirSync(join(seeds, "day/part"), { recursive: true });
  const { noticed } = watchAndFollow(seeds);
  expect(watcher?.directories()).toBe(3);
  renameSync(join(seeds, "day"), join(base, "day"));
  expect(await noticed(join(seeds, "day"))).toBe(true);
  expect(watcher?.directories()).toBe(1);
});

test("a directory renamed is followed under its new name", async () => {
  mkdirSync(join(seeds, "old"));
  writeFileSync(join(seeds, "old/1.txt"), "text");
  const { noticed } = watchAndFollow(seeds);
  renameSync(join(seeds, "old"), join(seeds, "new"));
  expect(await noticed(join(seeds, "old"), join(seeds, "new/1.txt"))).toBe(true);
  writeFileSync(join(seeds, "new/2.txt"), "text");
  expect(await noticed(join(seeds, "new/2.txt"))).toBe(true);
});

test("a directory removed and made again is watched again", async () => {
  mkdirSync(join(seeds, "day"));
  const { noticed } = watchAndFollow(seeds);
  for (let round = 0; round < 5; round += 1) {
    awaitTickAfter(join(seeds, "day"));
    rmSync(join(seeds, "day"), { recursive: true });
    mkdirSync(join(seeds, "day"));
    writeFileSync(join(seeds, `day/${round}.txt`), "text");
    expect(await noticed(join(seeds, `day/${round}.txt`))).toBe(true);
    writeFileSync(join(seeds, `day/${round}-later.txt`), "text");
    expect(await noticed(join(seeds, `day/${round}-later.txt`))).toBe(true);
  }
});

test("a burst of two thousand files leaves none unnoticed", async () => {
  const { noticed } = watchAndFollow(seeds);
  const files = Array.from({ length: 2000 }, (_, number) => join(seeds, `${number}.txt`));
  for (const file of files) writeFileSync(file, "text");
  expect(await noticed(...files)).toBe(true);
});

test("ignored names, and what a link leads to, cause no hint", async () => {
  mkdirSync(join(base, "outside"));
  const { noticed, hints } = watchAndFollow(seeds);
  writeFileSync(join(seeds, ".a.txt.Xy12Za"), "text");
  mkdirSync(join(seeds, ".git"));
  writeFileSync(join(seeds, ".git/index"), "text");
  symlinkSync("../outside", join(seeds, "link"));
  writeFileSync(join(base, "outside/a.txt"), "text");
  writeFileSync(join(seeds, "last.txt"), "text");
  expect(await noticed(join(seeds, "last.txt"))).toBe(true);
  expect(new Set(hints.map(({ path }) => path))).toEqual(new Set([join(seeds, "link"), join(seeds, "last.txt")]));
  expect(watcher?.directories()).toBe(1);
});

test("one file of two overlapping roots is hinted at once, under one name", async () => {
  mkdirSync(join(seeds, "inner"));
  symlinkSync("seeds", join(base, "link"));
  const { noticed } = watchAndFollow(seeds, join(seeds, "inner"), join(base, "link"));
  expect(watcher?.directories()).toBe(2);
  writeFileSync(join(seeds, "inner/a.txt"), "text");
  expect(await noticed(join(seeds, "inner/a.txt"))).toBe(true);
});

test("a root that goes away is hinted at, and watched again once a scan finds it back", async () => {
  const { noticed } = watchAndFollow(seeds);
  renameSync(seeds, join(base, "away"));
  expect(await noticed(seeds)).toBe(true);
  expect(watcher?.directories()).toBe(0);
  renameSync(join(base, "away"), seeds);
  watcher?.refresh(scanArchive([seeds]).directories);
  writeFileSync(join(seeds, "a.txt"), "text");
  expect(await noticed(join(seeds, "a.txt"))).toBe(true);
});

test("a root that is missing at first is watched once a scan finds it", async () => {
  const late = join(base, "late");
  const { noticed } = watchAndFollow(late);
  expect(watcher?.directories()).toBe(0);
  mkdirSync(join(late, "day"), { recursive: true });
  writeFileSync(join(late, "day/1.txt"), "text");
  watcher?.refresh(scanArchive([late]).directories);
  expect(await noticed(join(late, "day/1.txt"))).toBe(true);
  expect(watcher?.directories()).toBe(2);
});

test("a root that is a link led elsewhere is watched there after the next scan", async () => {
  mkdirSync(join(base, "other"));
  const link = join(base, "current");
  symlinkSync("seeds", link);
  const { noticed } = watchAndFollow(link);
  rmSync(link);
  symlinkSync("other", link);
  watcher?.refresh(scanArchive([link]).directories);
  writeFileSync(join(base, "other/a.txt"), "text");
  expect(await noticed(join(link, "a.txt"))).toBe(true);
});

test("a scan that finds what is watched already changes nothing and hints at nothing", () => {
  mkdirSync(join(seeds, "day"));
  const { hints } = watchAndFollow(seeds);
  watcher?.refresh(scanArchive([seeds]).directories);
  expect(hints).toEqual([]);
  expect(watcher?.directories()).toBe(2);
});

/** A limit of our own takes a name space of our own. */
const canLimit = spawnSync("unshare", ["-r", "sh", "-c", "echo 3 > /proc/sys/user/max_inotify_watches"]).status === 0;

const outOfWatches = /ENOSPC.*3 directories are watched.*fs\.inotify\.max_user_watches/;

test.skipIf(!canLimit)("without watches left, one error says what to do (where limits can be set)", () => {
  for (let number = 0; number < 6; number += 1) mkdirSync(join(seeds, String(number)));
  const script = `
    import { ArchiveWatcher } from ${JSON.stringify(join(import.meta.dirname, "archive-watcher.ts"))};
    const errors = [];
    const onError = ({ message }) => errors.push(message);
    const watcher = new ArchiveWatcher({ roots: [${JSON.stringify(seeds)}], onHint: () => undefined, onError });
    console.log(JSON.stringify([watcher.directories(), errors]));
    watcher.close();`;
  const shell = 'echo 3 > /proc/sys/user/max_inotify_watches && exec "$1" --input-type=module-typescript -e "$2"';
  const argv = ["-r", "sh", "-c", shell, "sh", process.execPath, script];
  const [watched, errors] = JSON.parse(execFileSync("unshare", argv, { encoding: "utf8" }));
  expect(watched).toBe(3);
  expect(errors).toEqual([expect.stringMatching(outOfWatches)]);
});
