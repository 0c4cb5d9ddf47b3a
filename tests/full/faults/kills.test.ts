import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { createRandom } from "../../../bench/random.ts";
import { startDaemon } from "../daemon-harness.ts";
import { articleFile, everything, expectAsFromScratch, LONG, sandbox } from "./fault-sandbox.ts";
import { freePort } from "../../free-port.ts";
import { sha256Hex } from "../../../src/lib/hash.ts";
import { root } from "../../root.ts";
import { temporaryDirectory } from "../../temporary-directory.ts";

/** Set it to what a failure printed, to have the same moments again. */
const seed = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
const MOMENTS = Number(process.env["TEST_MOMENTS"] ?? 5);
const main = join(root, "src/main.ts");

test(
  `kill -9 at random moments of ingesting and of overwriting files loses no capture (seed ${seed})`,
  async () => {
    const random = createRandom(seed);
    const place = await sandbox(300);
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
      const daemon = await startDaemon(place.args, {}, "Pages: ");
      await pause(random() * 700);
      overwrite(2 * round + 1);
      await pause(random() * 700);
      daemon.signal("SIGKILL");
      expect(await daemon.exited).toBeNull();
    }
    await expectAsFromScratch(place);
  },
  LONG * MOMENTS,
);

test(
  `kill -9 at random moments never has a daemon serve less than the one before (seed ${seed})`,
  async () => {
    const random = createRandom(seed);
    const place = await sandbox(60);
    const first = await startDaemon(place.args);
    const before = await everything(first);
    first.signal("SIGKILL");
    await first.exited;
    for (let round = 0; round < MOMENTS; round++) {
      const daemon = await startDaemon(place.args, {}, "documents are served");
      expect(await everything(daemon)).toEqual(before);
      await pause(random() * 300);
      daemon.signal("SIGKILL");
      await daemon.exited;
    }
  },
  LONG * MOMENTS,
);

test(
  `kill -9 at random moments of a build leaves whole files, and the next build finishes it (seed ${seed})`,
  async () => {
    const random = createRandom(seed);
    const directory = temporaryDirectory();
    const archive = join(directory, "archive");
    cpSync(join(root, "seeds"), archive, { recursive: true });
    const port = String(await freePort());
    const build = (out: string): string[] => [
      main,
      "build",
      "--out",
      out,
      "--data",
      join(directory, "data"),
      "--seeds",
      archive,
      "--port",
      port,
    ];
    const whole = join(directory, "whole");
    expect(spawnSync(process.execPath, build(whole)).status).toBe(0);
    const expected = filesIn(whole);

    const site = join(directory, "site");
    for (let round = 0; round < MOMENTS; round++) {
      const child = spawn(process.execPath, build(site), { stdio: "ignore" });
      const exited = once(child, "exit");
      while (!existsSync(site) && child.exitCode === null) await pause(1);
      await pause(random() * 200);
      child.kill("SIGKILL");
      await exited;
      const torn = [...filesIn(site)].filter(([file, sha256]) => !isTemporary(file) && sha256 !== expected.get(file));
      expect(torn).toEqual([]);
    }
    expect(spawnSync(process.execPath, build(site)).status).toBe(0);
    expect(filesIn(site)).toEqual(expected);
  },
  LONG * MOMENTS,
);

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
