import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { generateArchive } from "../../bench/generate-archive.ts";
import { createRandom } from "../../bench/random.ts";
import { spawnDaemon, type DaemonProcess } from "../daemon-process.ts";
import { send } from "../http-harness.ts";
import type { Figures } from "./figures.ts";
import { load, type Expected, type LoadResult } from "./load.ts";
import { openSlowClients } from "./slow-clients.ts";

const FILES = 1_000;
const IDLE = 10_000;
const SLOW = 400;
const MEAN_PER_SECOND = 20;
const BURST = 50;
const PHASE_SECONDS = 10;
/** As many connections are opened at a time: fewer than the system lets wait (net.core.somaxconn). */
const AT_ONCE = 200;
/** What the idle, the slow and a burst that comes to a standstill may take. */
const HANDLES = 15_000;
/** More than the daemon waits for an idle connection, with its looks at who is late. */
const LONGEST_IDLE_MS = 120_000;

/**
 * Readers of a steady rate, alone; with 10,000 connections that stand idle; in a burst of 50 times as many, with slow
 * clients besides; and after it. Returns what was measured.
 */
export async function flood(directory: string, seed: number, figures: Figures): Promise<Record<string, string>> {
  const archive = join(directory, "archive");
  generateArchive(archive, FILES, seed);
  const places = ["--seeds", archive, "--data", join(directory, "data")];
  const daemon = await spawnDaemon([...places, "--trusted-proxies", "loopback"], "Found ");
  try {
    requireHandles(daemon);
    return await measure(daemon, seed, figures);
  } finally {
    daemon.signal("SIGTERM");
    await daemon.exited;
  }
}

async function measure(daemon: DaemonProcess, seed: number, figures: Figures): Promise<Record<string, string>> {
  const port = Number(new URL(daemon.url).port);
  const expected = await documents(port);
  const random = createRandom(seed);
  const facts: Record<string, string> = {};
  async function phase(name: string, perSecond: number): Promise<void> {
    const result = await load({ port, expected, perSecond, seconds: PHASE_SECONDS, random });
    for (const [failure, times] of result.failures) figures.fail(`${name}: ${failure}, ${times} times`);
    facts[name] = describeLoad(result, perSecond);
    console.log(`${name}: ${facts[name]}`);
  }

  await phase("Readers alone", MEAN_PER_SECOND);
  const handlesBefore = handlesOf(daemon);
  const residentBefore = residentKilobytes(daemon);
  const idle = await openIdle(port, expected);
  facts["Idle connections"] = `${handlesOf(daemon) - handlesBefore}, each after one answer`;
  await phase("Readers beside them", MEAN_PER_SECOND);
  const resident = residentKilobytes(daemon);
  facts["Memory"] =
    `${megabytes(residentBefore)} before, ${megabytes(resident)} with them: ${((resident - residentBefore) / IDLE).toFixed(1)} kB a connection`;

  const slow = await openSlowClients(port, SLOW, "/feeds/all/atom.xml");
  await phase(`A burst beside them and ${SLOW} slow clients`, MEAN_PER_SECOND * BURST);
  facts["Memory in the burst"] = megabytes(residentKilobytes(daemon));
  await phase("Readers after it", MEAN_PER_SECOND);
  facts["Slow clients closed meanwhile"] = String(SLOW - slow.remaining());
  slow.end();

  const untilMs = performance.now() + LONGEST_IDLE_MS;
  const areClosed = (): boolean => idle.every(({ destroyed }) => destroyed) && handlesOf(daemon) <= handlesBefore;
  while (performance.now() < untilMs && !areClosed()) await pause(500);
  facts["Closed by the daemon when they had been idle too long"] = String(
    idle.filter(({ destroyed }) => destroyed).length,
  );
  if (!areClosed()) figures.fail(`${handlesOf(daemon) - handlesBefore} more file handles are open than before`);
  for (const socket of idle) socket.destroy();
  await phase("Readers when all are gone", MEAN_PER_SECOND);
  facts["Memory when all are gone"] = megabytes(residentKilobytes(daemon));
  if (!(await daemon.text("/readyz")).includes('"ready":true')) figures.fail("the daemon is not ready");
  return facts;
}

async function documents(port: number): Promise<Expected[]> {
  const paths = ["all", "nyt-zh", "voa-zh", "dw-zh"].flatMap((feed) =>
    ["rss.xml", "atom.xml", "feed.json"].map((file) => `/feeds/${feed}/${file}`),
  );
  return Promise.all(
    paths.map(async (path) => {
      const { status, headers, body } = await send({ port, path, headers: { "Accept-Encoding": "gzip" } });
      if (status !== 200) throw new Error(`${path} was answered ${status}`);
      return { path, etag: headers.etag ?? "", body };
    }),
  );
}

/** Opens the connections, a few at a time, asks once over each, and leaves them open. */
async function openIdle(port: number, [document]: readonly Expected[]): Promise<readonly Socket[]> {
  const request = `GET ${document?.path} HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: ${document?.etag}\r\n\r\n`;
  const sockets: Socket[] = [];
  while (sockets.length < IDLE) {
    const more = Array.from({ length: AT_ONCE }, () => connect(port, "127.0.0.1"));
    await Promise.all(more.map((socket) => (socket.write(request), once(socket, "data"))));
    // A server that is done with a connection closes it or resets it.
    for (const socket of more) socket.on("error", () => undefined);
    sockets.push(...more);
  }
  return sockets;
}

/** Each end of a connection takes a handle, the daemon's and ours. */
function requireHandles({ process: child }: DaemonProcess): void {
  const limits = readFileSync(`/proc/${child.pid}/limits`, "utf8");
  const limit = Number(/Max open files +(\d+)/.exec(limits)?.[1]);
  if (limit < HANDLES)
    throw new Error(`This takes ${HANDLES} file handles, and ${limit} are allowed: raise the hard limit (ulimit -Hn).`);
}

function handlesOf({ process: child }: DaemonProcess): number {
  return readdirSync(`/proc/${child.pid}/fd`).length;
}

function residentKilobytes({ process: child }: DaemonProcess): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]);
}

function megabytes(kilobytes: number): string {
  return `${Math.round(kilobytes / 1024)} MB`;
}

function describeLoad({ answers, latenciesMs, latestMs }: LoadResult, perSecond: number): string {
  const at = (share: number): string => (latenciesMs[Math.floor((latenciesMs.length - 1) * share)] ?? NaN).toFixed(1);
  return `${perSecond} a second, ${answers} whole answers; half within ${at(0.5)} ms, 99 of 100 within ${at(0.99)}, all within ${at(1)}; asked ${latestMs.toFixed(0)} ms late at most`;
}
