import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "../../../bench/random.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { articleFile, everySecond, served, stop } from "../faults/fault-sandbox.ts";
import { everything, feedmill, place, timeless } from "./node.ts";
import { isWithoutPostgres, PostgresServer } from "./postgres-server.ts";

/** Set it to what a failure printed, to have the same moments again. */
const seed = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
const MOMENTS = Number(process.env["TEST_MOMENTS"] ?? 4);
const FILES = 30;
/** The moments are among so many lines that are printed after files were overwritten. */
const MOST_LINES = 60;

/** Overwrites files with later captures of their articles. */
function overwrite(archive: string, round: number): void {
  for (let number = 1; number <= FILES; number++) {
    const capturedAt = 1_750_000_000_000 + number * 1000 + round * 60_000;
    const text = articleFile(number, `第${number}篇，第${round}稿`).replace(/^<!--\d+-->/, `<!--${capturedAt}-->`);
    writeFileSync(join(archive, `overwritten-${number}.txt`), text);
  }
}

/** Resolves when so many lines were printed, or what came of them is served. */
async function lines(daemon: DaemonProcess, count: number): Promise<void> {
  const over = daemon.line(served);
  for (let left = count; left > 0; left--) {
    if (await Promise.race([daemon.prints().then(() => false), over.then(() => true)])) return;
  }
}

describe.skipIf(isWithoutPostgres)("machines that share a catalog", { timeout: 600_000 }, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start();
  });
  afterAll(() => server.remove());

  test(`lose no capture when the leader or the database is killed at any moment (seed ${seed})`, async () => {
    const random = createRandom(seed);
    const places = [place()];
    const archive = places[0]?.archive ?? "";
    places.push(place(archive));
    const flags = [...server.flags("killed"), ...everySecond];
    const daemons = await Promise.all(places.map(({ args }) => startDaemon([...args, ...flags], {}, "Found ")));
    for (let round = 1; round <= MOMENTS; round++) {
      overwrite(archive, round);
      const at = round % 2;
      const [killed, survivor] = [daemons[at], daemons[1 - at]];
      if (killed === undefined || survivor === undefined) throw new Error("there are two daemons");
      await Promise.race([killed, survivor].map((daemon) => lines(daemon, Math.ceil(random() * MOST_LINES))));
      if (random() < 0.3) {
        await server.stop("SIGQUIT");
        await server.run();
        continue;
      }
      killed.signal("SIGKILL");
      await killed.exited;
      daemons[at] = await startDaemon([...(places[at]?.args ?? []), ...flags], {}, "Found ");
    }
    const [one, two] = daemons;
    if (one === undefined || two === undefined) throw new Error("there are two daemons");
    for (const daemon of [one, two]) {
      await expect.poll(() => daemon.text("/feeds/voa-zh/rss.xml")).toContain(`第1篇，第${MOMENTS}稿`);
    }
    await expect
      .poll(async () => (await two.fetch("/feeds/all/rss.xml")).headers.get("etag"))
      .toBe((await one.fetch("/feeds/all/rss.xml")).headers.get("etag"));
    const documents = await everything(one);
    expect(await everything(two)).toEqual(documents);
    for (const daemon of [one, two]) await stop(daemon);

    // A feedmill with SQLite, the same archive and the same ledger, publishes the same.
    const fresh = place(archive);
    mkdirSync(fresh.data);
    const where = ["--data", places[0]?.data ?? "", ...server.flags("killed")];
    writeFileSync(join(fresh.data, "ledger.jsonl"), feedmill("ledger", "export", ...where));
    const alone = await startDaemon(fresh.args);
    expect(timeless(await everything(alone))).toBe(timeless(documents));
    await stop(alone);
  });
});
