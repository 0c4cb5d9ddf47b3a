import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { generateArchive } from "../../bench/generate-archive.ts";
import { createRandom } from "../../bench/random.ts";
import { askDaemon } from "../../src/daemon/control-door.ts";
import { freePort } from "../free-port.ts";
import { ChurnedArchive } from "./churned-archive.ts";
import { documents } from "./documents.ts";
import { faultsOf, type Fault } from "./faults.ts";
import { createFigures, describeMachine } from "./figures.ts";
import { flood } from "./flood.ts";
import { KeptDaemon } from "./kept-daemon.ts";
import { soakNodes } from "./nodes.ts";
import { readOn } from "./readers.ts";
import { changeOn, failOn } from "./stir.ts";

// npm run soak -- [--minutes N] [--seed S]: changes, faults and load for as long as asked, then a look at what is left.
// npm run soak -- --nodes N [--minutes N] [--seed S]: the same with N daemons that share a catalog in PostgreSQL.
// npm run soak -- --flood [--seed S]: connections by the thousand instead.

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "60" },
    seed: { type: "string" },
    nodes: { type: "string" },
    flood: { type: "boolean", default: false },
  },
});
const minutes = Number(values.minutes);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const count = Number(values.nodes ?? 1);
if (!(minutes > 0) || !Number.isInteger(seed) || !(count >= 1))
  throw new Error("usage: npm run soak -- [[--nodes N] [--minutes N] | --flood] [--seed S]");

// In a name space of our own a small disk can be mounted for the data, and is gone with us.
if (count === 1 && process.env["SOAK_INSIDE"] === undefined && spawnSync("unshare", ["-rm", "true"]).status === 0) {
  const env = { ...process.env, SOAK_INSIDE: "yes" };
  const { status } = spawnSync("unshare", ["-rm", process.execPath, ...process.argv.slice(1)], {
    env,
    stdio: "inherit",
  });
  process.exit(status ?? 1);
}

const STEADY_FILES = 300;
const READERS = 4;

const directory = mkdtempSync(join(tmpdir(), "feedmill-soak-"));
const figures = createFigures(join(directory, "journal.txt"));
if (values.flood || count > 1) {
  const facts = values.flood
    ? await flood(directory, seed, figures)
    : await soakNodes({ directory, count, minutes, seed, figures });
  const ran = values.flood ? "" : `${minutes} minutes, `;
  console.log(
    figures.table({
      Ran: `${ran}seed ${seed}, ${new Date().toISOString().slice(0, 10)}`,
      Machine: describeMachine(),
      ...facts,
    }),
  );
  if (figures.failures.length === 0) rmSync(directory, { recursive: true });
  process.exit(figures.failures.length === 0 ? 0 : 1);
}
const archive = join(directory, "archive");
const data = join(directory, "data");
mkdirSync(data);
const hasSmallDisk = spawnSync("mount", ["-t", "tmpfs", "-o", "size=96m", "none", data]).status === 0;
generateArchive(archive, STEADY_FILES, seed);

const random = createRandom(seed);
const seeds = ["--seeds", archive, "--scan-every", "* * * * * *"];
const address = ["--port", String(await freePort())];
const onEnd = (lastWords: string): void => figures.fail(`the daemon ended by itself: ${lastWords}`);
const daemon = new KeptDaemon([...seeds, ...address, "--data", data], onEnd);
const churned = new ChurnedArchive(archive, random);
const startedMs = performance.now();
const untilMs = startedMs + minutes * 60_000;
console.log(`seed ${seed}, ${minutes} minutes, ${hasSmallDisk ? "with" : "without"} full disks, in ${directory}`);

await daemon.start(1);
await daemon.until(({ articles }) => typeof articles === "number" && articles > 0);
const steady = (await settledArticles(daemon, data)) - churned.articles();
const stopping = new AbortController();
const readers = Array.from({ length: READERS }, (_, reader) =>
  readOn({
    url: `http://localhost:${address[1]}`,
    random: createRandom(seed + reader),
    figures,
    epoch: () => daemon.epoch,
    isUp: () => daemon.isUp,
    lasting: churned.lasting,
    signal: stopping.signal,
  }),
);

const archiveState = { isAway: false };
const faults = faultsOf({ daemon, archive, data, random, hasSmallDisk }).map(([name, happen]): Fault => {
  const wrapped = async (): Promise<boolean> => {
    archiveState.isAway = name.startsWith("archive");
    const didHappen = await happen();
    archiveState.isAway = false;
    return didHappen;
  };
  return [name, wrapped];
});
const stirring = { random, figures, untilMs };
await Promise.all([changeOn(stirring, churned, () => !archiveState.isAway), failOn(stirring, faults)]);
stopping.abort();
await Promise.all(readers);
const ranMinutes = (performance.now() - startedMs) / 60_000;

const found = await settledArticles(daemon, data);
if (found !== steady + churned.articles()) {
  figures.fail(`there are ${found} articles, and files of ${steady + churned.articles()}`);
}
const kept = await documents(daemon);
await daemon.end("SIGTERM");

// The same address with the ledger and the archive alone.
const anew = join(directory, "anew");
mkdirSync(anew);
copyFileSync(join(data, "ledger.jsonl"), join(anew, "ledger.jsonl"));
const rebuilding = new KeptDaemon([...seeds, ...address, "--data", anew], onEnd);
await rebuilding.start(1);
await settledArticles(rebuilding, anew);
const rebuilt = await documents(rebuilding);
await rebuilding.end("SIGTERM");
for (const [path, said] of kept) {
  if (rebuilt.get(path) === said) continue;
  const name = path.replaceAll("/", "_");
  writeFileSync(join(directory, `kept${name}`), said);
  writeFileSync(join(directory, `rebuilt${name}`), rebuilt.get(path) ?? "");
  figures.fail(`${path} is not what a rebuilt catalog gives; both are in ${directory}`);
}

console.log(
  figures.table({
    Ran: `${ranMinutes.toFixed(1)} minutes, seed ${seed}, ${new Date().toISOString().slice(0, 10)}`,
    Machine: describeMachine(),
    "Articles at the end": `${found}, in ${readdirSync(archive).length} files`,
    "Documents equal to those of a rebuilt catalog": `${kept.size}, in bytes and ETags`,
  }),
);
rmSync(anew, { recursive: true });
if (figures.failures.length > 0) process.exitCode = 1;
else rmSync(archive, { recursive: true });

/** Accepts what is held, waits until nothing is wrong and nothing changes, and returns how many articles there are. */
async function settledArticles(of: KeptDaemon, place: string): Promise<number> {
  let articles = -1;
  for (let still = 0; still < 4;) {
    await of.until(({ ready }) => ready === true);
    await askDaemon(place, { kind: "accept-deletions" }).catch(() => undefined);
    await pause(1500);
    const said: unknown = JSON.parse(await of.text("/readyz"));
    const { articles: now, degraded }: { articles?: number; degraded?: string } = said ?? {};
    still = degraded === undefined && now === articles ? still + 1 : 0;
    articles = now ?? -1;
  }
  return articles;
}
