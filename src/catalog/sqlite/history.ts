import type { DatabaseSync } from "node:sqlite";
import { startOfUtcDay, utcDay } from "../../lib/time/utc-day.ts";
import type { Article } from "../../model/article.ts";
import type { CapturedArticle, DayCount } from "../../model/captured-article.ts";
import { possibleCaptures, type Finder } from "./finder.ts";
import { ROW_US, TEXT_US } from "./pace.ts";
import type { Started } from "./selecting.ts";
import { fromSeconds, prepareQuery, toSeconds, type Query } from "./statements.ts";

/** An article by its first capture. */
interface CapturedRow {
  readonly id: string;
  readonly outlet_id: string;
  readonly capture: number;
  readonly surfaced_at: number;
  readonly first_captured_at: number;
  readonly shown_bytes: number;
}

interface Bound {
  readonly at: number;
  readonly id: string;
}

const dayOfYear = /^\d\d-\d\d$/;
const DAY_SECONDS = 86_400;
const PAGE = 250;
const CAPTURES_AT_A_TIME = 500;
const columns = "id, outlet_id, capture, surfaced_at, first_captured_at, shown_bytes";

/** Articles by the UTC day of their first capture. */
export class ArticleHistory {
  readonly #find: (id: string) => Article | undefined;
  readonly #days: Query<DayCount>;
  readonly #daysOfOutlet: Query<DayCount>;
  readonly #range: Query<CapturedRow>;
  readonly #ofCaptures: Query<CapturedRow>;
  readonly #before: Query<CapturedRow>;
  readonly #after: Query<CapturedRow>;
  readonly #beforeOfOutlet: Query<{ readonly at: number | null }>;
  readonly #afterOfOutlet: Query<{ readonly at: number | null }>;

