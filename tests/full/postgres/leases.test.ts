import { spawn, type ChildProcessByStdio } from "node:child_process";
import { cpSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { generateArchive } from "../../../bench/generate-archive.ts";
import type { CatalogLocation } from "../../../src/catalog/open-catalog.ts";
import { Database, type PostgresLocation } from "../../../src/catalog/postgres/database.ts";
import type { Node, Offers, Sharing } from "../../../src/catalog/sharing.ts";
import type { Status } from "../../../src/daemon/status.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import { startDaemon, type DaemonProcess } from "../daemon-harness.ts";
import { everySecond, stop } from "../faults/fault-sandbox.ts";
import { everything, feedmill, place, timeless, type Place } from "./node.ts";
import { locationIn, openedCatalogs } from "./opened-catalogs.ts";
import { isWithoutPostgres, PostgresServer } from "./postgres-server.ts";

let server: PostgresServer;
let schemas = 0;

const node: Node = { name: "a", version: "1", settings: "s", mayLead: true };
const bytes = (text: string): Uint8Array => Buffer.from(text);
const unread = (): Promise<never> => Promise.reject(new Error("it is not to be read"));
const text = (read: Uint8Array): string => Buffer.from(read).toString();

const newLocation = (): CatalogLocation => locationIn(server, `leases_${++schemas}`);

const postgresAt = ({ catalogSchema: schema = "" }: CatalogLocation): PostgresLocation => ({
  address: server.address(),
  schema,
  passwordFile: server.passwordFile,
});

/** Starts a process that leases a batch and hands it back when its input ends. See `reading-node.ts`. */
function startReading(location: CatalogLocation, hangingMs: number): ChildProcessByStdio<Writable, Readable, null> {
  const program = join(import.meta.dirname, "reading-node.ts");
  const said = [postgresAt(location), { ...node, name: "reading" }].map((value) => JSON.stringify(value));
  const child = spawn(process.execPath, [program, ...said, String(hangingMs)], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

const readAll = async (sharing: Sharing, read: (batch: string) => Promise<string>): Promise<void> => {
  const readOne = async (batch: Uint8Array): Promise<Uint8Array> => bytes(await read(text(batch)));
  while (await sharing.readLeased(node, readOne));
};

async function collectAll(offers: Offers): Promise<ReadonlyMap<number, string>> {
  const all = new Map<number, string>();
  for (let some = await offers.collect(); some.length > 0; some = await offers.collect()) {
    for (const { number, outcome } of some) all.set(number, text(outcome));
  }
  return all;
}

describe.skipIf(isWithoutPostgres)("batches that a leader offers", () => {
  beforeAll(async () => {
    server = await PostgresServer.start(["fsync = off"]);
  });
  afterAll(() => server.remove());

  const { lead: leadAs, follow } = openedCatalogs();
  async function lead(location: CatalogLocation): Promise<Offers> {
    const { offers } = await leadAs(location, node);
    if (offers === undefined) throw new Error("a catalog in PostgreSQL can be shared");
    return offers;
  }

  test("are each read once, by whoever comes, and come back once", async () => {
    const location = newLocation();
    const offers = await lead(location);
    const nodes = await Promise.all([follow(location), follow(location), follow(location)]);
    const batches = Array.from({ length: 40 }, (_, at) => `batch ${at}`);
    const numbers = await offers.offer(batches.map(bytes));
    const leased: string[] = [];
    const read = async (batch: string): Promise<string> => {
      leased.push(batch);
      return `${batch}, read`;
    };
    await Promise.all([...nodes, ...nodes].map((sharing) => readAll(sharing, read)));
    expect(leased.toSorted()).toEqual(batches.toSorted());
    expect(await collectAll(offers)).toEqual(new Map(numbers.map((number, at) => [number, `batch ${at}, read`])));
    expect(await offers.withdraw()).toBeUndefined();
  });

  test("are for nodes alike that were seen, and not for those that only serve", async () => {
    const location = newLocation();
    const offers = await lead(location);
    const sharing = await follow(location);
    const taker: Node = { ...node, name: "b" };
    for (const other of [{ version: "2" }, { settings: "t" }, { mayLead: false }]) {
      expect(await sharing.look({ ...taker, ...other })).toMatchObject({ hasOffers: false });
      expect(await offers.haveTakers()).toBe(false);
    }
    expect(await sharing.look(taker)).toMatchObject({ hasOffers: false });
    expect(await offers.haveTakers()).toBe(true);
    await offers.offer([bytes("a batch")]);
    for (const other of [{ version: "2" }, { settings: "t" }]) {
      expect(await sharing.look({ ...taker, ...other })).toMatchObject({ hasOffers: false });
      expect(await sharing.readLeased({ ...taker, ...other }, unread)).toBe(false);
    }
    expect(await sharing.look({ ...taker, mayLead: false })).toMatchObject({ hasOffers: false });
    expect(await sharing.look(taker)).toMatchObject({ hasOffers: true });
    await offers.end();
    expect(await sharing.look(taker)).toMatchObject({ hasOffers: false });
    expect(await sharing.readLeased(taker, unread)).toBe(false);
  });

  test("that are leased are no one else's until the lease ends: by a failure, or with the connection", async () => {
    const location = newLocation();
    const offers = await lead(location);
    const [first, second] = await Promise.all([follow(location), follow(location)]);
    const [one, two] = await offers.offer([bytes("one"), bytes("two")]);
    const failing = first.readLeased(node, async () => {
      // The other one is open, and may be taken back.
      expect(await offers.withdraw()).toBe(two);
      expect(await offers.withdraw()).toBeUndefined();
      expect(await second.readLeased(node, async () => bytes(""))).toBe(false);
      throw new Error("a reader failed");
    });
    await expect(failing).rejects.toThrow("a reader failed");

    const backend = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'`;
    const cut = first.readLeased(node, async () => {
      server.runSql(backend);
      return bytes("too late");
    });
    await expect(cut).rejects.toThrow("does not answer");
    expect(await second.readLeased(node, async (batch) => bytes(`${text(batch)}, read`))).toBe(true);
    expect(await collectAll(offers)).toEqual(new Map([[one, "one, read"]]));
  });

  test("that are leased come to another node when the one that has them hangs", async () => {
    const location = newLocation();
    const offers = await lead(location);
    const other = await follow(location);
    const [number] = await offers.offer([bytes("a batch")]);
    const hanging = startReading(location, 300);
    const said = createInterface(hanging.stdout)[Symbol.asyncIterator]();
    expect(await said.next()).toHaveProperty("value", "leased");
    hanging.kill("SIGSTOP");
    await expect.poll(() => other.readLeased(node, async (batch) => bytes(`${text(batch)}, read`))).toBe(true);
    hanging.kill("SIGCONT");
    hanging.stdin.end();
    expect(await said.next()).toHaveProperty("value", expect.stringContaining("does not answer"));
    expect(await collectAll(offers)).toEqual(new Map([[number, "a batch, read"]]));
  });

  test("are leased to a node that hangs for 20 seconds", async () => {
    const database = new Database(postgresAt(newLocation()), 1);
    const [limit] = await database.query("SELECT current_setting('idle_in_transaction_session_timeout') AS is");
    await database.close();
    expect(limit).toEqual({ is: "20s" });
  });

  test("are of no use once another leads", async () => {
    const location = newLocation();
    const before = await lead(location);
    const sharing = await follow(location);
    await before.offer([bytes("leased"), bytes("open")]);
    await sharing.readLeased(node, async () => {
      server.runSql("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'");
      const now = await lead({ ...location, data: temporaryDirectory() });
      const [number] = await now.offer([bytes("new")]);
      await before.offer([bytes("of a leader that is none")]);
      const other = await follow(location);
      const leased: string[] = [];
      await readAll(other, async (batch) => {
        leased.push(batch);
        return "read";
      });
      expect(leased).toEqual(["new"]);
      await before.end();
      expect(await collectAll(now)).toEqual(new Map([[number, "read"]]));
      return bytes("too late");
    });
    const after = await lead({ ...location, data: temporaryDirectory() }).catch(() => undefined);
    expect(after).toBeUndefined();
  });
});

/** The least of which it is told how many are read. */
const FILES = 2000;
const follows = "another feedmill leads";
const allRead = `reading: ${FILES} of ${FILES} files`;

/** Puts thousands of files into archives at once. */
function grow(seed: number, archives: readonly string[]): void {
  const directory = temporaryDirectory();
  generateArchive(join(directory, "more"), FILES, seed);
  for (const archive of archives.slice(1))
    cpSync(join(directory, "more"), join(archive, `${seed}`), { recursive: true });
  renameSync(join(directory, "more"), join(archives[0] ?? "", `${seed}`));
}

function filesRead({ data }: Place, flags: readonly string[]): { forOthers: number; byOthers: number } {
  const status: Status<string> = JSON.parse(feedmill("status", "--json", "--data", data, ...flags));
  return { forOthers: 0, byOthers: 0, ...status.filesRead };
}

/** What a feedmill with SQLite sends of the same archive. */
async function withSqlite({ archive }: Place): Promise<string> {
  await using alone = await startDaemon(place(archive).args);
  const documents = timeless(await everything(alone));
  await stop(alone);
  return documents;
}

async function sends(daemon: DaemonProcess, documents: string): Promise<void> {
  await expect.poll(async () => timeless(await everything(daemon)) === documents, { interval: 1000 }).toBe(true);
}

/** The number of batches that others read than the machine that leads, once there are some. */
async function leases(): Promise<number> {
  const held = `SELECT count(*) FROM pg_stat_activity
    WHERE state = 'idle in transaction' AND query LIKE '%FOR UPDATE OF offer%'`;
  return vi.waitUntil(() => Number(server.runSql(held)), { interval: 20, timeout: 100_000 });
}

describe.skipIf(isWithoutPostgres)("daemons that share an archive", { timeout: 600_000 }, () => {
  beforeAll(async () => {
    server = await PostgresServer.start(["fsync = off"]);
  });
  afterAll(() => server.remove());

  test("read it together, mounted or as a copy, and send what one with SQLite sends", async () => {
    const [one, copy, unmounted] = [place(), place(), place()];
    rmSync(unmounted.archive, { recursive: true });
    const flags = [...server.flags("together"), ...everySecond];
    await using first = await startDaemon([...one.args, ...flags]);
    await using second = await startDaemon([...place(one.archive).args, ...flags], {}, follows);
    await using third = await startDaemon([...copy.args, ...flags], {}, follows);
    await using fourth = await startDaemon([...unmounted.args, ...flags], {}, follows);
    grow(7, [one.archive, copy.archive]);
    await Promise.all([first.line(allRead), fourth.line("is the archive mounted")]);
    const expected = await withSqlite(one);
    for (const daemon of [first, second, third, fourth]) await sends(daemon, expected);
    const { byOthers } = filesRead(one, server.flags("together"));
    expect(byOthers).toBeGreaterThan(0);
    expect(byOthers).toBeLessThan(FILES);
    expect(filesRead(copy, server.flags("together")).forOthers).toBeGreaterThan(0);
    expect(filesRead(unmounted, server.flags("together")).forOthers).toBe(0);
    await Promise.all([first, second, third, fourth].map(stop));
  });

  test("lose nothing when some that read end or hang in the middle of a batch, and one that leads ends", async () => {
    const one = place();
    const [two, three] = [place(one.archive), place(one.archive)];
    const flags = [...server.flags("killed"), ...everySecond];
    await using first = await startDaemon([...one.args, ...flags]);
    await using second = await startDaemon([...two.args, ...flags], {}, follows);
    await using stopped = await startDaemon([...three.args, ...flags], {}, follows);
    grow(8, [one.archive]);
    expect(await leases()).toBeGreaterThan(0);
    second.signal("SIGKILL");
    await stop(stopped);
    await first.line(allRead);
    await sends(first, await withSqlite(one));

    await using hung = await startDaemon([...two.args, ...flags], {}, follows);
    grow(10, [one.archive]);
    expect(await leases()).toBeGreaterThan(0);
    hung.signal("SIGSTOP");
    await first.line(allRead);
    hung.signal("SIGCONT");
    await stop(hung);

    await using third = await startDaemon([...three.args, ...flags], {}, follows);
    grow(9, [one.archive]);
    expect(await leases()).toBeGreaterThan(0);
    first.signal("SIGKILL");
    await third.line("documents are served");
    await using fourth = await startDaemon([...two.args, ...flags], {}, follows);
    const expected = await withSqlite(one);
    for (const daemon of [third, fourth]) await sends(daemon, expected);
    await Promise.all([third, fourth].map(stop));
  });
});
