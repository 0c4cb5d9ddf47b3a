import type { DatabaseSync } from "node:sqlite";
import type { Article, Twin } from "../../model/article.ts";
import type { CapturedArticle, DayCount } from "../../model/captured-article.ts";
import type { Selection } from "../../model/selection.ts";
import { utcDay } from "../../lib/time/utc-day.ts";
import type { ArticleAddress, ArticleCount, Articles, DaysBeside, Extent, Lately, OutletSummary } from "../catalog.ts";
import type { ContentReader } from "./content.ts";
import { FieldReader } from "./fields.ts";
import { ArticleHistory } from "./history.ts";
import { NewestArticles } from "./newest.ts";
import { fromSeconds, prepareQuery, type Query } from "./statements.ts";
import { Selecting } from "./selecting.ts";

/** An article's own row. */
interface ArticleRow {
  readonly id: string;
  readonly outlet_id: string;
  readonly capture: number;
  readonly published_at: number;
  readonly published_at_is_capture_time: number;
  readonly updated_at: number;
  readonly first_captured_at: number;
  readonly captured_at: number;
  readonly surfaced_at: number;
  readonly found_twin_id: string | null;
  readonly found_twin_url: string | null;
  readonly revision: string;
}

interface OutletRow {
  readonly outlet_id: string;
  readonly articles: number;
  readonly surfaced_at: number;
  readonly capture: number;
}

const ADDRESSES_AT_A_TIME = 1000;
const HOUR_SECONDS = 3600;

/** Articles, one by one and in the order of feeds. */
export class SqliteArticles implements Articles {
  readonly #contents: ContentReader;
  readonly #find: Query<ArticleRow>;
  readonly #addresses: Query<ArticleAddress & { readonly number: number }>;
  readonly #outlets: Query<OutletRow>;
  readonly #newestCapture: Query<{ readonly at: number | null }>;
  readonly #nextOfAll: Query<{ readonly newness: number | null }>;
  readonly #nextOfOutlet: Query<{ readonly newness: number | null }>;
  readonly #fields: FieldReader;
  readonly #selecting: Selecting;
  readonly #newest: NewestArticles;
  readonly #history: ArticleHistory;

