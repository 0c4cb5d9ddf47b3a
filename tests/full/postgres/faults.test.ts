import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "../../../bench/random.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { everySecond, served, stop } from "../faults/fault-sandbox.ts";
import { settled, writeDraft } from "./drafts.ts";
import { place, sentWithSqlite, timeless } from "./node.ts";
import { isWithoutPostgres, PostgresServer } from "./postgres-server.ts";

/** Set it to what a failure printed, to have the same moments again. */
const seed = Number(process.env["TEST_SEED"] ?? Date.now() % 1_000_000);
const MOMENTS = Number(process.env["TEST_MOMENTS"] ?? 4);
/** The moments are among so many lines that are printed after files were overwritten. */
const MOST_LINES = 60;

/** Resolves when so many lines were printed, or what came of them is served. */
async function lines(daemon: DaemonProcess, count: number): Promise<void> {
  const over = daemon.line(served);
  for (let left = count; left > 0; left--) {
    if (await Promise.race([daemon.prints().then(() => false), over.then(() => true)])) return;
  }
}

describe.skipIf(isWithoutPostgres)("machines that share a catalog", { timeout: 20_000 * MOMENTS + 300_000 }, () => {
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
      writeDraft(archive, round);
      const at = round % 2;
      const [killed, survivor] = [daemons[at], daemons[1 - at]];
      if (killed === undefined || survivor === undefined) throw new Error("there are two daemons");
      await Promise.race([killed, survivor].map((daemon) => lines(daemon, Math.ceil(random() * MOST_LINES))));
      if (random() < 0.3) {
        await server.kill();
        await server.run();
        continue;
      }
      killed.signal("SIGKILL");
      await killed.exited;
      daemons[at] = await startDaemon([...(places[at]?.args ?? []), ...flags], {}, "Found ");
    }
    const documents = await settled(daemons, MOMENTS);
    for (const daemon of daemons) await stop(daemon);
    expect(await sentWithSqlite(archive, server.flags("killed"))).toBe(timeless(documents));
  });
});
