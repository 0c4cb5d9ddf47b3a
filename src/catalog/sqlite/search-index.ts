import type { DatabaseSync } from "node:sqlite";
import type { Capture } from "../../model/article.ts";
import { INDEX_TEXT_VERSION, indexTextsOf, type IndexTexts } from "../../search/searched-texts.ts";
import type { IngestedFile } from "../catalog.ts";
import { facetsOf } from "./compile-selection.ts";
import { firstKey, lastKey } from "./search-key.ts";
import { inTransaction, prepareQuery } from "./statements.ts";

export interface SearchIndex {
  /** Follows articles whose rows were written, in the transaction under way. The files may bring texts along. */
  write(articleIds: readonly string[], ingested: readonly IngestedFile[]): void;
  indexMissing(max: number): number;
}

/** An article's row, as far as the index is concerned. */
interface IndexedRow {
  readonly id: string;
  readonly outlet_id: string;
  readonly surfaced_at: number;
  readonly capture: number;
  readonly sha256: string;
  readonly content_hash: string;
  readonly indexed_hash: string | null;
  readonly place: number | null;
}

const rowSql = `
  SELECT id, article.outlet_id, surfaced_at, article.capture, sha256, content_hash, indexed_hash, place
  FROM article JOIN capture ON capture.number = article.capture`;

/**
 * Keeps the search index in line with the articles; triggers remove what an article leaves behind there. Rows are
 * written in the order of their keys: FTS5 ends a segment at every row that does not come after the last.
 */
export function createSearchIndex(db: DatabaseSync): SearchIndex {
  renewOtherVersions(db);
  const find = prepareQuery<IndexedRow>(db, `${rowSql} WHERE id = ?`);
  const missing = prepareQuery<IndexedRow>(db, `${rowSql} WHERE place IS NULL LIMIT ?`);
  const missingCount = prepareQuery<{ articles: number }>(
    db,
    "SELECT count(*) AS articles FROM article WHERE place IS NULL",
  );
  const content = prepareQuery<{ metadata: string; body_html: string }>(
    db,
    "SELECT metadata, body_html FROM capture_content WHERE capture = ?",
  );
  const nextKey = prepareQuery<{ place: number }>(
    db,
    "SELECT coalesce(max(place) + 1, ?1) AS place FROM article WHERE place BETWEEN ?1 AND ?2",
  );
  const setKey = db.prepare("UPDATE article SET place = ?, indexed_hash = ? WHERE id = ?");
  const put = db.prepare("INSERT INTO search (rowid, title, body, author, section, facet) VALUES (?, ?, ?, ?, ?, ?)");

  /** The search key that the article is to have; `isCurrent` where the index has the right texts under it already. */
  function settleKey(row: IndexedRow): { readonly key: number; readonly isCurrent: boolean } {
    const first = firstKey(row.surfaced_at);
    const last = lastKey(row.surfaced_at);
    if (row.place !== null && row.place >= first && row.place <= last) {
      return { key: row.place, isCurrent: row.indexed_hash === row.content_hash };
    }
    return { key: nextKey.get(first, last)?.place ?? first, isCurrent: false };
  }

  function writeRows(rows: readonly IndexedRow[], given: ReadonlyMap<string, GivenTexts>): void {
    const pending: { readonly row: IndexedRow; readonly key: number }[] = [];
    for (const row of rows) {
      const { key, isCurrent } = settleKey(row);
      if (isCurrent) continue;
      setKey.run(key, row.content_hash, row.id);
      pending.push({ row, key });
    }
    for (const { row, key } of pending.toSorted((a, b) => a.key - b.key)) {
      const { texts, language } = given.get(keyOf(row.id, row.sha256)) ?? readTexts(row.capture);
      put.run(key, texts.title, texts.body, texts.author, texts.section, facetsOf(row.outlet_id, language));
    }
  }

  function readTexts(capture: number): GivenTexts {
    const row = content.get(capture);
    if (row === undefined) throw new Error("an article shows a capture that is not there");
    const metadata: Pick<Capture, "title" | "authors" | "section" | "language"> = JSON.parse(row.metadata);
    return { language: metadata.language, texts: indexTextsOf({ ...metadata, bodyHtml: row.body_html }) };
  }

  return {
    write(articleIds, ingested) {
      const rows = articleIds.map((id) => find.get(id)).filter((row) => row !== undefined);
      writeRows(rows, givenBy(ingested));
    },
    indexMissing(max) {
      inTransaction(db, () => writeRows(missing.all(max), new Map()));
      return missingCount.get()?.articles ?? 0;
    },
  };
}

interface GivenTexts {
  readonly language: string;
  readonly texts: IndexTexts;
}

function givenBy(ingested: readonly IngestedFile[]): ReadonlyMap<string, GivenTexts> {
  const given = new Map<string, GivenTexts>();
  for (const { outcome, sha256, indexTexts: texts } of ingested) {
    if (!outcome.ok || texts === undefined) continue;
    given.set(keyOf(outcome.value.id, sha256), { language: outcome.value.language, texts });
  }
  return given;
}

/** Of a capture. */
function keyOf(articleId: string, sha256: string): string {
  return `${articleId} ${sha256}`;
}

/** Empties an index that another version made; `indexMissing` fills it again. */
function renewOtherVersions(db: DatabaseSync): void {
  const state = prepareQuery<{ value: string }>(db, "SELECT value FROM state WHERE name = 'indexVersion'");
  if (state.get()?.value === String(INDEX_TEXT_VERSION)) return;
  inTransaction(db, () => {
    db.exec("INSERT INTO search (search) VALUES ('delete-all'); UPDATE article SET place = NULL, indexed_hash = NULL");
    db.prepare("INSERT OR REPLACE INTO state (name, value) VALUES ('indexVersion', ?)").run(String(INDEX_TEXT_VERSION));
  });
}
