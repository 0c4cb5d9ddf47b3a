import type { DatabaseSync } from "node:sqlite";
import type { Article } from "../../model/article.ts";
import type { DayCount } from "../../model/captured-article.ts";
import type { TimelessQuery } from "../../search/candidates.ts";
import { toArticle, type ArticleRow } from "../article-rows.ts";
import type { SegmentCandidates, SegmentRange } from "../selecting/segment-lookup.ts";
import type { CapturedKey, CapturedRow, OrderedRow, SelectionTables, SortKey } from "../selecting/tables.ts";
import type { ContentReader } from "./content.ts";
import { SegmentReader } from "./segments.ts";
import { prepareQuery, type Query } from "./statements.ts";

interface NewnessRow {
  readonly newness: number;
  readonly id: string;
  readonly capture: number;
}

const capturedColumns = `id, outlet_id AS outletId, capture, surfaced_at AS surfacedAt,
  first_captured_at AS firstCapturedAt, shown_bytes AS shownBytes`;
const dayCounts = "SELECT date(first_captured_at, 'unixepoch') AS day, count(*) AS articles FROM article";

/** What selections look up in SQLite. */
export class SqliteSelectionTables implements SelectionTables {
  readonly #contents: ContentReader;
  readonly #segments: SegmentReader;
  readonly #find: Query<ArticleRow & { readonly capture: number }>;
  readonly #order: Query<NewnessRow>;
  readonly #orderOfOutlet: Query<NewnessRow>;
  readonly #showing: Query<CapturedRow>;
  readonly #days: Query<DayCount>;
  readonly #daysOfOutlet: Query<DayCount>;
  readonly #between: Query<CapturedRow>;
  readonly #before: Query<CapturedRow>;
  readonly #beforeOfOutlet: Query<CapturedRow>;
  readonly #after: Query<CapturedRow>;
  readonly #afterOfOutlet: Query<CapturedRow>;
  readonly #lastCapture: Query<{ readonly at: number | null }>;
  readonly #unindexed: Query<unknown>;
  readonly #hidden: Query<{ readonly capture: number }>;

  constructor(db: DatabaseSync, contents: ContentReader) {
    this.#contents = contents;
    this.#segments = new SegmentReader(db);
    this.#find = prepareQuery(
      db,
      `SELECT id, outlet_id, capture, published_at, published_at_is_capture_time, updated_at, first_captured_at,
         captured_at, surfaced_at, found_twin_id, found_twin_url, revision,
         (SELECT story_id FROM report WHERE article_id = id) AS story_id
       FROM article WHERE id = ?`,
    );
    const ordered = "SELECT newness, id, capture FROM article WHERE";
    const order = "(newness, id) > (?, ?) ORDER BY newness, id LIMIT ?";
    this.#order = prepareQuery(db, `${ordered} ${order}`);
    this.#orderOfOutlet = prepareQuery(db, `${ordered} outlet_id = ? AND ${order}`);
    const captured = `SELECT ${capturedColumns} FROM article WHERE`;
    this.#showing = prepareQuery(db, `${captured} capture IN (SELECT value FROM json_each(?))`);
    this.#days = prepareQuery(db, `${dayCounts} GROUP BY day`);
    this.#daysOfOutlet = prepareQuery(db, `${dayCounts} WHERE outlet_id = ? GROUP BY day`);
    this.#between = prepareQuery(
      db,
      `${captured} (first_captured_at, id) > (?, ?) AND first_captured_at < ? ORDER BY first_captured_at, id LIMIT ?`,
    );
    const before = "(first_captured_at, id) < (?, ?) ORDER BY first_captured_at DESC, id DESC LIMIT ?";
    this.#before = prepareQuery(db, `${captured} ${before}`);
    this.#beforeOfOutlet = prepareQuery(db, `${captured} outlet_id = ? AND ${before}`);
    const after = "(first_captured_at, id) > (?, ?) ORDER BY first_captured_at, id LIMIT ?";
    this.#after = prepareQuery(db, `${captured} ${after}`);
    this.#afterOfOutlet = prepareQuery(db, `${captured} outlet_id = ? AND ${after}`);
    this.#lastCapture = prepareQuery(db, "SELECT max(captured_at) AS at FROM capture");
    this.#unindexed = prepareQuery(db, "SELECT 1 FROM unindexed_capture LIMIT 1");
    this.#hidden = prepareQuery(db, "SELECT capture FROM hidden_capture WHERE capture BETWEEN ? AND ?");
  }

  async inOrder(after: SortKey | undefined, max: number, outletId?: string): Promise<readonly OrderedRow[]> {
    const key = [after === undefined ? Number.MIN_SAFE_INTEGER : -after.surfacedAt, after?.id ?? "", max] as const;
    const rows = outletId === undefined ? this.#order.all(...key) : this.#orderOfOutlet.all(outletId, ...key);
    return rows.map(({ newness, id, capture }) => ({ surfacedAt: -newness, id, capture }));
  }

  async showing(captures: readonly number[]): Promise<readonly CapturedRow[]> {
    return this.#showing.all(JSON.stringify(captures));
  }

  async find(ids: readonly string[]): Promise<ReadonlyMap<string, Article>> {
    const found = new Map<string, Article>();
    for (const id of ids) {
      const article = this.#article(id);
      if (article !== undefined) found.set(id, article);
    }
    return found;
  }

  async days(outletId?: string): Promise<readonly DayCount[]> {
    return outletId === undefined ? this.#days.all() : this.#daysOfOutlet.all(outletId);
  }

  async capturedBetween(after: CapturedKey, until: number, max: number): Promise<readonly CapturedRow[]> {
    return this.#between.all(after.firstCapturedAt, after.id, until, max);
  }

  async capturedBefore(key: CapturedKey | undefined, max: number, outletId?: string): Promise<readonly CapturedRow[]> {
    const bounds = [key?.firstCapturedAt ?? Number.MAX_SAFE_INTEGER, key?.id ?? "", max] as const;
    return outletId === undefined ? this.#before.all(...bounds) : this.#beforeOfOutlet.all(outletId, ...bounds);
  }

  async capturedAfter(key: CapturedKey | undefined, max: number, outletId?: string): Promise<readonly CapturedRow[]> {
    const bounds = [key?.firstCapturedAt ?? Number.MIN_SAFE_INTEGER, key?.id ?? "", max] as const;
    return outletId === undefined ? this.#after.all(...bounds) : this.#afterOfOutlet.all(outletId, ...bounds);
  }

  async lastCapture(): Promise<number | undefined> {
    return this.#lastCapture.get()?.at ?? undefined;
  }

  async isSearchable(): Promise<boolean> {
    return this.#unindexed.get() === undefined;
  }

  async segments(): Promise<readonly SegmentRange[]> {
    return this.#segments.list();
  }

  async candidates(range: SegmentRange, query: TimelessQuery): Promise<SegmentCandidates | undefined> {
    return this.#segments.candidates(range, query);
  }

  async hidden(first: number, last: number): Promise<readonly number[]> {
    return this.#hidden.all(first, last).map(({ capture }) => capture);
  }

  #article(id: string): Article | undefined {
    const row = this.#find.get(id);
    if (row === undefined) return undefined;
    const content = this.#contents.find(row.capture);
    return content && toArticle(row, content);
  }
}