  constructor(db: DatabaseSync, contents: ContentReader) {
    this.#contents = contents;
    this.#find = prepareQuery(
      db,
      `SELECT id, outlet_id, capture, published_at, published_at_is_capture_time, updated_at, first_captured_at,
         captured_at, surfaced_at, found_twin_id, found_twin_url, revision
       FROM article WHERE id = ?`,
    );
    this.#addresses = prepareQuery(
      db,
      `SELECT article.number, id, canonical_url AS canonicalUrl
       FROM article JOIN capture ON capture.number = article.capture
       WHERE article.number > ? ORDER BY article.number LIMIT ${ADDRESSES_AT_A_TIME}`,
    );
    this.#outlets = prepareQuery(
      db,
      `SELECT total.outlet_id, total.articles, surfaced_at, capture
       FROM outlet_total AS total
       JOIN article ON id = (SELECT id FROM article WHERE outlet_id = total.outlet_id ORDER BY newness, id LIMIT 1)
       ORDER BY total.outlet_id`,
    );
    this.#newestCapture = prepareQuery(db, "SELECT max(captured_at) AS at FROM capture");
    this.#nextOfAll = prepareQuery(db, "SELECT min(newness) AS newness FROM article WHERE newness > ?");
    this.#nextOfOutlet = prepareQuery(
      db,
      "SELECT min(newness) AS newness FROM article WHERE outlet_id = ? AND newness > ?",
    );
    this.#fields = new FieldReader(db);
    this.#selecting = new Selecting(db);
    this.#newest = new NewestArticles(db);
    this.#history = new ArticleHistory(db, (id) => this.#article(id));
  }

  async *newest(selection: Selection = {}, signal?: AbortSignal): AsyncGenerator<Article, undefined> {
    const found = this.#selecting.start(selection, signal);
    for await (const row of this.#newest.rows(found)) {
      const article = this.#article(row.id);
      if (article !== undefined && (row.confirms?.(article) ?? true)) yield article;
    }
    return undefined;
  }

  async count(selection: Selection = {}, signal?: AbortSignal): Promise<ArticleCount> {
    const { query, outletIds } = selection;
    if (query !== undefined) {
      const { finder, ...started } = this.#selecting.start(selection, signal);
      if (finder !== undefined) return this.#newest.count({ finder, ...started }, (id) => this.#article(id));
    }
    const counted = this.#outlets.all().filter((row) => outletIds?.includes(row.outlet_id) ?? true);
    return { articles: counted.reduce((sum, { articles }) => sum + articles, 0), isAtLeast: false };
  }

  async find(id: string): Promise<Article | undefined> {
    return this.#article(id);
  }

  async days(selection: Selection = {}, signal?: AbortSignal): Promise<readonly DayCount[]> {
    return this.#history.days(this.#selecting.start(selection, signal));
  }

  async capturedOn(day: string, selection: Selection = {}, signal?: AbortSignal): Promise<readonly CapturedArticle[]> {
    return this.#history.capturedOn(day, this.#selecting.start(selection, signal));
  }

  async daysBeside(day: string | undefined, selection: Selection = {}, signal?: AbortSignal): Promise<DaysBeside> {
    const started = this.#selecting.start(selection, signal);
    const before = await this.#history.dayBefore(day, started);
    const after = day === undefined ? undefined : await this.#history.dayAfter(day, started);
    return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
  }

  async extent(): Promise<Extent> {
    const newestCapturedAt = this.#selecting.newestCapturedAt();
    const last = this.#newestCapture.get()?.at ?? undefined;
    return {
      isSearchable: this.#selecting.isSearchable(),
      ...(newestCapturedAt !== undefined && { newestCapturedAt }),
      ...(last !== undefined && { lastDay: utcDay(fromSeconds(last)) }),
    };
  }

  async *addresses(): AsyncGenerator<readonly ArticleAddress[], undefined> {
    let after: number | undefined = -1;
    while (after !== undefined) {
      const rows: readonly (ArticleAddress & { number: number })[] = this.#addresses.all(after);
      yield rows.map(({ id, canonicalUrl }) => ({ id, canonicalUrl }));
      after = rows.length < ADDRESSES_AT_A_TIME ? undefined : rows.at(-1)?.number;
    }
    return undefined;
  }

  async outlets(): Promise<readonly OutletSummary[]> {
    return this.#outlets.all().map((row) => ({
      outletId: row.outlet_id,
      outletName: this.#contents.find(row.capture)?.outletName ?? row.outlet_id,
      articles: row.articles,
      newestSurfacedAt: fromSeconds(row.surfaced_at),
      coverage: this.#fields.coverage(row.outlet_id),
    }));
  }

  async lately({ hours, articles }: { hours: number; articles: number }, outletId?: string): Promise<Lately> {
    return { hours: this.#activeHours(hours, outletId), fields: this.#fields.newest(articles, outletId) };
  }

  /** One look at an index for each hour, however many articles it has. */
  #activeHours(max: number, outletId: string | undefined): readonly Date[] {
    const hours: Date[] = [];
    let after = Number.MIN_SAFE_INTEGER;
    while (hours.length < max) {
      const row = outletId === undefined ? this.#nextOfAll.get(after) : this.#nextOfOutlet.get(outletId, after);
      if (typeof row?.newness !== "number") break;
      const hour = Math.floor(-row.newness / HOUR_SECONDS) * HOUR_SECONDS;
      hours.push(fromSeconds(hour));
      after = -hour;
    }
    return hours;
  }

  /** The article names its twin itself, or one that names this article was found. */
  #article(id: string): Article | undefined {
    const row = this.#find.get(id);
    if (row === undefined) return undefined;
    const content = this.#contents.find(row.capture);
    if (content === undefined) return undefined;
    const twin = content.twin ?? foundTwin(row);
    return {
      ...content,
      ...(twin === undefined ? {} : { twin }),
      id: row.id,
      outletId: row.outlet_id,
      publishedAt: fromSeconds(row.published_at),
      publishedAtIsCaptureTime: row.published_at_is_capture_time === 1,
      updatedAt: fromSeconds(row.updated_at),
      firstCapturedAt: fromSeconds(row.first_captured_at),
      capturedAt: fromSeconds(row.captured_at),
      surfacedAt: fromSeconds(row.surfaced_at),
      revision: row.revision,
    };
  }
}

function foundTwin({ found_twin_id: id, found_twin_url: url }: ArticleRow): Twin | undefined {
  return id === null || url === null ? undefined : { id, url };
}
