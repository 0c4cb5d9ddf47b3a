import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { generateArchive } from "../../bench/generate-archive.ts";
import { createRandom } from "../../bench/random.ts";
import { percentile } from "../../bench/statistics.ts";
import { askDaemon } from "../../src/daemon/control-door.ts";
import { freePort } from "../free-port.ts";
import { ChurnedArchive } from "./churned-archive.ts";
import { Cluster, type ClusterNode } from "./cluster.ts";
import { documents } from "./documents.ts";
import type { Figures } from "./figures.ts";
import { KeptDaemon } from "./kept-daemon.ts";
import { nodeFaultsOf } from "./node-faults.ts";
import { readOn, type ReadersDeps } from "./readers.ts";
import { changeOn, failOn } from "./stir.ts";

const STEADY_FILES = 300;
const READERS_OF_EACH = 2;
/** How often in a row all is to look the same before it counts as settled. */
const STILL = 4;
const everySecond = ["--scan-every", "* * * * * *"];
/** The same wherever a daemon listens, so that documents can be equal. */
const address = ["--public-url", "http://localhost"];

export interface NodesSoak {
  readonly directory: string;
  readonly count: number;
  readonly minutes: number;
  readonly seed: number;
  readonly figures: Figures;
}

/**
 * Several daemons on one archive with one PostgreSQL, under faults, changes and readers for as long as asked; then all of
 * them are held against each other and against a daemon with SQLite. Returns what was measured.
 */
export async function soakNodes({
  directory,
  count,
  minutes,
  seed,
  figures,
}: NodesSoak): Promise<Record<string, string>> {
  const archive = join(directory, "archive");
  generateArchive(archive, STEADY_FILES, seed);
  const random = createRandom(seed);
  const args = ["--seeds", archive, ...everySecond, ...address];
  const onEnd = (lastWords: string): void => figures.fail(`a daemon ended by itself: ${lastWords}`);
  const cluster = await Cluster.start(directory, count, args, onEnd);
  const churned = new ChurnedArchive(archive, random);
  const leads: number[] = [];
  const untilMs = performance.now() + minutes * 60_000;
  const stopping = new AbortController();
  try {
    const steady = (await settled(cluster.nodes)) - churned.articles();
    const readers = readersOf(cluster, { random, figures, lasting: churned.lasting, signal: stopping.signal });
    const faults = nodeFaultsOf({ cluster, random, onLead: (tookMs) => leads.push(tookMs) });
    const stirring = { random, figures, untilMs };
    await Promise.all([changeOn(stirring, churned), failOn(stirring, faults)]);
    stopping.abort();
    await Promise.all(readers);
    for (const { clock } of cluster.nodes) clock.set(0);
    const found = await settled(cluster.nodes);
    const expected = steady + churned.articles();
    if (found !== expected) figures.fail(`there are ${found} articles, and files of ${expected}`);
    const equal = await compare(cluster, await sentWithSqlite(cluster, directory, args), directory, figures);
    return {
      Machines: `${count} daemons, one PostgreSQL`,
      "Articles at the end": `${found}, in ${readdirSync(archive).length} files`,
      "Documents equal on all, and with SQLite": `${equal}, in bytes and ETags`,
      "Another led after": leads.length === 0 ? "-" : describe(leads),
    };
  } finally {
    await cluster.remove();
  }
}

function readersOf(
  { nodes }: Cluster,
  { random, ...shared }: Pick<ReadersDeps, "random" | "figures" | "lasting" | "signal">,
): Promise<void>[] {
  return nodes.flatMap(({ daemon, url }) =>
    Array.from({ length: READERS_OF_EACH }, () =>
      readOn({
        ...shared,
        url,
        random: createRandom(Math.floor(random() * 1_000_000)),
        epoch: () => daemon.epoch,
        isUp: () => daemon.isUp,
      }),
    ),
  );
}

function describe(leads: readonly number[]): string {
  const seconds = (share: number): string => (percentile(leads, share) / 1000).toFixed(1);
  return `${seconds(0.5)} s at the median, ${seconds(1)} s at the longest, of ${leads.length}`;
}

type Placed = Pick<ClusterNode, "daemon" | "data">;

/** Accepts what is held, waits until nothing is wrong with any and nothing changes; returns how many articles there are. */
async function settled(nodes: readonly Placed[]): Promise<number> {
  let articles = -1;
  for (let still = 0; still < STILL;) {
    for (const { data } of nodes) await askDaemon(data, { kind: "accept-deletions" }).catch(() => undefined);
    await pause(1500);
    const said = await Promise.all(nodes.map(readiness));
    const counts = new Set(said.map((one) => one.articles));
    const [now = -1] = counts;
    const isStill =
      counts.size === 1 && now === articles && said.every((one) => one.ready && one.degraded === undefined);
    still = isStill ? still + 1 : 0;
    articles = now;
  }
  return articles;
}

interface Readiness {
  readonly ready: boolean;
  readonly degraded?: string;
  readonly articles?: number;
}

async function readiness({ daemon }: Placed): Promise<Readiness> {
  const said: Readiness = JSON.parse(await daemon.text("/readyz"));
  return said;
}

/** What a daemon with SQLite sends that has the archive and the ledger alone. */
async function sentWithSqlite(
  cluster: Cluster,
  directory: string,
  args: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const data = join(directory, "sqlite");
  mkdirSync(data);
  writeFileSync(join(data, "ledger.jsonl"), await cluster.ledger());
  const daemon = new KeptDaemon([...args, "--data", data, "--port", String(await freePort())], () => undefined);
  await daemon.start(1);
  await settled([{ daemon, data }]);
  const sent = await documents(daemon);
  await daemon.end("SIGTERM");
  rmSync(data, { recursive: true });
  return sent;
}

/** Returns how many documents there are. */
async function compare(
  { nodes }: Cluster,
  expected: ReadonlyMap<string, string>,
  directory: string,
  figures: Figures,
): Promise<number> {
  for (const [at, { daemon }] of nodes.entries()) {
    for (const [path, said] of await documents(daemon)) {
      if (expected.get(path) === said) continue;
      const name = path.replaceAll("/", "_");
      writeFileSync(join(directory, `node-${at + 1}${name}`), said);
      writeFileSync(join(directory, `sqlite${name}`), expected.get(path) ?? "");
      figures.fail(`${path} of machine ${at + 1} is not what one with SQLite sends; both are in ${directory}`);
    }
  }
  return expected.size;
}
