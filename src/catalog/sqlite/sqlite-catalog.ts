import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { makePrivateDirectory } from "../../lib/fs/private-files.ts";
import type { Catalog, CatalogReader, OpenedCatalog, WritingOptions } from "../catalog.ts";
import { LEDGER_FILE, openLedger } from "../ledger/ledger.ts";
import { createApply } from "./apply-change.ts";
import { createArticleReader } from "./articles.ts";
import { isDamage, lockForWriting, openDatabase, openDatabaseToRead } from "./database.ts";
import { createDocumentReader, createDocumentWriter } from "./documents.ts";
import { createCoverageReader } from "./fields.ts";
import { createFileReader, createFileRecords } from "./files.ts";
import { createHistoryReader } from "./history.ts";
import { LedgerTables } from "./ledger-tables.ts";
import { createSearch } from "./search.ts";
import { createSearchIndex } from "./search-index.ts";
import { createStateReader, createStateWriter } from "./state.ts";
import { inTransaction } from "./statements.ts";
import { createTakedownReader } from "./takedowns.ts";

/** See `CatalogAccess.read`. */
export function openSqliteToRead(dataDir: string): CatalogReader {
  const db = openDatabaseToRead(dataDir);
  try {
    return createReader(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

/** See `CatalogAccess.write`. */
export function openSqliteToWrite(dataDir: string, options: WritingOptions): OpenedCatalog {
  makePrivateDirectory(dataDir);
  try {
    return openToWrite(dataDir, options);
  } catch (error) {
    if (isDamage(error) || !(error instanceof Error) || !("errcode" in error)) throw error;
    // SQLite names neither the file nor a remedy.
    const remedy = "check its disk and its permissions, or choose another (--data)";
    throw new Error(`the catalog in the data directory ${dataDir} cannot be opened: ${error.message}; ${remedy}`, {
      cause: error,
    });
  }
}

function openToWrite(dataDir: string, options: WritingOptions): OpenedCatalog {
  using opened = new DisposableStack();
  opened.defer(lockForWriting(dataDir));
  const log = openLedger(join(dataDir, LEDGER_FILE));
  opened.defer(() => log.close());
  const { db, origin } = openDatabase(dataDir);
  opened.defer(() => db.close());

  const ledger = new LedgerTables(db, log);
  const files = createFileRecords(db);
  const search = createSearchIndex(db);
  const apply = createApply(db, { files, ledger, search });
  const change = apply({ ingested: [], removed: [] });
  const { siteId, isNew } = inTransaction(db, () => ledger.establishSiteId(() => options.siteId ?? randomUUID()));
  const parts = { ...createReader(db), ...createDocumentWriter(db), ...createStateWriter(db) };
  const kept = opened.move();
  const catalog: Catalog = {
    ...parts,
    knownFiles: (directory) => files.known(directory),
    knownFile: (path) => files.find(path),
    apply,
    indexMissing: (max) => search.indexMissing(max),
    atOnce: (work) => inTransaction(db, work),
    close: () => kept.dispose(),
  };
  return { catalog, origin, siteId, isNew, warnings: ledger.warnings(), change };
}

/** The same on the writer's connection and on a reader's. */
export function createReader(db: DatabaseSync): CatalogReader {
  const search = createSearch(db);
  return {
    ...createArticleReader(db, search),
    ...createHistoryReader(db, search),
    ...createFileReader(db),
    ...createCoverageReader(db),
    ...createDocumentReader(db),
    ...createTakedownReader(db),
    ...createStateReader(db),
    close: () => db.close(),
  };
}
