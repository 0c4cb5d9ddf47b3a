import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { makePrivateDirectory } from "../../lib/fs/private-files.ts";
import { isDamage } from "../../lib/sqlite/result-codes.ts";
import type { Catalog, OpenedCatalog, WritingOptions } from "../catalog.ts";
import { Ledger } from "../ledger/ledger.ts";
import { LEDGER_FILE } from "../ledger/ledger-lines.ts";
import { Applier } from "./apply-change.ts";
import { SqliteArticles } from "./articles.ts";
import { ContentReader, ContentWriter } from "./content.ts";
import { lockForWriting, openDatabase } from "./database.ts";
import { SqliteDocuments } from "./documents.ts";
import { CaptureRecords, FileRecords, SqliteFiles } from "./files.ts";
import { IndexWriter } from "./index-writer.ts";
import { LedgerTables } from "./ledger-tables.ts";
import { Linking } from "./linking.ts";
import { Maintenance } from "./maintenance.ts";
import { SqliteState } from "./state.ts";
import { inTransaction } from "./statements.ts";

/** See `CatalogAccess.write`. */
export async function openSqliteToWrite(dataDir: string, options: WritingOptions): Promise<OpenedCatalog> {
  makePrivateDirectory(dataDir);
  try {
    return await openToWrite(dataDir, options);
  } catch (error) {
    if (isDamage(error) || !(error instanceof Error) || !("errcode" in error)) throw error;
    // SQLite names neither the file nor a remedy.
    const remedy = "check its disk and its permissions, or choose another (--data)";
    throw new Error(`the catalog in the data directory ${dataDir} cannot be opened: ${error.message}; ${remedy}`, {
      cause: error,
    });
  }
}

async function openToWrite(dataDir: string, options: WritingOptions): Promise<OpenedCatalog> {
  using opened = new DisposableStack();
  opened.defer(lockForWriting(dataDir));
  const log = Ledger.open(join(dataDir, LEDGER_FILE));
  opened.defer(() => log.close());
  if (options.ledger !== undefined) log.add(options.ledger);
  const { db, origin } = openDatabase(dataDir);
  opened.defer(() => db.close());

  const ledger = new LedgerTables(db, log);
  const parts = createParts(db, ledger);
  const change = await parts.files.apply({ ingested: [], removed: [] });
  const { siteId, isNew } = inTransaction(db, () => ledger.establishSiteId(() => options.siteId ?? randomUUID()));
  const kept = opened.move();
  const catalog: Catalog = { ...parts, close: async () => kept.dispose() };
  return { catalog, origin, siteId, isNew, warnings: ledger.warnings(), change };
}

/** Everything of a catalog that is opened to write but the way to close it. */
export function createParts(db: DatabaseSync, ledger: LedgerTables): Omit<Catalog, "close"> {
  const reader = new ContentReader(db);
  const contents = new ContentWriter(db, reader);
  const index = new IndexWriter(db);
  const files = new FileRecords(db, new CaptureRecords(db, contents, index));
  const linking = new Linking(db, reader);
  const applier = new Applier(db, { files, reader, ledger, contents, index, linking });
  const maintenance = new Maintenance(db, { reader, contents, index, linking });
  return {
    articles: new SqliteArticles(db, reader),
    files: new SqliteFiles(db, reader, (change) => applier.apply(change)),
    documents: new SqliteDocuments(db),
    state: new SqliteState(db, reader, (corrections) => maintenance.maintain(corrections)),
  };
}
