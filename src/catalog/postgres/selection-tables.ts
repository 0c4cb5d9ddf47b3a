import type { Article } from "../../model/article.ts";
import type { DayCount } from "../../model/captured-article.ts";
import type { TimelessQuery } from "../../search/candidates.ts";
import { toArticle, type ArticleRow } from "../article-rows.ts";
import type { SegmentCandidates, SegmentRange } from "../selecting/segment-lookup.ts";
import type { CapturedKey, CapturedRow, OrderedRow, SelectionTables, SortKey } from "../selecting/tables.ts";
import type { Contents, PackedRow } from "./content.ts";
import type { Prepared, Session } from "./database.ts";
import { SegmentReader } from "./segments.ts";

const captured = `SELECT id, outlet_id AS "outletId", capture, surfaced_at AS "surfacedAt",
  first_captured_at AS "firstCapturedAt", shown_bytes AS "shownBytes" FROM article WHERE`;
const ordered = `SELECT id, capture, -newness AS "surfacedAt" FROM article WHERE`;
/** A null bounds nothing. */
const dayCounts = `SELECT to_char(to_timestamp(first_captured_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
  count(*) AS articles FROM article WHERE $1::text IS NULL OR outlet_id = $1 GROUP BY day`;

/** Each LIMIT makes a look at an index of it: tables joined that were small when it was planned would be read as a whole. */
const articlesById: Prepared = {
  name: "articles_by_id",
  text: `SELECT article.*, (SELECT story_id FROM report WHERE article_id = article.id) AS story_id, packed, dictionary
    FROM unnest($1::text[]) AS asked (id),
      LATERAL (
        SELECT id, outlet_id, capture, published_at, published_at_is_capture_time, updated_at, first_captured_at,
          captured_at, surfaced_at, found_twin_id, found_twin_url, revision
        FROM article WHERE id = asked.id LIMIT 1
      ) AS article,
      LATERAL (SELECT packed, dictionary FROM content WHERE capture = article.capture LIMIT 1) AS content`,
};

/** What selections look up in PostgreSQL. */
export class PostgresSelectionTables implements SelectionTables {
  readonly #session: Session;
  readonly #contents: Contents;
  readonly #segments: SegmentReader;

  constructor(session: Session, contents: Contents) {
    this.#session = session;
    this.#contents = contents;
    this.#segments = new SegmentReader(session);
  }

  inOrder(after: SortKey | undefined, max: number, outletId?: string): Promise<readonly OrderedRow[]> {
    const key = [after === undefined ? Number.MIN_SAFE_INTEGER : -after.surfacedAt, after?.id ?? "", max];
    return this.#rows(ordered, "(newness, id) > ($1, $2) ORDER BY newness, id LIMIT $3", key, outletId);
  }

  async showing(captures: readonly number[]): Promise<readonly CapturedRow[]> {
    return captures.length === 0 ? [] : this.#session.query(`${captured} capture = ANY($1)`, [captures]);
  }

  async find(ids: readonly string[]): Promise<ReadonlyMap<string, Article>> {
    const rows = await this.#session.query<ArticleRow & PackedRow>(articlesById, [ids]);
    const contents = await this.#contents.unpack(this.#session, rows);
    const found = new Map<string, Article>();
    for (const [index, row] of rows.entries()) {
      const content = contents[index];
      if (content !== undefined) found.set(row.id, toArticle(row, content));
    }
    return found;
  }

  days(outletId?: string): Promise<readonly DayCount[]> {
    return this.#session.query(dayCounts, [outletId ?? null]);
  }

  capturedBetween(after: CapturedKey, until: number, max: number): Promise<readonly CapturedRow[]> {
    return this.#session.query(
      `${captured} (first_captured_at, id) > ($1, $2) AND first_captured_at < $3 ORDER BY first_captured_at, id LIMIT $4`,
      [after.firstCapturedAt, after.id, until, max],
    );
  }

  capturedBefore(key: CapturedKey | undefined, max: number, outletId?: string): Promise<readonly CapturedRow[]> {
    const bounds = [key?.firstCapturedAt ?? Number.MAX_SAFE_INTEGER, key?.id ?? "", max];
    const before = "(first_captured_at, id) < ($1, $2) ORDER BY first_captured_at DESC, id DESC LIMIT $3";
    return this.#rows(captured, before, bounds, outletId);
  }

  capturedAfter(key: CapturedKey | undefined, max: number, outletId?: string): Promise<readonly CapturedRow[]> {
    const bounds = [key?.firstCapturedAt ?? Number.MIN_SAFE_INTEGER, key?.id ?? "", max];
    const after = "(first_captured_at, id) > ($1, $2) ORDER BY first_captured_at, id LIMIT $3";
    return this.#rows(captured, after, bounds, outletId);
  }

  async lastCapture(): Promise<number | undefined> {
    const [row] = await this.#session.query<{ readonly at: number | null }>(
      "SELECT max(captured_at) AS at FROM capture",
    );
    return row?.at ?? undefined;
  }

  async isSearchable(): Promise<boolean> {
    return (await this.#session.query("SELECT 1 FROM unindexed_capture LIMIT 1")).length === 0;
  }

  segments(): Promise<readonly SegmentRange[]> {
    return this.#segments.list();
  }

  candidates(range: SegmentRange, query: TimelessQuery): Promise<SegmentCandidates | undefined> {
    return this.#segments.candidates(range, query);
  }

  async hidden(first: number, last: number): Promise<readonly number[]> {
    const rows = await this.#session.query<{ readonly capture: number }>(
      "SELECT capture FROM hidden_capture WHERE capture BETWEEN $1 AND $2",
      [first, last],
    );
    return rows.map(({ capture }) => capture);
  }

  /** Articles of an outlet or of all. The condition has three values, `$1` to `$3`. */
  #rows<Row>(
    select: string,
    condition: string,
    values: readonly (number | string)[],
    outletId?: string,
  ): Promise<readonly Row[]> {
    if (outletId === undefined) return this.#session.query(`${select} ${condition}`, values);
    return this.#session.query(`${select} outlet_id = $4 AND ${condition}`, [...values, outletId]);
  }
}
