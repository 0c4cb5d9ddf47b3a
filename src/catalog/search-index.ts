import type { DatabaseSync } from "node:sqlite";
import type { IngestedFile } from "./catalog.ts";
import { facetsOf } from "./facets.ts";
import type { IndexedContent, Indexing, IndexTexts } from "./index-texts.ts";
import { firstPlace, lastPlace } from "./place.ts";
import { inTransaction, prepareQuery } from "./query.ts";

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
 * written in the order of their places: FTS5 ends a segment at every row that does not come after the last.
 */
export function createSearchIndex(db: DatabaseSync, indexing: Indexing | undefined): SearchIndex {
  if (indexing === undefined) return { write() {}, indexMissing: () => 0 };
  const { version, textsOf } = indexing;
  renewOtherVersions(db, version);
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
  const nextPlace = prepareQuery<{ place: number }>(
    db,
    "SELECT coalesce(max(place) + 1, ?1) AS place FROM article WHERE place BETWEEN ?1 AND ?2",
  );
  const setPlace = db.prepare("UPDATE article SET place = ?, indexed_hash = ? WHERE id = ?");
  const put = db.prepare("INSERT INTO search (rowid, title, body, author, section, facet) VALUES (?, ?, ?, ?, ?, ?)");

  /** Where the article is to stand, and whether what stands there already is right. */
  function settlePlace(row: IndexedRow): { readonly place: number; readonly isCurrent: boolean } {
    const first = firstPlace(row.surfaced_at);
    const last = lastPlace(row.surfaced_at);
    if (row.place !== null && row.place >= first && row.place <= last) {
      return { place: row.place, isCurrent: row.indexed_hash === row.content_hash };
    }
    const { place } = nextPlace.get(first, last) ?? { place: first };
    return { place, isCurrent: false };
  }

  function writeRows(rows: readonly IndexedRow[], given: ReadonlyMap<string, GivenTexts>): void {
    const pending: { readonly row: IndexedRow; readonly place: number }[] = [];
    for (const row of rows) {
      const { place, isCurrent } = settlePlace(row);
      if (isCurrent) continue;
      setPlace.run(place, row.content_hash, row.id);
      pending.push({ row, place });
    }
    for (const { row, place } of pending.toSorted((a, b) => a.place - b.place)) {
      const { texts, language } = given.get(keyOf(row.id, row.sha256)) ?? readTexts(row.capture);
      put.run(place, texts.title, texts.body, texts.author, texts.section, facetsOf(row.outlet_id, language));
    }
  }

  function readTexts(capture: number): GivenTexts {
    const row = content.get(capture);
    if (row === undefined) throw new Error("an article shows a capture that is not there");
    const metadata: Omit<IndexedContent, "bodyHtml"> & { readonly language: string } = JSON.parse(row.metadata);
    return { language: metadata.language, texts: textsOf({ ...metadata, bodyHtml: row.body_html }) };
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
function renewOtherVersions(db: DatabaseSync, version: number): void {
  const state = prepareQuery<{ value: string }>(db, "SELECT value FROM state WHERE name = 'indexVersion'");
  if (state.get()?.value === String(version)) return;
  inTransaction(db, () => {
    db.exec("INSERT INTO search (search) VALUES ('delete-all'); UPDATE article SET place = NULL, indexed_hash = NULL");
    db.prepare("INSERT OR REPLACE INTO state (name, value) VALUES ('indexVersion', ?)").run(String(version));
  });
}
