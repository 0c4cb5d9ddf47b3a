import { existsSync } from "node:fs";
import { join } from "node:path";
import type { CatalogReader, OpenedCatalog, WritingOptions } from "./catalog.ts";
import { LEDGER_FILE } from "./ledger/ledger.ts";
import { databaseBytes, isDamage, setCatalogAside } from "./sqlite/database.ts";
import { openSqliteToRead, openSqliteToWrite } from "./sqlite/sqlite-catalog.ts";

/** The settings that say where a catalog is. */
export interface CatalogLocation {
  /** The data directory. */
  readonly data: string;
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
   * catalog that cannot be used is set aside. Throws `CatalogInUseError` where another process writes there.
   */
  write(options?: WritingOptions): Promise<OpenedCatalog>;
  /** Sets a closed catalog aside that turned out to be damaged, so that `write` begins another. Returns where it is. */
  setAside(): Promise<string>;
  /** Its size on the disk; undefined where there is none. */
  bytes(): Promise<number | undefined>;
  /** True where there is a catalog or a ledger: feedmill has run there. */
  exists(): Promise<boolean>;
}

export function openCatalog({ data }: CatalogLocation): CatalogAccess {
  return {
    read: () => openSqliteToRead(data),
    write: (options = {}) => openSqliteToWrite(data, options),
    setAside: async () => setCatalogAside(data),
    bytes: async () => databaseBytes(data),
    exists: async () => databaseBytes(data) !== undefined || existsSync(join(data, LEDGER_FILE)),
  };
}

/**
 * True for an error of a catalog whose file is damaged. That can show in any call: close the catalog then, set it aside,
 * and open it again.
 */
export function isCatalogDamaged(error: unknown): error is Error {
  return isDamage(error);
}
