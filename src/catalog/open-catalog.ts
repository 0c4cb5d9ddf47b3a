import { existsSync } from "node:fs";
import { join } from "node:path";
import { makePrivateDirectory } from "../lib/fs/private-files.ts";
import { isDamage } from "../lib/sqlite/result-codes.ts";
import type { CatalogReader, OpenedCatalog, WritingOptions } from "./catalog.ts";
import { LEDGER_FILE, linesOfLedger } from "./ledger/ledger-lines.ts";
import type { Sharing } from "./sharing.ts";
import { databaseBytes, lockForWriting, setCatalogAside } from "./sqlite/database.ts";
import { openSqliteToRead } from "./sqlite/open-to-read.ts";

/** The settings that say where a catalog is. */
export interface CatalogLocation {
  /** The data directory. */
  readonly data: string;
  /** The address of a PostgreSQL database, without a password; empty or absent for SQLite in the data directory. */
  readonly catalog?: string;
  /** The schema in that database; absent, it is `feedmill`. */
  readonly catalogSchema?: string;
  /** Empty or absent for none. */
  readonly catalogPasswordFile?: string;
}

/** The ways into one catalog. */
export interface CatalogAccess {
  /**
   * Opens a catalog that a writer has made, to read, in any thread or process. Throws where there is none, or one of
   * another version. Open it once the writer is up: a catalog that the writer had to set aside is not followed.
   */
  read(): Promise<CatalogReader>;
  /**
   * Opens the catalog to write. The data directory, the catalog and the ledger are made where there are none, and a
   * catalog that cannot be used is set aside. Throws `CatalogInUseError` where another process writes there, and
   * `CatalogAwayError` where its database does not answer.
   */
  write(options?: WritingOptions): Promise<OpenedCatalog>;
  /** Sets a closed catalog aside that turned out to be damaged, so that `write` begins another. Returns where it is. */
  setAside(): Promise<string>;
  /** Lines of the ledger in order, none where there is no catalog. Nobody needs to have the catalog open. */
  ledgerLines(): AsyncIterable<string>;
  /**
   * Joins those who share the catalog; absent where only one machine can have it. Rejects with `CatalogInUseError` where
   * another process has the data directory.
   */
  share?(): Promise<Sharing>;
  /** The name of the node that leads a shared catalog, or that did last. Absent, as `share` is, where there is no such thing. */
  leader?(): Promise<string | undefined>;
  /** Its size on the disk; undefined where there is none. */
  bytes(): Promise<number | undefined>;
  /** True where there is a catalog or a ledger: feedmill has run there. */
  exists(): Promise<boolean>;
}

/** The part of settings that says where the catalog is, as plain data: threads are sent it. */
export function locationOf(settings: CatalogLocation): CatalogLocation {
  const { data, catalog = "", catalogSchema = "feedmill", catalogPasswordFile = "" } = settings;
  return { data, catalog, catalogSchema, catalogPasswordFile };
}

export function openCatalog(location: CatalogLocation): CatalogAccess {
  return isInPostgres(location) ? inPostgres(location) : inDirectory(location.data);
}

export function isInPostgres({ catalog = "" }: CatalogLocation): boolean {
  return catalog !== "";
}

function inDirectory(data: string): CatalogAccess {
  return {
    read: () => openSqliteToRead(data),
    // Those who only read, which most threads and processes do, never load what writes: 10 MB.
    write: async (options = {}) => (await import("./sqlite/sqlite-catalog.ts")).openSqliteToWrite(data, options),
    setAside: async () => setCatalogAside(data),
    ledgerLines: () => linesOfLedger(join(data, LEDGER_FILE)),
    bytes: async () => databaseBytes(data),
    exists: async () => databaseBytes(data) !== undefined || existsSync(join(data, LEDGER_FILE)),
  };
}

/** Locks of data directories whose daemon shares a catalog: two on one directory would be one node. Held until the end. */
const joined = new Map<string, () => void>();

/** The driver is loaded where it is needed: it takes 4 MB of every process. */
const postgres = () => import("./postgres/postgres-catalog.ts");

function inPostgres({ data, catalog: address = "", ...settings }: CatalogLocation): CatalogAccess {
  const { catalogSchema: schema = "feedmill", catalogPasswordFile: passwordFile = "" } = settings;
  const location = { address, schema, ...(passwordFile !== "" && { passwordFile }) };
  return {
    read: async () => (await postgres()).openPostgresToRead(location),
    write: async (options = {}) => {
      const { openPostgresToWrite, hasPostgresCatalog } = await postgres();
      const ledger = join(data, LEDGER_FILE);
      if ((await hasOtherLines(ledger, options.ledger)) && !(await hasPostgresCatalog(location))) {
        // Takedowns would be undone, and ids of feeds would change, in silence.
        throw new Error(
          `${ledger} is the ledger of a catalog in SQLite; take it along first: feedmill move --to ${address}`,
        );
      }
      makePrivateDirectory(data);
      return openPostgresToWrite(location, options);
    },
    setAside: async () => {
      throw new Error(
        `the catalog is damaged; restore the database, or drop the schema ${schema} after: feedmill ledger export`,
      );
    },
    ledgerLines: async function* lines() {
      yield* (await postgres()).postgresLedger(location);
    },
    share: async () => {
      makePrivateDirectory(data);
      if (!joined.has(data)) joined.set(data, lockForWriting(data));
      return new (await import("./postgres/sharing.ts")).PostgresSharing(location);
    },
    leader: async () => (await postgres()).postgresLeader(location),
    bytes: async () => (await postgres()).postgresBytes(location),
    exists: async () => (await postgres()).hasPostgresCatalog(location),
  };
}

/** True where a ledger says something that these lines do not. */
async function hasOtherLines(path: string, lines: readonly string[] = []): Promise<boolean> {
  const known = new Set(lines);
  for await (const line of linesOfLedger(path)) if (!known.has(line)) return true;
  return false;
}

/**
 * True for an error of a catalog whose file is damaged. That can show in any call: close the catalog then, set it aside,
 * and open it again.
 */
export function isCatalogDamaged(error: unknown): error is Error {
  return isDamage(error);
}
