import type { DatabaseSync, StatementSync } from "node:sqlite";
import { toSeconds } from "../../lib/time/seconds.ts";
import type { Twin } from "../../model/article.ts";
import {
  claimOf,
  cutBytes,
  rivalOf,
  suspectsAmong,
  toPresent,
  type PresentCapture,
  type PresentRow,
} from "../capture-rows.ts";
import type { AppliedChange } from "../catalog.ts";
import { articleRevision, deriveArticle, type DerivedArticle } from "../derive-article.ts";
import { fieldsShown } from "../field-bits.ts";
import type { ContentReader } from "./content.ts";
import type { LedgerTables } from "./ledger-tables.ts";
import { prepareQuery, type Query } from "./statements.ts";

interface ArticleRow {
  readonly outlet_id: string;
  readonly capture: number;
  readonly revision: string;
  readonly shown_bytes: number;
}

type Ledger = Pick<LedgerTables, "rememberedOf" | "isTakenDown">;

type Effect = "added" | "revised" | "removed" | "unchanged";

/** Derives articles again from all captures of their ids, those that only the ledger has too, and their twins with them. */
export class ArticleWriter {
  readonly #ledger: Ledger;
  readonly #captures: Query<PresentRow>;
  readonly #find: Query<ArticleRow>;
  readonly #remove: StatementSync;
  readonly #put: ReturnType<typeof createRowWriter>;
  readonly #twins: TwinClaims;
  readonly #noteRivals: ReturnType<typeof createRivalWriter>;

