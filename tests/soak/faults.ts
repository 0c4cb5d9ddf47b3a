import {
  closeSync,
  existsSync,
  openSync,
  renameSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { between, type Random } from "../../bench/random.ts";
import type { KeptDaemon } from "./kept-daemon.ts";

export interface FaultDeps {
  readonly daemon: KeptDaemon;
  readonly archive: string;
  readonly data: string;
  readonly random: Random;
  /** Whether the data directory is a disk of its own, that may be filled. */
  readonly hasSmallDisk: boolean;
}

/** One thing that goes wrong, and is over when it resolves. The name is for the figures; false where it did not apply. */
export type Fault = readonly [name: string, happen: () => Promise<boolean>];

/** In milliseconds. */
const LONGEST_MS = 3000;

export function faultsOf(deps: FaultDeps): readonly Fault[] {
  const { daemon, data, random } = deps;
  return [
    ["kill -9", () => restart(deps, "SIGKILL")],
    [
      "kill -9 twice while it starts",
      async () => {
        await restart(deps, "SIGKILL");
        await pause(random() * 300);
        return restart(deps, "SIGKILL");
      },
    ],
    ["stop and start", () => restart(deps, "SIGTERM")],
    ["catalog deleted, truncated or overwritten", () => restart(deps, "SIGKILL", () => damage(data, random))],
    [
      "settings read again",
      () => {
        daemon.hangUp();
        return Promise.resolve(true);
      },
    ],
    ["worker killed", () => daemon.killWorker()],
    ["archive away and back", () => takeArchiveAway(deps)],
    ["disk full", () => fillDisk(deps)],
  ];
}

async function restart(
  { daemon, random }: FaultDeps,
  signal: "SIGTERM" | "SIGKILL",
  meanwhile: () => void = () => undefined,
): Promise<boolean> {
  await daemon.end(signal);
  meanwhile();
  await daemon.start(between(random, 1, 2));
  return true;
}

function damage(data: string, random: Random): void {
  const path = join(data, "catalog.db");
  if (!existsSync(path)) return;
  const kind = between(random, 0, 2);
  if (kind === 0) rmSync(path);
  else if (kind === 1) truncateSync(path, 4096 * between(random, 0, 40));
  else overwriteHeader(path);
}

async function takeArchiveAway({ archive, random }: FaultDeps): Promise<boolean> {
  renameSync(archive, `${archive}-away`);
  await pause(random() * LONGEST_MS);
  renameSync(`${archive}-away`, archive);
  return true;
}

async function fillDisk({ daemon, data, random, hasSmallDisk }: FaultDeps): Promise<boolean> {
  if (!hasSmallDisk) return false;
  // Without room it does not start; that is another fault, and ends it.
  await daemon.until(({ articles }) => typeof articles === "number");
  const ballast = join(data, "ballast");
  fill(ballast, data);
  await pause(random() * LONGEST_MS);
  rmSync(ballast);
  return true;
}

/** What is inside a row SQLite cannot know to be damaged: it keeps no checksums. */
function overwriteHeader(path: string): void {
  const file = openSync(path, "r+");
  writeSync(file, Buffer.alloc(8192, "damaged "), 0, 8192, 0);
  closeSync(file);
}

/** Takes all room there is, to the last block. */
function fill(path: string, directory: string): void {
  writeFileSync(path, "");
  const file = openSync(path, "a");
  try {
    const { bavail, bsize } = statfsSync(directory);
    writeSync(file, Buffer.alloc(bavail * bsize));
    for (;;) writeSync(file, Buffer.alloc(bsize));
  } catch {
    // It is full.
  } finally {
    closeSync(file);
  }
}
