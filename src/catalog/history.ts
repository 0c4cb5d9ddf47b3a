import type { DatabaseSync } from "node:sqlite";
import { startOfUtcDay, utcDay } from "../lib/time/utc-day.ts";
import type { CapturedArticle } from "../model/captured-article.ts";
import type { Selection } from "../model/selection.ts";
import type { CatalogReader } from "./catalog.ts";
import { fromSeconds, prepareQuery, toSeconds } from "./query.ts";

type HistoryReader = Pick<
  CatalogReader,
  "days" | "capturedOn" | "capturedOnDay" | "dayBefore" | "dayAfter" | "newestCaptureAt"
>;

interface CapturedRow {
  readonly id: string;
  readonly first_captured_at: number;
  readonly shown_bytes: number;
}

const DAY_SECONDS = 86_400;

/** Articles by the UTC day of their first capture. All but `days` look a range up in an index. */
export function createHistoryReader(db: DatabaseSync): HistoryReader {
  const isOfOutlets = "outlet_id IN (SELECT value FROM json_each(?))";
  const dayOf = "date(first_captured_at, 'unixepoch')";
  const daysOf = (where: string) =>
    prepareQuery<{ day: string; articles: number }>(
      db,
      `SELECT ${dayOf} AS day, count(*) AS articles FROM article ${where} GROUP BY day ORDER BY day`,
    );
  const rangeOf = (where: string) =>
    prepareQuery<CapturedRow>(
      db,
      `SELECT id, first_captured_at, shown_bytes FROM article
       WHERE ${where} first_captured_at >= ? AND first_captured_at < ? ORDER BY first_captured_at, id`,
    );
  const nextTo = (extreme: string, where: string) =>
    prepareQuery<{ at: number | null }>(db, `SELECT ${extreme}(first_captured_at) AS at FROM article WHERE ${where}`);
  const all = {
    days: daysOf(""),
    range: rangeOf(""),
    before: nextTo("max", "first_captured_at < ?"),
    after: nextTo("min", "first_captured_at >= ?"),
  };
  const ofOutlets = {
    days: daysOf(`WHERE ${isOfOutlets}`),
    range: rangeOf(`${isOfOutlets} AND`),
    before: nextTo("max", "outlet_id = ? AND first_captured_at < ?"),
    after: nextTo("min", "outlet_id = ? AND first_captured_at >= ?"),
  };
  const newestCapture = prepareQuery<{ at: number | null }>(db, "SELECT max(captured_at) AS at FROM capture");

  function range(day: string, { outletIds }: Selection): readonly CapturedArticle[] {
    const start = startOfUtcDay(day);
    if (start === undefined) return [];
    const bounds = [toSeconds(start), toSeconds(start) + DAY_SECONDS] as const;
    const rows =
      outletIds === undefined ? all.range.all(...bounds) : ofOutlets.range.all(JSON.stringify(outletIds), ...bounds);
    return rows.map((row) => ({
      id: row.id,
      firstCapturedAt: fromSeconds(row.first_captured_at),
      shownBytes: row.shown_bytes,
    }));
  }

  /** In seconds: the first captures nearest to a bound, one an outlet where the selection names outlets. */
  function nearest(way: "before" | "after", bound: number, { outletIds }: Selection): readonly number[] {
    const rows =
      outletIds === undefined ? [all[way].get(bound)] : outletIds.map((id) => ofOutlets[way].get(id, bound));
    return rows.map((row) => row?.at ?? undefined).filter((at) => at !== undefined);
  }

  function dayBefore(day: string | undefined, selection: Selection = {}): string | undefined {
    const start = day === undefined ? undefined : startOfUtcDay(day);
    const before = nearest("before", start === undefined ? Number.MAX_SAFE_INTEGER : toSeconds(start), selection);
    return before.length === 0 ? undefined : utcDay(fromSeconds(Math.max(...before)));
  }

  function dayAfter(day: string, selection: Selection = {}): string | undefined {
    const start = startOfUtcDay(day);
    if (start === undefined) return undefined;
    const after = nearest("after", toSeconds(start) + DAY_SECONDS, selection);
    return after.length === 0 ? undefined : utcDay(fromSeconds(Math.min(...after)));
  }

  return {
    days({ outletIds } = {}) {
      const rows = outletIds === undefined ? all.days.all() : ofOutlets.days.all(JSON.stringify(outletIds));
      return rows.map(({ day, articles }) => ({ day, articles }));
    },
    capturedOn: (day, selection = {}) => range(day, selection),
    capturedOnDay(onDay, selection = {}) {
      const [first] = nearest("after", Number.MIN_SAFE_INTEGER, {});
      const [last] = nearest("before", Number.MAX_SAFE_INTEGER, {});
      if (first === undefined || last === undefined) return [];
      const found: CapturedArticle[] = [];
      const firstYear = fromSeconds(first).getUTCFullYear();
      for (let year = fromSeconds(last).getUTCFullYear(); year >= firstYear; year--) {
        found.push(...range(`${String(year).padStart(4, "0")}-${onDay}`, selection).toReversed());
      }
      return found;
    },
    dayBefore,
    dayAfter,
    newestCaptureAt() {
      const at = newestCapture.get()?.at ?? undefined;
      return at === undefined ? undefined : fromSeconds(at);
    },
  };
}
