import type { DatabaseSync } from "node:sqlite";
import { startOfUtcDay, utcDay } from "../../lib/time/utc-day.ts";
import type { CapturedArticle } from "../../model/captured-article.ts";
import type { Selection } from "../../model/selection.ts";
import { SearchNotReadyError, type CatalogReader } from "../catalog.ts";
import { asksIndex, selectionSql } from "./compile-selection.ts";
import type { Search } from "./search.ts";
import { fromSeconds, prepareQuery, toSeconds, type Query } from "./statements.ts";

type HistoryReader = Pick<
  CatalogReader,
  "days" | "capturedOn" | "capturedOnDay" | "dayBefore" | "dayAfter" | "lastDay"
>;

interface CapturedRow {
  readonly id: string;
  readonly first_captured_at: number;
  readonly shown_bytes: number;
}

interface Instant {
  readonly at: number | null;
}

const DAY_SECONDS = 86_400;

/** Articles by the UTC day of their first capture. All but `days` look a range up in an index. */
export function createHistoryReader(db: DatabaseSync, search: Search): HistoryReader {
  const newestCapture = prepareQuery<Instant>(db, "SELECT max(captured_at) AS at FROM capture");
  const days = preparedFor<{ day: string; articles: number }>(
    db,
    (where) => `SELECT date(first_captured_at, 'unixepoch') AS day, count(*) AS articles FROM article
      WHERE ${where} GROUP BY day ORDER BY day`,
  );
  const range = preparedFor<CapturedRow>(
    db,
    (where) => `SELECT id, first_captured_at, shown_bytes FROM article
      WHERE ${where} AND first_captured_at >= ? AND first_captured_at < ? ORDER BY first_captured_at, id`,
  );
  const before = preparedFor<Instant>(
    db,
    (where) => `SELECT first_captured_at AS at FROM article
      WHERE ${where} AND first_captured_at < ? ORDER BY first_captured_at DESC LIMIT 1`,
  );
  const after = preparedFor<Instant>(
    db,
    (where) => `SELECT first_captured_at AS at FROM article
      WHERE ${where} AND first_captured_at >= ? ORDER BY first_captured_at LIMIT 1`,
  );

  function sqlOf(selection: Selection): ReturnType<typeof selectionSql> {
    if (asksIndex(selection) && !search.isComplete()) throw new SearchNotReadyError();
    return selectionSql(selection, search.newestCapturedAt() ?? new Date(0));
  }

  function capturedOn(day: string, selection: Selection = {}): readonly CapturedArticle[] {
    const start = startOfUtcDay(day);
    if (start === undefined) return [];
    const { where, values } = sqlOf(selection);
    const first = toSeconds(start);
    return range(where)
      .all(...values, first, first + DAY_SECONDS)
      .map((row) => ({
        id: row.id,
        firstCapturedAt: fromSeconds(row.first_captured_at),
        shownBytes: row.shown_bytes,
      }));
  }

  /** First captures nearest to a bound, in seconds. One look for each outlet, which an index answers at once. */
  function nearest(query: typeof before, bound: number, selection: Selection): readonly number[] {
    const { outletIds } = selection;
    const isSplit = outletIds !== undefined && !asksIndex(selection);
    const lists = isSplit ? outletIds.map((id): Selection => ({ outletIds: [id] })) : [selection];
    return lists
      .map(sqlOf)
      .map(({ where, values }) => query(where).get(...values, bound)?.at ?? undefined)
      .filter((at) => at !== undefined);
  }

  function latestBefore(bound: number, selection: Selection): Date | undefined {
    const found = nearest(before, bound, selection);
    return found.length === 0 ? undefined : fromSeconds(Math.max(...found));
  }

  function firstFrom(bound: number, selection: Selection): Date | undefined {
    const found = nearest(after, bound, selection);
    return found.length === 0 ? undefined : fromSeconds(Math.min(...found));
  }

  return {
    days(selection = {}) {
      const { where, values } = sqlOf(selection);
      return days(where)
        .all(...values)
        .map(({ day, articles }) => ({ day, articles }));
    },
    capturedOn,
    capturedOnDay(onDay, selection = {}) {
      const first = firstFrom(Number.MIN_SAFE_INTEGER, {});
      const last = latestBefore(Number.MAX_SAFE_INTEGER, {});
      if (first === undefined || last === undefined) return [];
      const found: CapturedArticle[] = [];
      for (let year = last.getUTCFullYear(); year >= first.getUTCFullYear(); year--) {
        found.push(...capturedOn(`${String(year).padStart(4, "0")}-${onDay}`, selection).toReversed());
      }
      return found;
    },
    dayBefore(day, selection = {}) {
      const start = day === undefined ? undefined : startOfUtcDay(day);
      const found = latestBefore(start === undefined ? Number.MAX_SAFE_INTEGER : toSeconds(start), selection);
      return found && utcDay(found);
    },
    dayAfter(day, selection = {}) {
      const start = startOfUtcDay(day);
      const found = start && firstFrom(toSeconds(start) + DAY_SECONDS, selection);
      return found && utcDay(found);
    },
    lastDay() {
      const at = newestCapture.get()?.at ?? undefined;
      return at === undefined ? undefined : utcDay(fromSeconds(at));
    },
  };
}

/** Prepares a statement when a condition first needs it; conditions differ in the numbers of their parameters only. */
function preparedFor<Row>(db: DatabaseSync, sql: (where: string) => string): (where: string) => Query<Row> {
  const prepared = new Map<string, Query<Row>>();
  return (where) => {
    const kept = prepared.get(where) ?? prepareQuery<Row>(db, sql(where));
    prepared.set(where, kept);
    return kept;
  };
}
