import type { DatabaseSync } from "node:sqlite";
import { isDamage } from "../../lib/sqlite/result-codes.ts";
import type { AppliedChange, CatalogChange } from "../catalog.ts";
import { signaturesIn } from "../report-rows.ts";
import type { ContentReader, ContentWriter } from "./content.ts";
import type { FileRecords } from "./files.ts";
import type { IndexWriter } from "./index-writer.ts";
import type { LedgerTables } from "./ledger-tables.ts";
import type { Linking } from "./linking.ts";
import { inTransaction } from "./statements.ts";
import { ArticleWriter } from "./write-articles.ts";

interface Parts {
  readonly files: FileRecords;
  readonly ledger: LedgerTables;
  readonly reader: ContentReader;
  readonly contents: ContentWriter;
  readonly index: IndexWriter;
  readonly linking: Linking;
}

/** The catalog's `apply`. One call at a time. */
export class Applier {
  readonly #db: DatabaseSync;
  readonly #parts: Parts;
  readonly #articles: ArticleWriter;
  /** False at first, and where the ledger may hold records of a transaction that was rolled back. */
  #isSynced = false;

  constructor(db: DatabaseSync, parts: Parts) {
    this.#db = db;
    this.#parts = parts;
    this.#articles = new ArticleWriter(db, { ledger: parts.ledger, contents: parts.reader });
  }

  async apply(change: CatalogChange): Promise<AppliedChange> {
    const { index } = this.#parts;
    let applied: AppliedChange;
    try {
      applied = inTransaction(this.#db, () => this.#applyAll(change));
      this.#isSynced = true;
    } catch (error) {
      index.discard();
      this.#isSynced = false;
      throw error;
    }
    // A ruling adds nothing to the index, and whoever made it does not wait.
    if (change.ingested.length === 0 && change.removed.length === 0) return applied;
    try {
      await index.tidy();
    } catch (error) {
      // The change is kept. Tidying that a full disk refuses is done after another change.
      if (isDamage(error)) throw error;
    }
    return applied;
  }

  #applyAll({ ingested, removed, rulings = [] }: CatalogChange): AppliedChange {
    const { files, ledger, contents, index, linking } = this.#parts;
    const articleIds = new Set(this.#isSynced ? [] : ledger.sync());
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
    const { changedIds, outletIds, ...counts } = this.#articles.write(articleIds);
    const restoried = linking.update(changedIds, signaturesIn(ingested));
    index.flush();
    contents.makeDictionary();
    return { ...counts, problems, outletIds: new Set([...outletIds, ...restoried]) };
  }
}
