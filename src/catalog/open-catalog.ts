import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { createApply } from "./apply-change.ts";
import type { AppliedChange, Catalog, HeldLosses } from "./catalog.ts";
import { createCatalogReader } from "./catalog-reader.ts";
import { createDocumentWriter } from "./documents.ts";
import { createEditionWriter } from "./edition-note.ts";
import { createFileRecords } from "./file-records.ts";
import type { Indexing } from "./index-texts.ts";
import { createLedgerMirror } from "./ledger-mirror.ts";
import { openLedger } from "./ledger.ts";
import { isCatalogCorrupt, openDatabase, type CatalogOrigin } from "./open-database.ts";
import { inTransaction } from "./query.ts";
import { createSearchIndex } from "./search-index.ts";
import { lockForWriting } from "./writer-lock.ts";

export interface OpenedCatalog {
  readonly catalog: Catalog;
  readonly origin: CatalogOrigin;
  /** UUID the ids of feeds are derived from; the ledger keeps it. */
  readonly siteId: string;
  /** The ledger had no site id before: nothing was ever published from this directory. */
  readonly isNew: boolean;
  /** Lines of the ledger that have no effect, as sentences for the log. */
  readonly warnings: readonly string[];
  /** What the ledger changed, where it is not the one of the last run. */
  readonly change: AppliedChange;
}

export interface OpenOptions {
  readonly siteId?: string;
  readonly indexing?: Indexing;
}

/**
 * Opens the catalog of a data directory to write, creating directory, catalog and ledger where there are none. Throws
 * where another process writes there. `siteId` is taken for the site's where the ledger has none yet. Without `indexing`
 * the catalog cannot be searched.
 */
export function openCatalog(dataDir: string, options: OpenOptions = {}): OpenedCatalog {
  mkdirSync(dataDir, { recursive: true });
  try {
    return open(dataDir, options);
  } catch (error) {
    if (isCatalogCorrupt(error) || !(error instanceof Error) || !("errcode" in error)) throw error;
    // SQLite names neither the file nor what to do.
    const remedy = "check its disk and its permissions, or choose another (--data)";
    throw new Error(`the catalog in the data directory ${dataDir} cannot be opened: ${error.message}; ${remedy}`, {
      cause: error,
    });
  }
}

function open(dataDir: string, options: OpenOptions): OpenedCatalog {
  using opened = new DisposableStack();
  opened.defer(lockForWriting(dataDir));
  const ledger = openLedger(join(dataDir, "ledger.jsonl"));
  opened.defer(() => ledger.close());
  const { db, origin } = openDatabase(dataDir);
  opened.defer(() => db.close());

  const mirror = createLedgerMirror(db, ledger);
  const files = createFileRecords(db);
  const search = createSearchIndex(db, options.indexing);
  const apply = createApply(db, { files, mirror, search });
  const change = apply({ ingested: [], removed: [] });
  const { siteId, isNew } = inTransaction(db, () => mirror.establishSiteId(() => options.siteId ?? randomUUID()));
  const reader = createCatalogReader(db);
  const writer = createDocumentWriter(db);
  const setHeldLosses = createHeldLossesWriter(db);
  const kept = opened.move();
  const catalog: Catalog = {
    ...reader,
    ...writer,
    ...createEditionWriter(db),
    knownFiles: () => files.all(),
    knownFile: (path) => files.find(path),
    apply,
    indexMissing: (max) => search.indexMissing(max),
    setHeldLosses,
    atOnce: (work) => inTransaction(db, work),
    close: () => kept.dispose(),
  };
  return { catalog, origin, siteId, isNew, warnings: mirror.warnings(), change };
}

function createHeldLossesWriter(db: DatabaseSync): (held: HeldLosses | undefined) => void {
  const put = db.prepare(
    `INSERT INTO state (name, value) VALUES ('heldLosses', ?)
     ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
  );
  const remove = db.prepare("DELETE FROM state WHERE name = 'heldLosses'");
  return (held) => {
    if (held === undefined) remove.run();
    else put.run(JSON.stringify(held));
  };
}
