import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makePrivateFile } from "../../lib/fs/private-files.ts";
import { BUSY, hasResultCode, isDamage } from "../../lib/sqlite/result-codes.ts";
import { CatalogInUseError, type CatalogOrigin } from "../catalog.ts";
import { ForeignCatalogError, migrate, SCHEMA_VERSION, schemaVersionOf } from "./schema.ts";

const CATALOG_FILE = "catalog.db";

const BUSY_TIMEOUT_MS = 5000;
/**
 * Of a new catalog; an older one keeps the pages it has. The search index is written as blobs of about a page (see the
 * schema's last step), and to keep account of four times as many pages took up to a tenth of what the index costs.
 */
const PAGE_BYTES = 16_384;

/** Opens the catalog's database to write. One that cannot be used is set aside, and another begun. */
export function openDatabase(dataDir: string): { db: DatabaseSync; origin: CatalogOrigin } {
  const path = join(dataDir, CATALOG_FILE);
  try {
    return connect(path);
  } catch (error) {
    if (!(error instanceof ForeignCatalogError) && !isDamage(error)) throw error;
    const movedTo = setCatalogAside(dataDir);
    return { db: connect(path).db, origin: { kind: "rebuilt", reason: error.message, movedTo } };
  }
}

/**
 * Opens the database of a catalog that a writer has made, to read, in another thread or process. Throws where there is
 * none, or one of another schema version.
 */
export function openDatabaseToRead(dataDir: string): DatabaseSync {
  const db = new DatabaseSync(join(dataDir, CATALOG_FILE), { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const version = schemaVersionOf(db);
    if (version !== SCHEMA_VERSION) throw new Error(`the catalog in ${dataDir} has an old schema: version ${version}`);
    db.exec("PRAGMA cache_size = -2048");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The database with its write-ahead log, in bytes; undefined where it cannot be seen. */
export function databaseBytes(dataDir: string): number | undefined {
  const path = join(dataDir, CATALOG_FILE);
  try {
    return statSync(path).size + (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0);
  } catch {
    return undefined;
  }
}

/** Renames a closed catalog, its write-ahead log with it, and drops the one set aside before. Returns the new path. */
export function setCatalogAside(dataDir: string): string {
  const broken = join(dataDir, `${CATALOG_FILE}.broken`);
  const path = join(dataDir, CATALOG_FILE);
  for (const suffix of ["", "-wal"]) {
    rmSync(broken + suffix, { force: true });
    if (existsSync(path + suffix)) renameSync(path + suffix, broken + suffix);
  }
  rmSync(`${path}-shm`, { force: true });
  return broken;
}

function connect(path: string): { db: DatabaseSync; origin: CatalogOrigin } {
  // SQLite gives the files beside it the same mode.
  makePrivateFile(path);
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    db.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
    const fromVersion = migrate(db);
    db.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA cache_size = -8192;
      PRAGMA journal_size_limit = 16777216;
    `);
    return { db, origin: originOf(fromVersion) };
  } catch (error) {
    db.close();
    throw error;
  }
}

function originOf(fromVersion: number): CatalogOrigin {
  if (fromVersion === 0) return { kind: "created" };
  return fromVersion === SCHEMA_VERSION ? { kind: "opened" } : { kind: "migrated", fromVersion };
}

/**
 * Makes this the one writer of a data directory, until the function returned is called or the process ends in
 * any way: the lock is the operating system's, held through an open transaction on a database of its own. Throws
 * `CatalogInUseError` where another writer has it.
 */
export function lockForWriting(dataDir: string): () => void {
  const lock = openLock(dataDir);
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (!hasResultCode(error, BUSY)) throw error;
    throw new CatalogInUseError(
      `another feedmill is using the data directory ${dataDir}; stop it, or give this one its own (--data)`,
      { cause: error },
    );
  }
  return () => lock.close();
}

/** The first file of a data directory that is written to: a directory that refuses it cannot be written to at all. */
function openLock(dataDir: string): DatabaseSync {
  const path = join(dataDir, "lock.db");
  try {
    makePrivateFile(path);
    return new DatabaseSync(path);
  } catch (error) {
    throw new Error(
      `the data directory ${dataDir} cannot be written to; check its permissions and its disk, or choose another (--data)`,
      { cause: error },
    );
  }
}
