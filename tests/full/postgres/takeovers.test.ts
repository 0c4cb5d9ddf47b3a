import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { articleFile, everySecond, readyz, stop } from "../faults/fault-sandbox.ts";
import { shiftableClock, type ShiftableClock } from "../faults/shiftable-clock.ts";
import { settled, writeDraft } from "./drafts.ts";
import { feedmillBeside, place, sentWithSqlite, timeless, type Place } from "./node.ts";
import { isWithoutPostgres, PostgresServer, type Lead } from "./postgres-server.ts";
import { Way } from "./way.ts";

const HOUR_MS = 3_600_000;
const NODES = 3;
const follows = "another feedmill leads";

/** One of the daemons that share a catalog. */
interface Node extends Place {
  readonly way: Way;
  readonly clock: ShiftableClock;
  readonly daemon: DaemonProcess;
}

/** Notes which connection wrote in which epoch. */
const AUDIT = `
  CREATE TABLE audit (server timestamptz, pid int, epoch bigint, PRIMARY KEY (server, pid, epoch));
  CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO public.audit SELECT pg_postmaster_start_time(), pg_backend_pid(), epoch FROM shared.leader
      ON CONFLICT DO NOTHING;
    RETURN NULL;
  END $$;
  ${["ledger", "file", "capture", "article", "document", "state"]
    .map(
      (table) => `CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON shared.${table} EXECUTE FUNCTION audit();`,
    )
    .join("\n")}`;

/** Connections that wrote on when another daemon led. */
const TWO_EPOCHS = "SELECT count(*) FROM (SELECT FROM audit GROUP BY server, pid HAVING count(*) > 1) AS fenced";

