import { isDeepStrictEqual } from "node:util";
import type pg from "pg";
import { CatalogInUseError } from "../catalog.ts";
import type { Lead, Node } from "../sharing.ts";
import {
  connect,
  type Database,
  disconnect,
  explained,
  nameOf,
  rowsOf,
  type PostgresLocation,
  type Session,
} from "./database.ts";
import { forgetNode, seeNode } from "./nodes.ts";

/** The last number of each kind that the leader gave: numbers are never used again. */
interface LastNumbers {
  readonly capture: number;
  readonly segment: number;
  readonly publication: number;
}

/** A transaction of the leader. */
export interface LeaderSession extends Session {
  /** Takes the next numbers of a kind. Returns the first one. */
  takeNumbers(kind: keyof LastNumbers, count: number): number;
}

/** So often this looks whether it still leads: while it writes nothing, nothing else shows that another one does. */
const CONFIRM_MS = 2000;

/**
 * The one feedmill that writes to a catalog. It holds an advisory lock for as long as its connection lasts, and begins
 * an epoch when it takes it; every transaction that writes makes sure of the epoch first. So one that lost the lock without
 * knowing writes nothing once another leads.
 */
export class Leader implements Lead {
  readonly database: Database;
  readonly #takenOver = Promise.withResolvers<Error>();
  #client: pg.Client;
  #epoch = 0;
  #node: Node | undefined;
  #isLocked = true;
  #relocking: Promise<void> | undefined;
  #confirming: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  private constructor(database: Database, client: pg.Client) {
    this.database = database;
    this.#client = client;
    this.#watch(client);
  }

  /** Takes the lock. Throws `CatalogInUseError` where another feedmill has it. `epoch` is set by `begin`. */
  static async lock(database: Database): Promise<Leader> {
    const client = await lockedConnection(database.location);
    if (client !== undefined) return new Leader(database, client);
    throw new CatalogInUseError(
      `another feedmill writes the catalog ${nameOf(database.location)}; stop it, or give this one a schema of its own (catalog-schema)`,
    );
  }

  /** Begins an epoch, once the schema is there. */
  async begin(node: Node | undefined): Promise<void> {
    // The database's clock, so that no two that led are of one epoch, also where a standby took over that had not heard of
    // the last one.
    const [row] = await this.database.query<{ readonly epoch: number }>(
      `UPDATE leader SET epoch = greatest(epoch + 1, (1000 * extract(epoch FROM clock_timestamp()))::bigint),
         node = coalesce($1, node), version = coalesce($2, version), settings = coalesce($3, settings) RETURNING epoch`,
      [node?.name, node?.version, node?.settings],
    );
    if (row === undefined) throw new Error("the catalog has no row for its leader");
    this.#epoch = row.epoch;
    this.#node = node;
    this.#confirmLater();
  }

  /** Greater than that of everyone who led before. */
  get epoch(): number {
    return this.#epoch;
  }

  get takenOver(): Promise<Error> {
    return this.#takenOver.promise;
  }

  async announce(node: Node): Promise<void> {
    const [row] = await this.database.query(
      "UPDATE leader SET node = $2, version = $3, settings = $4 WHERE epoch = $1 RETURNING 1",
      [this.#epoch, node.name, node.version, node.settings],
    );
    if (row === undefined) this.#giveWay();
    this.#node = node;
    await seeNode(this.database, node);
  }

  /** Runs `work` in one transaction, while this leads. Throws `CatalogInUseError` where another leads. */
  async transaction<T>(work: (session: LeaderSession) => Promise<T>): Promise<T> {
    await this.#keepLock();
    return this.database.transaction(async (session) => {
      const before = await this.#lastNumbers(session);
      const last = { ...before };
      const takeNumbers: LeaderSession["takeNumbers"] = (kind, count) => {
        last[kind] += count;
        return last[kind] - count + 1;
      };
      const result = await work({ query: (sql, values) => session.query(sql, values), takeNumbers });
      if (!isDeepStrictEqual(last, before)) {
        const { capture, segment, publication } = last;
        await session.query("UPDATE leader SET last_capture = $1, last_segment = $2, last_publication = $3", [
          capture,
          segment,
          publication,
        ]);
      }
      return result;
    });
  }

  /** They stay locked in the transaction, so that nobody else leads before it ends. */
  async #lastNumbers(session: Session): Promise<LastNumbers> {
    const [row] = await session.query<LastNumbers>(
      `SELECT last_capture AS capture, last_segment AS segment, last_publication AS publication
       FROM leader WHERE epoch = $1 FOR UPDATE`,
      [this.#epoch],
    );
    return row ?? this.#giveWay();
  }

  close(): Promise<void> {
    this.#isLocked = false;
    clearTimeout(this.#confirming);
    this.#closing ??= this.#takeLeave();
    return this.#closing;
  }

  async #takeLeave(): Promise<void> {
    const session: Session = { query: (sql, values = []) => rowsOf(this.#client, sql, values) };
    const forgotten = this.#node && forgetNode(session, this.#node.name).catch(() => undefined);
    await disconnect(this.#client);
    await forgotten;
  }

  #confirmLater(): void {
    this.#confirming = setTimeout(() => void this.#confirm(), CONFIRM_MS).unref();
  }

  /**
   * Finds out whether another one leads, and shows that this one is there. Never rejects: a database that is away is asked
   * again, and told of by whoever writes. A lock whose connection broke is left to the next write, or to another one.
   */
  async #confirm(): Promise<void> {
    try {
      const [row] = await this.database.query("SELECT 1 FROM leader WHERE epoch = $1", [this.#epoch]);
      if (row === undefined) this.#giveWay();
      if (this.#node !== undefined) await seeNode(this.database, this.#node);
    } catch {}
    if (this.#closing === undefined) this.#confirmLater();
  }

  /** Another one leads. This one gives its lock back: what it knows of the catalog is out of date. */
  #giveWay(): never {
    const where = nameOf(this.database.location);
    const error = new CatalogInUseError(
      `another feedmill writes the catalog ${where} now, and this one follows it; give commands where that is`,
    );
    void this.close();
    this.#takenOver.resolve(error);
    throw error;
  }

  /** Takes the lock again where its connection broke: this leads on if nobody else did meanwhile. */
  async #keepLock(): Promise<void> {
    if (this.#isLocked) return;
    if (this.#closing !== undefined) this.#giveWay();
    // A second try beside the first would be refused by that.
    this.#relocking ??= this.#lockAgain().finally(() => (this.#relocking = undefined));
    await this.#relocking;
  }

  async #lockAgain(): Promise<void> {
    const client = await lockedConnection(this.database.location);
    if (client === undefined) return this.#giveWay();
    if (this.#closing !== undefined) {
      await disconnect(client);
      this.#giveWay();
    }
    void disconnect(this.#client);
    this.#client = client;
    this.#isLocked = true;
    this.#watch(client);
  }

  #watch(client: pg.Client): void {
    const lose = (): void => {
      if (client === this.#client) this.#isLocked = false;
    };
    client.on("error", lose);
    client.on("end", lose);
  }
}

/** A connection with the lock; undefined where another one has it. */
async function lockedConnection(location: PostgresLocation): Promise<pg.Client | undefined> {
  const client = await connect(location);
  try {
    const [row] = await rowsOf<{ readonly is_locked: boolean }>(
      client,
      "SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS is_locked",
      [lockName(location)],
    );
    if (row?.is_locked === true) return client;
  } catch (error) {
    await disconnect(client);
    throw explained(error, location);
  }
  await disconnect(client);
  return undefined;
}

/** What the key of the leader's lock is made of. */
export function lockName({ schema }: PostgresLocation): string {
  return `feedmill ${schema}`;
}
