import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ForeignCatalogError, migrate, SCHEMA_VERSION } from "./schema.ts";

/** What was found where the catalog should be; for the log. */
export type CatalogOrigin =
  | { readonly kind: "opened" }
  | { readonly kind: "created" }
  | { readonly kind: "migrated"; readonly fromVersion: number }
  /** What was there could not be used; it was set aside, and an empty catalog waits to be filled from the archive. */
  | { readonly kind: "rebuilt"; readonly reason: string; readonly movedTo: string };

export const CATALOG_FILE = "catalog.db";

export const BUSY_TIMEOUT_MS = 5000;
/**
 * Of a new catalog; an older one keeps the pages it has. The search index is written as blobs of about a page (see the
 * schema's last step), and to keep account of four times as many pages took up to a tenth of what the index costs.
 */
const PAGE_BYTES = 16_384;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** Opens the catalog's database to write, whatever lies there: what cannot be used is set aside and begun anew. */
export function openDatabase(dataDir: string): { db: DatabaseSync; origin: CatalogOrigin } {
  const path = join(dataDir, CATALOG_FILE);
  try {
    return connect(path);
  } catch (error) {
    if (!(error instanceof ForeignCatalogError) && !isCatalogCorrupt(error)) throw error;
    const movedTo = setCatalogAside(dataDir);
    return { db: connect(path).db, origin: { kind: "rebuilt", reason: error.message, movedTo } };
  }
}

/**
 * Whether an error says that the database is damaged. Damage beyond the first pages shows only when they are read:
 * close the catalog then, set it aside with `setCatalogAside`, and open it again.
 */
export function isCatalogCorrupt(error: unknown): error is Error {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return false;
  const primary = error.errcode & 0xff;
  return primary === CORRUPT || primary === NOT_A_DATABASE;
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
