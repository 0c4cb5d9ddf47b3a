import { isDeepStrictEqual } from "node:util";
import type pg from "pg";
import { CatalogInUseError } from "../catalog.ts";
import type { Node } from "../sharing.ts";
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

/**
 * The one feedmill that writes to a catalog. It holds an advisory lock for as long as its connection lasts, and begins
 * an epoch when it takes it; every transaction that writes makes sure of the epoch first. So one that lost the lock without
 * knowing writes nothing once another leads.
 */
export class Leader {
  readonly database: Database;
  #client: pg.Client;
  #epoch: number;
  #isLocked = true;

  private constructor(database: Database, client: pg.Client) {
    this.database = database;
    this.#client = client;
    this.#epoch = 0;
    this.#watch(client);
  }

  /** Takes the lock. Throws `CatalogInUseError` where another feedmill has it. `epoch` is set by `begin`. */
  static async lock(database: Database): Promise<Leader> {
    return new Leader(database, await lockedConnection(database.location));
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
  }

  /** Greater than that of everyone who led before. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Runs `work` in one transaction, while this leads. Throws `CatalogInUseError` where another leads. */
  async transaction<T>(work: (session: LeaderSession) => Promise<T>): Promise<T> {
    if (!this.#isLocked) await this.#lockAgain();
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
    if (row !== undefined) return row;
    // Another one led meanwhile, and wrote. This one gives its lock back: what it knows of the catalog is out of date.
    await this.close();
    throw inUse(this.database.location);
  }

  async close(): Promise<void> {
    this.#isLocked = false;
    await disconnect(this.#client);
  }

  /** The connection of the lock broke: this leads on if nobody else did meanwhile. */
  async #lockAgain(): Promise<void> {
    const client = await lockedConnection(this.database.location);
    await disconnect(this.#client);
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

async function lockedConnection(location: PostgresLocation): Promise<pg.Client> {
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
  throw inUse(location);
}

/** What the key of the leader's lock is made of. */
export function lockName({ schema }: PostgresLocation): string {
  return `feedmill ${schema}`;
}

function inUse(location: PostgresLocation): CatalogInUseError {
  return new CatalogInUseError(
    `another feedmill writes the catalog ${nameOf(location)}; stop it, or give this one a schema of its own (catalog-schema)`,
  );
}