/** One after the other, for they go on with what the one before left. */
describe.skipIf(isWithoutPostgres)("three daemons that share a catalog", { timeout: 300_000 }, () => {
  let server: PostgresServer;
  let nodes: readonly Node[];
  let archive: string;
  let draft = 0;

  beforeAll(async () => {
    server = await PostgresServer.start(["fsync = off"]);
    ({ archive } = place());
    nodes = await Promise.all(Array.from({ length: NODES }, start));
    server.runSql(AUDIT);
  });
  afterAll(async () => {
    for (const { way } of nodes) await way[Symbol.asyncDispose]();
    await server.remove();
  });

  async function start(): Promise<Node> {
    const [where, way, clock] = [place(archive), await Way.to(server.port), shiftableClock()];
    const args = [...where.args, ...server.flags("shared", way.port), ...everySecond];
    return { ...where, way, clock, daemon: await startDaemon(args, clock.env) };
  }

  const daemonsOf = (some: readonly Node[]): DaemonProcess[] => some.map(({ daemon }) => daemon);

  const lead = (): Promise<Lead | undefined> => server.lead("shared");

  /** Waits until one of these leads. Returns it, and the others. */
  async function leaderOf(some: readonly Node[]): Promise<readonly [Node, ...Node[]]> {
    const find = async (): Promise<Node | undefined> => {
      const leading = (await lead())?.node;
      return some.find(({ data }) => leading?.endsWith(`:${data}`));
    };
    await expect.poll(find).toBeDefined();
    const leader = await find();
    if (leader === undefined) throw new Error("the lead changed at once");
    return [leader, ...nodes.filter((node) => node !== leader)];
  }

  /** A new draft of all articles is to be served by all of them, the same. */
  async function taken(some: readonly Node[] = nodes): Promise<ReadonlyMap<string, unknown>> {
    writeDraft(archive, ++draft);
    return settled(daemonsOf(some), draft);
  }

  test("go on when one lost the lead and does not know: it writes nothing, and follows, though no file comes", async () => {
    const shown = join(archive, "taken-down.txt");
    writeFileSync(shown, articleFile(98, "撤回"));
    await taken();
    const [leader, ...others] = await leaderOf(nodes);
    const feed = (): Promise<string> => leader.daemon.text("/feeds/voa-zh/rss.xml");
    await expect.poll(feed).toContain("<title>撤回");
    const fenced = leader.daemon.line("another feedmill writes the catalog");
    leader.way.cutConnection((await lead())?.port ?? 0);
    const [next] = await leaderOf(others);
    await feedmillBeside("takedown", shown, "--data", next.data, ...server.flags("shared"));
    await expect.poll(feed).not.toContain("<title>撤回");
    await fenced;
    await leader.daemon.line(follows);
    rmSync(shown);
    await taken();
    expect(server.runSql(TWO_EPOCHS)).toBe("0");
  });

  test("go on when a change was written and nobody heard of it", async () => {
    const [{ way }] = await leaderOf(nodes);
    for (let commits = 0; commits < 3; commits++) {
      way.loseCommitAfter(commits);
      await taken();
    }
    expect(server.runSql(TWO_EPOCHS)).toBe("0");
  });

  test("go on when the network to the database is cut for the leader and for another", async () => {
    const before = await taken();
    const [leader, other, third] = await leaderOf(nodes);
    if (other === undefined || third === undefined) throw new Error("there are three");
    for (const { way } of [leader, other]) way.cut();
    await leaderOf([third]);
    await taken([third]);
    await readyz(other.daemon, ({ degraded }) => String(degraded).includes("does not answer"));
    for (const { daemon } of [leader, other]) {
      const feed = await daemon.fetch("/feeds/all/rss.xml", { "Accept-Encoding": "br" });
      expect([feed.status, await feed.text()]).toEqual([200, last(before.get("/feeds/all/rss.xml br"))]);
    }
    for (const { way } of [leader, other]) way.mend();
    await settled(daemonsOf(nodes), draft);
    await readyz(other.daemon, ({ degraded }) => degraded === undefined);
    expect(server.runSql(TWO_EPOCHS)).toBe("0");
  });

  test("are not misled by the clocks of two, hours ahead and behind", async () => {
    const [leader, other, third] = await leaderOf(nodes);
    leader.clock.set(5 * HOUR_MS);
    other?.clock.set(-5 * HOUR_MS);
    await taken();
    leader.way.cutConnection((await lead())?.port ?? 0);
    third?.way.cut();
    await leaderOf(other === undefined ? [] : [other]);
    third?.way.mend();
    await taken();
    for (const { clock } of nodes) clock.set(0);
    expect(server.runSql(TWO_EPOCHS)).toBe("0");
  });

  test("go on with a standby that is promoted, and send what one with SQLite sends", async () => {
    const standby = await server.standby();
    try {
      const [leader] = await leaderOf(nodes);
      const shown = join(archive, "taken-down.txt");
      writeFileSync(shown, articleFile(99, "撤回"));
      await expect.poll(() => leader.daemon.text("/feeds/voa-zh/rss.xml")).toContain("撤回");
      await feedmillBeside("takedown", shown, "--data", leader.data, ...server.flags("shared"));
      const written = server.runSql("SELECT pg_current_wal_lsn()");
      const isReplayed = (): string => standby.runSql(`SELECT pg_last_wal_replay_lsn() >= '${written}'`);
      await expect.poll(isReplayed).toBe("t");
      // Of what is written now, the standby has a part at the most.
      writeDraft(archive, ++draft);
      await leader.daemon.prints();
      await server.kill();
      for (const { way } of nodes) way.leadTo(standby.port);
      await leader.daemon.line("is a standby");
      standby.promote();
      const documents = await taken();
      expect(JSON.stringify([...documents])).not.toContain("<title>撤回");
      for (const { daemon } of nodes) await stop(daemon);

      expect(standby.runSql(TWO_EPOCHS)).toBe("0");
      expect(await sentWithSqlite(archive, standby.flags("shared"))).toBe(timeless(documents));
    } finally {
      await standby.remove();
    }
  });
});

/** The body of a document. */
function last(sent: unknown): unknown {
  return Array.isArray(sent) ? sent.at(-1) : undefined;
}
