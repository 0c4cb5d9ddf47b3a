import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, watch, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import { createRandom } from "../../../bench/random.ts";
import { sha256Hex } from "../../../src/lib/hash.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { articleFile, everything, fromScratch, goingOn, sandbox, served } from "./fault-sandbox.ts";

/** Set it to what a failure printed, to have the same moments again. */
const seed = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
const MOMENTS = Number(process.env["TEST_MOMENTS"] ?? 5);
/** The moments of a daemon are among its first writes; those of a build are when a file of it appears. */
const MOST_WRITES = 40;

/** Resolves at the n-th change in a directory that `counts`, or as soon as `over` does. */
async function nthChange(
  directory: string,
  n: number,
  over: Promise<unknown>,
  counts: (name: string) => boolean = () => true,
): Promise<void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  let left = n;
  const watcher = watch(directory, (_event, name) => {
    if (counts(name ?? "") && (left -= 1) <= 0) resolve();
  });
  await Promise.race([reached, over]);
  watcher.close();
}

async function kill(daemon: DaemonProcess): Promise<void> {
  daemon.signal("SIGKILL");
  expect(await daemon.exited).toBeNull();
}

test(`kill -9 at random moments of ingesting and of overwriting files loses no capture (seed ${seed})`, async () => {
  const random = createRandom(seed);
  const place = sandbox(300);
  // Each is overwritten by later captures, so that every change writes to the ledger before it writes to the catalog.
  const overwrite = (round: number): void => {
    for (let number = 1; number <= 30; number++) {
      const capturedAt = 1_750_000_000_000 + number * 1000 + round * 60_000;
      const text = articleFile(number, `第${number}篇，第${round}稿`).replace(/^<!--\d+-->/, `<!--${capturedAt}-->`);
      writeFileSync(join(place.archive, `overwritten-${number}.txt`), text);
    }
  };
  for (let round = 0; round < MOMENTS; round++) {
    overwrite(2 * round);
    await using daemon = await startDaemon(place.args, {}, "Pages: ");
    await nthChange(place.data, random() * MOST_WRITES, daemon.line(served));
    overwrite(2 * round + 1);
    await nthChange(place.data, random() * MOST_WRITES, daemon.line(served));
    await kill(daemon);
  }
  const documents = await goingOn(place);
  expect(await fromScratch(place)).toEqual(documents);
});

test(`kill -9 at random moments never has a daemon serve less than the one before (seed ${seed})`, async () => {
  const random = createRandom(seed);
  const place = sandbox(60);
  await using first = await startDaemon(place.args);
  const before = await everything(first);
  await kill(first);
  for (let round = 0; round < MOMENTS; round++) {
    await using daemon = await startDaemon(place.args, {}, "Pages: ");
    expect(await everything(daemon)).toEqual(before);
    await nthChange(place.data, random() * MOST_WRITES, daemon.line("Found "));
    await kill(daemon);
  }
});

test(`kill -9 at random moments of a build leaves whole files, and the next build finishes it (seed ${seed})`, async () => {
  const random = createRandom(seed);
  const directory = temporaryDirectory();
  const archive = join(directory, "archive");
  cpSync(join(root, "seeds"), archive, { recursive: true });
  const settings = ["--data", join(directory, "data"), "--seeds", archive, "--public-url", "http://localhost"];
  const build = (out: string): string[] => [join(root, "src/main.ts"), "build", "--out", out, ...settings];
  const whole = join(directory, "whole");
  expect(spawnSync(process.execPath, build(whole)).status).toBe(0);
  const expected = filesIn(whole);

  const site = join(directory, "site");
  for (let round = 0; round < MOMENTS; round++) {
    const missing = [...expected.keys()].filter((path) => !existsSync(join(site, path)));
    const awaited = missing[Math.floor(random() * missing.length)] ?? "";
    const child = spawn(process.execPath, build(site), { stdio: "ignore" });
    const exited = once(child, "exit");
    await nthChange(dirname(join(site, awaited)), 1 + random(), exited, (name) => name.includes(basename(awaited)));
    child.kill("SIGKILL");
    await exited;
    const torn = [...filesIn(site)].filter(([file, sha256]) => !isTemporary(file) && sha256 !== expected.get(file));
    expect(torn).toEqual([]);
  }
  expect(spawnSync(process.execPath, build(site)).status).toBe(0);
  expect(filesIn(site)).toEqual(expected);
});

/** Under this name a file is written before it takes its place. */
function isTemporary(file: string): boolean {
  return file.endsWith(".tmp");
}

function filesIn(directory: string): Map<string, string> {
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) =>
    statSync(join(directory, file)).isFile(),
  );
  return new Map(files.toSorted().map((file) => [file, sha256Hex(readFileSync(join(directory, file)))]));
}
