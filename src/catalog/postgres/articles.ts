import { fromSeconds } from "../../lib/time/seconds.ts";
import type { Story } from "../../model/story.ts";
import type { ArticleAddress, Articles, Lately, OutletSummary, StoryChoice } from "../catalog.ts";
import { coverageOf, fieldsIn } from "../field-bits.ts";
import { rowPages } from "../row-pages.ts";
import { SelectedArticles } from "../selecting/selected-articles.ts";
import type { Contents, PackedRow } from "./content.ts";
import type { Session } from "./database.ts";
import { PostgresSelectionTables } from "./selection-tables.ts";
import { storiesIn } from "./stories.ts";

interface TotalRow {
  readonly outlet_id: string;
  readonly fields: number;
  readonly articles: number;
}

interface NewestRow extends PackedRow {
  readonly outlet_id: string;
  readonly surfaced_at: number;
}

const ADDRESSES_AT_A_TIME = 1000;
const HOUR_SECONDS = 3600;

/** Articles, one by one and in the order of feeds. */
export class PostgresArticles extends SelectedArticles implements Articles {
  readonly #session: Session;
  readonly #contents: Contents;

  constructor(session: Session, contents: Contents) {
    super(new PostgresSelectionTables(session, contents));
    this.#session = session;
    this.#contents = contents;
  }

  protected async total(outletIds: readonly string[] | undefined): Promise<number> {
    const [row] = await this.#session.query<{ readonly articles: number }>(
      `SELECT coalesce(sum(articles), 0)::bigint AS articles FROM field_total
       WHERE $1::text[] IS NULL OR outlet_id = ANY($1)`,
      [outletIds ?? null],
    );
    return row?.articles ?? 0;
  }

  async *stories(choice: StoryChoice = {}): AsyncGenerator<Story, undefined> {
    yield* storiesIn(this.#session, choice);
    return undefined;
  }

  async *addresses(): AsyncGenerator<readonly ArticleAddress[], undefined> {
    const pages = rowPages<ArticleAddress & { readonly number: number }>(ADDRESSES_AT_A_TIME, (last) => {
      return this.#session.query(
        `SELECT article.number, id, canonical_url AS "canonicalUrl"
         FROM article JOIN capture ON capture.number = article.capture
         WHERE article.number > $1 ORDER BY article.number LIMIT $2`,
        [last?.number ?? -1, ADDRESSES_AT_A_TIME],
      );
    });
    for await (const rows of pages) yield rows.map(({ id, canonicalUrl }) => ({ id, canonicalUrl }));
    return undefined;
  }

  async outlets(): Promise<readonly OutletSummary[]> {
    const totals = await this.#session.query<TotalRow>(
      "SELECT outlet_id, fields, articles FROM field_total WHERE articles > 0 ORDER BY outlet_id, fields",
    );
    const ids = [...new Set(totals.map((row) => row.outlet_id))];
    const rows = await this.#session.query<NewestRow>(
      `SELECT outlet_id, surfaced_at, packed, dictionary FROM unnest($1::text[]) AS of (outlet), LATERAL (
         SELECT outlet_id, surfaced_at, capture FROM article WHERE outlet_id = outlet ORDER BY newness, id LIMIT 1
       ) AS newest JOIN content USING (capture)`,
      [ids],
    );
    const contents = await this.#contents.unpack(this.#session, rows);
    return ids.flatMap((outletId): readonly OutletSummary[] => {
      const index = rows.findIndex((row) => row.outlet_id === outletId);
      const [newest, content] = [rows[index], contents[index]];
      if (newest === undefined || content === undefined) return [];
      const ofOutlet = totals.filter((row) => row.outlet_id === outletId);
      return [
        {
          outletId,
          outletName: content.outletName,
          articles: ofOutlet.reduce((sum, { articles }) => sum + articles, 0),
          newestSurfacedAt: fromSeconds(newest.surfaced_at),
          coverage: coverageOf(ofOutlet),
        },
      ];
    });
  }

  async lately({ hours, articles }: { hours: number; articles: number }, outletId?: string): Promise<Lately> {
    const rows = await this.#session.query<{ readonly fields: number }>(
      `SELECT fields FROM article ${outletId === undefined ? "" : "WHERE outlet_id = $2"} ORDER BY newness, id LIMIT $1`,
      [articles, ...(outletId === undefined ? [] : [outletId])],
    );
    return { hours: await this.#activeHours(hours, outletId), fields: rows.map(({ fields }) => fieldsIn(fields)) };
  }

  /** One look at an index for each hour, however many articles it has. */
  async #activeHours(max: number, outletId: string | undefined): Promise<readonly Date[]> {
    const next = `SELECT min(newness) FROM article WHERE newness > $1 ${outletId === undefined ? "" : "AND outlet_id = $3"}`;
    const rows = await this.#session.query<{ readonly newness: number }>(
      `WITH RECURSIVE hour (newness, number) AS (
         SELECT (${next}), 1
         UNION ALL
         SELECT (${next.replace("$1", `-floor(-hour.newness::numeric / ${HOUR_SECONDS}) * ${HOUR_SECONDS}`)}), number + 1
         FROM hour WHERE newness IS NOT NULL AND number < $2
       )
       SELECT newness FROM hour WHERE newness IS NOT NULL ORDER BY number`,
      [Number.MIN_SAFE_INTEGER, max, ...(outletId === undefined ? [] : [outletId])],
    );
    return rows.map(({ newness }) => fromSeconds(Math.floor(-newness / HOUR_SECONDS) * HOUR_SECONDS));
  }
}
