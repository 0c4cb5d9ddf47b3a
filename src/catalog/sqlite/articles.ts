import type { DatabaseSync } from "node:sqlite";
import { fromSeconds } from "../../lib/time/seconds.ts";
import type { Story } from "../../model/story.ts";
import type { ArticleAddress, Articles, Lately, OutletSummary, StoryChoice } from "../catalog.ts";
import { rowPages } from "../row-pages.ts";
import { SelectedArticles } from "../selecting/selected-articles.ts";
import type { ContentReader } from "./content.ts";
import { FieldReader } from "./fields.ts";
import { prepareQuery, type Query } from "./statements.ts";
import { SqliteSelectionTables } from "./selection-tables.ts";
import { StoryReader } from "./stories.ts";

interface OutletRow {
  readonly outlet_id: string;
  readonly articles: number;
  readonly surfaced_at: number;
  readonly capture: number;
}

interface AddressRow extends ArticleAddress {
  readonly number: number;
}

const ADDRESSES_AT_A_TIME = 1000;
const HOUR_SECONDS = 3600;

/** Articles, one by one and in the order of feeds. */
export class SqliteArticles extends SelectedArticles implements Articles {
  readonly #contents: ContentReader;
  readonly #addresses: Query<AddressRow>;
  readonly #outlets: Query<OutletRow>;
  readonly #nextOfAll: Query<{ readonly newness: number | null }>;
  readonly #nextOfOutlet: Query<{ readonly newness: number | null }>;
  readonly #fields: FieldReader;
  readonly #stories: StoryReader;

  constructor(db: DatabaseSync, contents: ContentReader) {
    super(new SqliteSelectionTables(db, contents));
    this.#contents = contents;
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
    this.#nextOfAll = prepareQuery(db, "SELECT min(newness) AS newness FROM article WHERE newness > ?");
    this.#nextOfOutlet = prepareQuery(
      db,
      "SELECT min(newness) AS newness FROM article WHERE outlet_id = ? AND newness > ?",
    );
    this.#fields = new FieldReader(db);
    this.#stories = new StoryReader(db);
  }

  protected async total(outletIds: readonly string[] | undefined): Promise<number> {
    const counted = this.#outlets.all().filter((row) => outletIds?.includes(row.outlet_id) ?? true);
    return counted.reduce((sum, { articles }) => sum + articles, 0);
  }

  async *addresses(): AsyncGenerator<readonly ArticleAddress[], undefined> {
    const pages = rowPages<AddressRow>(ADDRESSES_AT_A_TIME, (last) => this.#addresses.all(last?.number ?? -1));
    for await (const rows of pages) yield rows.map(({ id, canonicalUrl }) => ({ id, canonicalUrl }));
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

  async *stories(choice: StoryChoice = {}): AsyncGenerator<Story, undefined> {
    yield* this.#stories.stories(choice);
    return undefined;
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
}
