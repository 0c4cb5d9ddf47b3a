import type { DatabaseSync } from "node:sqlite";
import type { AppliedChange, CatalogChange } from "../catalog.ts";
import type { FileRecords } from "./files.ts";
import type { LedgerTables } from "./ledger-tables.ts";
import type { SearchIndex } from "./search-index.ts";
import { inTransaction } from "./statements.ts";
import { createArticleWriter } from "./write-articles.ts";

interface Parts {
  readonly files: FileRecords;
  readonly ledger: LedgerTables;
  readonly search: SearchIndex;
}

/**
 * The catalog's `apply`. The first call, and the first after one that failed, brings the ledger's tables up to date: the
 * ledger may hold records of a transaction that was rolled back.
 */
export function createApply(
  db: DatabaseSync,
  { files, ledger, search }: Parts,
): (change: CatalogChange) => AppliedChange {
  const rederive = createArticleWriter(db, ledger);
  let isSynced = false;

  function applyAll({ ingested, removed, rulings = [] }: CatalogChange): AppliedChange {
    const articleIds = new Set(isSynced ? [] : ledger.sync());
    for (const articleId of ledger.rule(rulings)) articleIds.add(articleId);
    const removals = removed.map((path) => files.remove(path));
    const released = [...removals, ...ingested.map((file) => files.put(file))].filter((given) => given !== undefined);
    for (const { articleId, becameId } of released) {
      articleIds.add(articleId);
      // A takedown goes with the bytes it was ruled on.
      if (becameId !== undefined) ledger.ruleAlike(becameId, articleId);
    }
    for (const { outcome } of ingested) if (outcome.ok) articleIds.add(outcome.value.id);
    // Only now is it known whether the bytes of a file that is gone came back under another name.
    ledger.remember(released.map((given) => files.release(given)).filter((capture) => capture !== undefined));
    const problems = ingested.filter(({ outcome }) => !outcome.ok).length;
    const { counts, written } = rederive(articleIds);
    search.write(written, ingested);
    return { ...counts, problems };
  }

  return (change) => {
    try {
      const applied = inTransaction(db, () => applyAll(change));
      isSynced = true;
      return applied;
    } catch (error) {
      isSynced = false;
      throw error;
    }
  };
}
