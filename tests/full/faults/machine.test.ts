import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startDaemon, startDaemonWithin, type DaemonProcess } from "../daemon-harness.ts";
import { articleFile, everySecond, everything, readyz, sandbox, served, stop } from "./fault-sandbox.ts";
import { shiftableClock } from "./shiftable-clock.ts";

const FEW_HANDLES = 100;
const DAY_MS = 24 * 60 * 60 * 1000;

/** A disk of our own takes a name space of our own. */
const canMount = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;

/** A command that goes before a daemon's and mounts something at a directory first. */
function mounting(script: string, directory: string): { within: readonly string[] } {
  return { within: ["unshare", "-rm", "sh", "-c", `${script} && shift && exec "$@"`, "sh", directory] };
}

/** Fills the disk that only the daemon sees, through its eyes, to the last block. Returns what makes room again. */
function fillDisk(daemon: DaemonProcess, directory: string): () => void {
  const ballast = join(`/proc/${daemon.process.pid}/root`, directory, "ballast");
  const { bavail, bsize } = statfsSync(join(ballast, ".."));
  writeFileSync(ballast, Buffer.alloc(bavail * bsize));
  return () => rmSync(ballast);
}

test.skipIf(!canMount)(
  "a full disk leaves the feeds as they are and says so, and what came meanwhile is caught up with (where a small disk may be mounted)",
  async () => {
    const { archive, data, args } = sandbox(20);
    mkdirSync(data);
    const disk = mounting('mount -t tmpfs -o size=32m none "$1"', data);
    writeFileSync(join(archive, "overwritten.txt"), articleFile(1));
    await using daemon = await startDaemonWithin(disk, [...args, ...everySecond]);
    const before = await everything(daemon);
    const makeRoom = fillDisk(daemon, data);
    // The first is for the catalog alone; what the second overwrites goes to the ledger before.
    writeFileSync(join(archive, "new.txt"), articleFile(2));
    writeFileSync(join(archive, "overwritten.txt"), articleFile(1, "改过的标题").replace(/\d+/, "1760000000000"));
    await daemon.line("the next scan will try again");
    expect(await readyz(daemon, ({ degraded }) => degraded !== undefined)).toMatchObject({ ready: true });
    expect(await everything(daemon)).toEqual(before);

    makeRoom();
    await readyz(daemon, ({ degraded }) => degraded === undefined);
    const feed = await daemon.text("/feeds/voa-zh/feed.json");
    expect(feed).toContain("第2篇");
    expect(feed).toContain("改过的标题");
    const caughtUp = await everything(daemon);
    await stop(daemon);
    // The disk is gone with its daemon, the ledger with it: only the overwritten capture's time was in there alone.
    await using after = await startDaemon(args);
    const withoutLedger = await after.text("/feeds/nyt-zh/rss.xml");
    expect(caughtUp.get("/feeds/nyt-zh/rss.xml")).toContain(withoutLedger);
  },
);

test.skipIf(!canMount).each([
  ["that cannot be written to", 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"'],
  ["on a disk without room", 'mount -t tmpfs -o size=4k none "$1"'],
])("a data directory %s is told as such (where mounting is allowed)", async (_what, script) => {
  const { data, args } = sandbox(3);
  mkdirSync(data);
  await expect(startDaemonWithin(mounting(script, data), args)).rejects.toThrow(data);
});

/** Opens so many connections that the daemon has to turn the last away. Returns what closes them. */
async function crowdOut(daemon: DaemonProcess, count: number): Promise<() => void> {
  const port = Number(new URL(daemon.url).port);
  const taken: Socket[] = [];
  const leave = (): void => taken.forEach((socket) => socket.destroy());
  onTestFinished(leave);
  for (let number = 0; number < count; number++) {
    const socket = connect(port, "127.0.0.1").resume();
    socket.on("error", () => undefined);
    await once(socket, "connect");
    taken.push(socket);
  }
  const last = taken.at(-1);
  if (last?.closed === false) await once(last, "close");
  return leave;
}

function limitHandles({ process: { pid } }: DaemonProcess, most: number): void {
  execFileSync("prlimit", ["--pid", String(pid), `--nofile=${most}:`]);
}

test("file handles that run out cost no article, and what came meanwhile is caught up with", async () => {
  const { archive, args } = sandbox(20);
  const path = join(archive, "changed.txt");
  const other = join(archive, "other.txt");
  writeFileSync(path, articleFile(1));
  writeFileSync(other, articleFile(2));
  const few = { within: ["bash", "-c", `ulimit -n ${FEW_HANDLES}; exec "$@"`, "bash"] };
  await using daemon = await startDaemonWithin(few, args);
  expect(await daemon.text("/feeds/voa-zh/feed.json")).toContain("第1篇");
  const { problems: before } = await readyz(daemon, () => true);
  const leave = await crowdOut(daemon, FEW_HANDLES + 20);
  // Idle connections are closed in time, which would let it have handles again at a moment of its own.
  limitHandles(daemon, 1);
  writeFileSync(path, articleFile(1, "改过的标题"));
  const line = await Promise.race([daemon.line("EMFILE"), daemon.line("改过的标题")]);
  expect(line).toContain("EMFILE");
  leave();
  limitHandles(daemon, FEW_HANDLES);
  // A file that goes asks for a scan: the next one by the clock is due the later, the slower the machine.
  rmSync(other);
  await daemon.line("the archive was scanned");
  await readyz(daemon, ({ problems, degraded }) => problems === before && degraded === undefined);
  expect(await daemon.text("/feeds/voa-zh/feed.json")).toContain("改过的标题");
});

// Between scans the daemons rest, for 125 times as long as they took.
test.concurrent("what is held for a day is held that long, whatever the clock says", async () => {
  const { archive, args } = sandbox(30);
  const shifted = shiftableClock();
  await using daemon = await startDaemon([...args, ...everySecond], shifted.env);
  const before = await everything(daemon);
  for (const name of readdirSync(archive)) rmSync(join(archive, name), { recursive: true });
  await readyz(daemon, ({ degraded }) => degraded !== undefined);
  // Just after a tick, so that the clock is looked at before the next one.
  await daemon.line("the archive was scanned");
  shifted.set(2 * DAY_MS);
  for (let scan = 0; scan < 3; scan++) await daemon.line("the archive was scanned");
  expect(await readyz(daemon, () => true)).toMatchObject({ degraded: expect.stringContaining("files have gone") });
  expect(await everything(daemon)).toEqual(before);
});

test.concurrent.each([
  ["forwards", 400 * DAY_MS],
  ["backwards", -400 * DAY_MS],
])("a clock that jumps %s changes nothing of what is published, and stops no scan", async (_direction, shiftMs) => {
  const { archive, args } = sandbox(20);
  const shifted = shiftableClock();
  await using daemon = await startDaemon([...args, ...everySecond], shifted.env);
  const before = await everything(daemon);
  // Just after a tick, so that the clock is looked at before the next one.
  await daemon.line("the archive was scanned");
  shifted.set(shiftMs);
  for (let scan = 0; scan < 3; scan++) await daemon.line("the archive was scanned");
  expect(await everything(daemon)).toEqual(before);
  shifted.set(0);
  writeFileSync(join(archive, "new.txt"), articleFile(1));
  await daemon.line(served);
  expect(await daemon.text("/feeds/voa-zh/feed.json")).toContain("第1篇");
});
