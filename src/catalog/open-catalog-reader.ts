import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { CatalogReader } from "./catalog.ts";
import { createCatalogReader } from "./catalog-reader.ts";
import { BUSY_TIMEOUT_MS, CATALOG_FILE } from "./open-database.ts";
import { SCHEMA_VERSION, schemaVersionOf } from "./schema.ts";

/**
 * Opens a catalog that a writer has made, to read, in another thread or process. Throws where there is none, or one of
 * another schema version. Open it once the writer is up: a catalog the writer had to set aside is not followed.
 */
export function openCatalogReader(dataDir: string): CatalogReader {
  const db = new DatabaseSync(join(dataDir, CATALOG_FILE), { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    const version = schemaVersionOf(db);
    if (version !== SCHEMA_VERSION) throw new Error(`the catalog in ${dataDir} has an old schema: version ${version}`);
    db.exec("PRAGMA cache_size = -2048");
    return createCatalogReader(db);
  } catch (error) {
    db.close();
    throw error;
  }
}