  constructor(db: DatabaseSync, { ledger, contents }: { readonly ledger: Ledger; readonly contents: ContentReader }) {
    this.#ledger = ledger;
    this.#captures = prepareQuery(
      db,
      `SELECT number, sha256, captured_at, published_at, text_hash, content_hash, outlet_id, canonical_url, twin_id,
         shown_bytes, fields, rival IS NOT NULL AS has_rival
       FROM capture WHERE article_id = ?`,
    );
    this.#find = prepareQuery(db, "SELECT outlet_id, capture, revision, shown_bytes FROM article WHERE id = ?");
    this.#remove = db.prepare("DELETE FROM article WHERE id = ?");
    this.#put = createRowWriter(db);
    this.#twins = createTwinClaims(db);
    this.#noteRivals = createRivalWriter(db, contents);
  }

  write(articleIds: Iterable<string>): Omit<AppliedChange, "problems"> & { readonly changedIds: ReadonlySet<string> } {
    const derived = new Map<string, DerivedArticle<PresentCapture> | undefined>();
    const twinIds = new Set<string>();
    for (const id of articleIds) {
      const article = this.#derive(id);
      derived.set(id, article);
      for (const twinId of this.#twins.claim(id, claimOf(article))) twinIds.add(twinId);
    }
    for (const id of twinIds) if (!derived.has(id)) derived.set(id, this.#derive(id));

    const counts = { added: 0, revised: 0, removed: 0, unchanged: 0 };
    const outletIds = new Set<string>();
    const changedIds = new Set<string>();
    for (const [id, article] of derived) {
      const effect = this.#write(id, article, outletIds);
      counts[effect] += 1;
      if (effect !== "unchanged") changedIds.add(id);
    }
    return { ...counts, outletIds, changedIds };
  }

  #derive(id: string): DerivedArticle<PresentCapture> | undefined {
    if (this.#ledger.isTakenDown(id)) return undefined;
    const present = this.#captures.all(id).map(toPresent);
    const article = deriveArticle(present, this.#ledger.rememberedOf(id));
    if (article) this.#noteRivals(article.shown, present);
    return article;
  }

  #write(id: string, article: DerivedArticle<PresentCapture> | undefined, outletIds: Set<string>): Effect {
    const before = this.#find.get(id);
    if (article === undefined) {
      if (before === undefined) return "unchanged";
      this.#remove.run(id);
      outletIds.add(before.outlet_id);
      return "removed";
    }
    const foundTwin = article.shown.twinId === undefined ? this.#twins.findTwin(id) : undefined;
    const revision = articleRevision(article.shown.contentHash, article, foundTwin);
    const isSame = before?.revision === revision && before.shown_bytes === cutBytes(article);
    if (!isSame || before.capture !== article.shown.number) this.#put(id, article, foundTwin, revision);
    if (before?.revision === revision) return "unchanged";
    outletIds.add(article.shown.outletId);
    if (before === undefined) return "added";
    outletIds.add(before.outlet_id);
    return "revised";
  }
}

function createRowWriter(db: DatabaseSync) {
  const put = db.prepare(
    `INSERT INTO article (id, outlet_id, capture, published_at, published_at_is_capture_time, updated_at,
       first_captured_at, captured_at, surfaced_at, found_twin_id, found_twin_url, revision, shown_bytes, fields)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET outlet_id = excluded.outlet_id, capture = excluded.capture,
       published_at = excluded.published_at, published_at_is_capture_time = excluded.published_at_is_capture_time,
       updated_at = excluded.updated_at, first_captured_at = excluded.first_captured_at,
       captured_at = excluded.captured_at, surfaced_at = excluded.surfaced_at,
       found_twin_id = excluded.found_twin_id, found_twin_url = excluded.found_twin_url, revision = excluded.revision,
       shown_bytes = excluded.shown_bytes, fields = excluded.fields`,
  );
  return (id: string, article: DerivedArticle<PresentCapture>, foundTwin: Twin | undefined, revision: string): void => {
    put.run(
      id,
      article.shown.outletId,
      article.shown.number,
      toSeconds(article.publishedAt),
      Number(article.publishedAtIsCaptureTime),
      toSeconds(article.updatedAt),
      toSeconds(article.firstCapturedAt),
      toSeconds(article.capturedAt),
      toSeconds(article.surfacedAt),
      foundTwin?.id ?? null,
      foundTwin?.url ?? null,
      revision,
      cutBytes(article),
      fieldsShown(article.shown.fields, article.publishedAtIsCaptureTime),
    );
  };
}

/** Notes of each capture that is not shown whether it is of another article. */
function createRivalWriter(
  db: DatabaseSync,
  contents: ContentReader,
): (shown: PresentCapture, present: readonly PresentCapture[]) => void {
  const put = db.prepare("UPDATE capture SET rival = ? WHERE number = ?");
  return (shown, present) => {
    for (const suspect of suspectsAmong(present, shown)) {
      put.run(
        rivalOf(suspect, (number) => contents.find(number)),
        suspect.capture.number,
      );
    }
  };
}

/** Claims of articles to be twins, so that the one named can name the other back. */
interface TwinClaims {
  /** Records the twin that an article names, or that it names none. Returns the ids of articles this may concern. */
  claim(articleId: string, claim: { readonly twinId: string; readonly url: string } | undefined): readonly string[];
  /** An article that names this one; of several, the one with the smallest id. */
  findTwin(articleId: string): Twin | undefined;
}

function createTwinClaims(db: DatabaseSync): TwinClaims {
  const find = prepareQuery<{ twin_id: string; url: string }>(
    db,
    "SELECT twin_id, url FROM twin_claim WHERE article_id = ?",
  );
  const put = db.prepare("INSERT OR REPLACE INTO twin_claim (article_id, twin_id, url) VALUES (?, ?, ?)");
  const remove = db.prepare("DELETE FROM twin_claim WHERE article_id = ?");
  const first = prepareQuery<Twin>(
    db,
    "SELECT article_id AS id, url FROM twin_claim WHERE twin_id = ? ORDER BY article_id LIMIT 1",
  );

  return {
    claim(articleId, claim) {
      const before = find.get(articleId);
      if (before?.twin_id === claim?.twinId && before?.url === claim?.url) return [];
      if (claim === undefined) remove.run(articleId);
      else put.run(articleId, claim.twinId, claim.url);
      return [before?.twin_id, claim?.twinId].filter((id) => id !== undefined);
    },
    findTwin(articleId) {
      const row = first.get(articleId);
      return row && { id: row.id, url: row.url };
    },
  };
}