  constructor(db: DatabaseSync, find: (id: string) => Article | undefined) {
    this.#find = find;
    const dayCounts = "SELECT date(first_captured_at, 'unixepoch') AS day, count(*) AS articles FROM article";
    this.#days = prepareQuery(db, `${dayCounts} GROUP BY day`);
    this.#daysOfOutlet = prepareQuery(db, `${dayCounts} WHERE outlet_id = ? GROUP BY day`);
    this.#range = prepareQuery(
      db,
      `SELECT ${columns} FROM article WHERE first_captured_at >= ? AND first_captured_at < ?
       ORDER BY first_captured_at, id`,
    );
    this.#ofCaptures = prepareQuery(
      db,
      `SELECT ${columns} FROM article WHERE capture IN (SELECT value FROM json_each(?))`,
    );
    this.#before = prepareQuery(
      db,
      `SELECT ${columns} FROM article WHERE (first_captured_at, id) < (?, ?)
       ORDER BY first_captured_at DESC, id DESC LIMIT ${PAGE}`,
    );
    this.#after = prepareQuery(
      db,
      `SELECT ${columns} FROM article WHERE (first_captured_at, id) > (?, ?)
       ORDER BY first_captured_at, id LIMIT ${PAGE}`,
    );
    this.#beforeOfOutlet = prepareQuery(
      db,
      "SELECT max(first_captured_at) AS at FROM article WHERE outlet_id = ? AND first_captured_at < ?",
    );
    this.#afterOfOutlet = prepareQuery(
      db,
      "SELECT min(first_captured_at) AS at FROM article WHERE outlet_id = ? AND first_captured_at >= ?",
    );
  }

  async days(started: Started): Promise<readonly DayCount[]> {
    const { finder, outletIds } = started;
    const counts = new Map<string, number>();
    const add = (day: string, articles: number): void => void counts.set(day, (counts.get(day) ?? 0) + articles);
    if (finder !== undefined) {
      for await (const row of this.#everyRow(finder, started)) add(utcDay(fromSeconds(row.first_captured_at)), 1);
    } else if (outletIds === undefined) {
      for (const { day, articles } of this.#days.all()) add(day, articles);
    } else {
      for (const outletId of new Set(outletIds)) {
        for (const { day, articles } of this.#daysOfOutlet.all(outletId)) add(day, articles);
      }
    }
    const days = [...counts].map(([day, articles]) => ({ day, articles }));
    return days.sort((a, b) => (a.day < b.day ? -1 : 1));
  }

  async capturedOn(day: string, started: Started): Promise<readonly CapturedArticle[]> {
    return dayOfYear.test(day) ? this.#capturedInYears(day, started) : this.#capturedIn(day, started);
  }

  async #capturedInYears(onDay: string, started: Started): Promise<readonly CapturedArticle[]> {
    const first = this.#after.get(Number.MIN_SAFE_INTEGER, "")?.first_captured_at;
    const last = this.#before.get(Number.MAX_SAFE_INTEGER, "")?.first_captured_at;
    if (first === undefined || last === undefined) return [];
    const captured: CapturedArticle[] = [];
    for (let year = fromSeconds(last).getUTCFullYear(); year >= fromSeconds(first).getUTCFullYear(); year--) {
      const ofYear = await this.#capturedIn(`${String(year).padStart(4, "0")}-${onDay}`, started);
      captured.push(...ofYear.toReversed());
    }
    return captured;
  }

  async #capturedIn(day: string, started: Started): Promise<readonly CapturedArticle[]> {
    const start = startOfUtcDay(day);
    if (start === undefined) return [];
    const first = toSeconds(start);
    const captured: CapturedArticle[] = [];
    for (const row of this.#range.all(first, first + DAY_SECONDS)) {
      if (!(await this.#isSelected(row, started))) continue;
      const { id, first_captured_at: at, shown_bytes: shownBytes } = row;
      captured.push({ id, firstCapturedAt: fromSeconds(at), shownBytes });
    }
    return captured;
  }

  async dayBefore(day: string | undefined, started: Started): Promise<string | undefined> {
    const start = day === undefined ? undefined : startOfUtcDay(day);
    const bound = start === undefined ? Number.MAX_SAFE_INTEGER : toSeconds(start);
    if (isOfOutlets(started)) return this.#dayOfOutlets(this.#beforeOfOutlet, bound, started, (a, b) => Math.max(a, b));
    return this.#firstDay(this.#before, { at: bound, id: "" }, started);
  }

  async dayAfter(day: string, started: Started): Promise<string | undefined> {
    const start = startOfUtcDay(day);
    if (start === undefined) return undefined;
    const bound = toSeconds(start) + DAY_SECONDS;
    if (isOfOutlets(started)) return this.#dayOfOutlets(this.#afterOfOutlet, bound, started, (a, b) => Math.min(a, b));
    return this.#firstDay(this.#after, { at: bound, id: "" }, started);
  }

  /** One look for each outlet, which an index answers at once. */
  #dayOfOutlets(
    query: Query<{ readonly at: number | null }>,
    bound: number,
    { outletIds }: OfOutlets,
    choose: (a: number, b: number) => number,
  ): string | undefined {
    const found = outletIds.map((id) => query.get(id, bound)?.at ?? undefined).filter((at) => at !== undefined);
    return found.length === 0 ? undefined : utcDay(fromSeconds(found.reduce(choose)));
  }

  /** The day of the first article of a query's order that is selected. */
  async #firstDay(query: Query<CapturedRow>, start: Bound, started: Started): Promise<string | undefined> {
    let after: Bound | undefined = start;
    while (after !== undefined) {
      const rows: readonly CapturedRow[] = query.all(after.at, after.id);
      for (const row of rows) {
        if (await this.#isSelected(row, started)) return utcDay(fromSeconds(row.first_captured_at));
      }
      const last: CapturedRow | undefined = rows.at(-1);
      after = rows.length < PAGE || last === undefined ? undefined : { at: last.first_captured_at, id: last.id };
    }
    return undefined;
  }

  /** Every article that is selected, in no order. */
  async *#everyRow(finder: Finder, { pace, outletIds }: Started): AsyncGenerator<CapturedRow, undefined> {
    for (const part of finder.parts) {
      for await (const segment of finder.segments(part)) {
        const possible = [...possibleCaptures(segment)];
        const sure = new Map(possible);
        for (let start = 0; start < possible.length; start += CAPTURES_AT_A_TIME) {
          const captures = possible.slice(start, start + CAPTURES_AT_A_TIME).map(([capture]) => capture);
          for (const row of this.#ofCaptures.all(JSON.stringify(captures))) {
            if (outletIds?.includes(row.outlet_id) === false || finder.partAt(row.surfaced_at) !== part) continue;
            const isSure = sure.get(row.capture) === true;
            await pace.step(isSure ? ROW_US : TEXT_US);
            if (isSure || this.#isConfirmed(row, finder)) yield row;
          }
        }
      }
    }
    return undefined;
  }

  async #isSelected(row: CapturedRow, { finder, outletIds, pace }: Started): Promise<boolean> {
    if (outletIds?.includes(row.outlet_id) === false) return false;
    if (finder === undefined) return true;
    const part = finder.partAt(row.surfaced_at);
    if (part === undefined) return false;
    const proposal = await finder.propose(part, row.capture);
    await pace.step(proposal === "maybe" ? TEXT_US : ROW_US);
    return proposal === "maybe" ? this.#isConfirmed(row, finder) : proposal === "yes";
  }

  #isConfirmed({ id, capture, surfaced_at: surfacedAt }: CapturedRow, finder: Finder): boolean {
    const part = finder.partAt(surfacedAt);
    const article = this.#find(id);
    return part !== undefined && article !== undefined && finder.confirms(part, capture, article);
  }
}

interface OfOutlets {
  readonly outletIds: readonly string[];
}

function isOfOutlets(started: Started): started is Started & OfOutlets {
  return started.finder === undefined && started.outletIds !== undefined;
}
