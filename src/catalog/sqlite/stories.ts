import type { DatabaseSync } from "node:sqlite";
import type { Report, Shared, Story } from "../../model/story.ts";
import { storyOf } from "../../stories/story.ts";
import type { StoryChoice, StorySpan } from "../catalog.ts";
import { reportColumns, toReport, type ReportRow } from "../report-rows.ts";
import { fromSeconds, toSeconds } from "../../lib/time/seconds.ts";
import { prepareQuery, type Query } from "./statements.ts";

interface StoryRow {
  readonly id: string;
  /** What it is ordered by, ascending. */
  readonly key: number;
  readonly since: number;
  readonly joined_at: number;
}

const PAGE = 50;
/** Outside of every span. */
const [BEFORE_ALL, AFTER_ALL] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
const LAST_ID = "\uffff";

const columns: Readonly<Record<keyof Shared, string>> = { since: "since", joinedAt: "joined_at" };

/** Stories, one by one and in the order of time. */
export class StoryReader {
  readonly #reports: Query<ReportRow>;
  readonly #oldestFirst: Readonly<Record<keyof Shared, Query<StoryRow>>>;
  readonly #newestFirst: Readonly<Record<keyof Shared, Query<StoryRow>>>;

  constructor(db: DatabaseSync) {
    this.#reports = prepareQuery(
      db,
      `SELECT ${reportColumns} FROM report WHERE story_id = ? ORDER BY published_at, article_id`,
    );
    // As of articles, the smaller id comes first in either order.
    const pageBy = (key: string): Query<StoryRow> =>
      prepareQuery(
        db,
        `SELECT id, ${key} AS key, since, joined_at FROM story WHERE (${key}, id) > (?, ?)
         ORDER BY ${key}, id LIMIT ${PAGE}`,
      );
    this.#oldestFirst = { since: pageBy(columns.since), joinedAt: pageBy(columns.joinedAt) };
    this.#newestFirst = { since: pageBy(`-${columns.since}`), joinedAt: pageBy(`-${columns.joinedAt}`) };
  }

  *stories(choice: StoryChoice): Generator<Story, undefined> {
    if (!("id" in choice)) yield* this.#inSpan(choice);
    else {
      const reports = this.#reportsOf(choice.id);
      if (reports.length > 0) yield storyOf(choice.id, reports);
    }
    return undefined;
  }

  *#inSpan({ by = "joinedAt", from, until, oldestFirst, isBrief }: StorySpan): Generator<Story, undefined> {
    const [first, end] = [from ? toSeconds(from) : BEFORE_ALL, until ? toSeconds(until) : AFTER_ALL];
    const sign = oldestFirst === true ? 1 : -1;
    const pages = (sign === 1 ? this.#oldestFirst : this.#newestFirst)[by];
    // The key before the first one of the span: what begins with its end is not in it.
    let place: Pick<StoryRow, "id" | "key"> | undefined =
      sign === 1 ? { key: first - 1, id: LAST_ID } : { key: -end, id: LAST_ID };
    while (place !== undefined) {
      const rows: readonly StoryRow[] = pages.all(place.key, place.id);
      for (const { id, key, since, joined_at: joinedAt } of rows) {
        if (sign * key < first || sign * key >= end) return undefined;
        const shared = { since: fromSeconds(since), joinedAt: fromSeconds(joinedAt) };
        yield { id, reports: isBrief === true ? [] : this.#reportsOf(id), shared };
      }
      place = rows.length < PAGE ? undefined : rows.at(-1);
    }
    return undefined;
  }

  #reportsOf(id: string): readonly Report[] {
    return this.#reports.all(id).map(toReport);
  }
}
