import { fromSeconds, toSeconds } from "../../lib/time/seconds.ts";
import { startOfUtcDay, utcDay } from "../../lib/time/utc-day.ts";
import type { CapturedArticle, DayCount } from "../../model/captured-article.ts";
import { rowPages } from "../row-pages.ts";
import { possibleCaptures, type Finder } from "./finder.ts";
import { ROW_US, TEXT_US } from "./step-costs.ts";
import type { Started } from "./selecting.ts";
import type { CapturedKey, CapturedRow, SelectionTables } from "./tables.ts";

const dayOfYear = /^\d\d-\d\d$/;
const DAY_SECONDS = 86_400;
const PAGE = 250;
/** Rows of one look at the database, where a whole day is read. */
const DAY_PAGE = 1000;
const CAPTURES_AT_A_TIME = 500;

/** Articles by the UTC day of their first capture. */
export class ArticleHistory {
  readonly #tables: SelectionTables;

  constructor(tables: SelectionTables) {
    this.#tables = tables;
  }

  async days(started: Started): Promise<readonly DayCount[]> {
    const { finder, outletIds } = started;
    const counts = new Map<string, number>();
    const add = (day: string, articles: number): void => void counts.set(day, (counts.get(day) ?? 0) + articles);
    if (finder !== undefined) {
      for await (const row of this.#everyRow(finder, started)) add(utcDay(fromSeconds(row.firstCapturedAt)), 1);
    } else if (outletIds === undefined) {
      for (const { day, articles } of await this.#tables.days()) add(day, articles);
    } else {
      for (const outletId of new Set(outletIds)) {
        for (const { day, articles } of await this.#tables.days(outletId)) add(day, articles);
      }
    }
    const days = [...counts].map(([day, articles]) => ({ day, articles }));
    return days.sort((a, b) => (a.day < b.day ? -1 : 1));
  }

  async capturedOn(day: string, started: Started): Promise<readonly CapturedArticle[]> {
    return dayOfYear.test(day) ? this.#capturedInYears(day, started) : this.#capturedIn(day, started);
  }

  async #capturedInYears(onDay: string, started: Started): Promise<readonly CapturedArticle[]> {
    const [first] = await this.#tables.capturedAfter(undefined, 1);
    const [last] = await this.#tables.capturedBefore(undefined, 1);
    if (first === undefined || last === undefined) return [];
    const captured: CapturedArticle[] = [];
    for (let year = yearOf(last); year >= yearOf(first); year--) {
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
    const pages = rowPages<CapturedRow>(DAY_PAGE, (last) => {
      return this.#tables.capturedBetween(last ?? { firstCapturedAt: first, id: "" }, first + DAY_SECONDS, DAY_PAGE);
    });
    for await (const rows of pages) {
      for (const row of rows) {
        if (!(await this.#isSelected(row, started))) continue;
        const { id, firstCapturedAt, shownBytes } = row;
        captured.push({ id, firstCapturedAt: fromSeconds(firstCapturedAt), shownBytes });
      }
    }
    return captured;
  }

  async dayBefore(day: string | undefined, started: Started): Promise<string | undefined> {
    const start = day === undefined ? undefined : startOfUtcDay(day);
    const key = start && { firstCapturedAt: toSeconds(start), id: "" };
    if (isOfOutlets(started)) {
      return dayOfOutlets(
        (id) => this.#tables.capturedBefore(key, 1, id),
        started,
        (a, b) => Math.max(a, b),
      );
    }
    return this.#firstDay((after) => this.#tables.capturedBefore(after, PAGE), key, started);
  }

  async dayAfter(day: string, started: Started): Promise<string | undefined> {
    const start = startOfUtcDay(day);
    if (start === undefined) return undefined;
    const key = { firstCapturedAt: toSeconds(start) + DAY_SECONDS, id: "" };
    if (isOfOutlets(started)) {
      return dayOfOutlets(
        (id) => this.#tables.capturedAfter(key, 1, id),
        started,
        (a, b) => Math.min(a, b),
      );
    }
    return this.#firstDay((after) => this.#tables.capturedAfter(after, PAGE), key, started);
  }

  /** The day of the first article of an order that is selected. */
  async #firstDay(
    page: (after: CapturedKey | undefined) => Promise<readonly CapturedRow[]>,
    start: CapturedKey | undefined,
    started: Started,
  ): Promise<string | undefined> {
    for await (const rows of rowPages<CapturedRow>(PAGE, (last) => page(last ?? start))) {
      for (const row of rows) {
        if (await this.#isSelected(row, started)) return utcDay(fromSeconds(row.firstCapturedAt));
      }
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
          for (const row of await this.#tables.showing(captures)) {
            if (outletIds?.includes(row.outletId) === false || finder.partAt(row.surfacedAt) !== part) continue;
            const isSure = sure.get(row.capture) === true;
            await pace.step(isSure ? ROW_US : TEXT_US);
            if (isSure || (await this.#isConfirmed(row, finder))) yield row;
          }
        }
      }
    }
    return undefined;
  }

  async #isSelected(row: CapturedRow, { finder, outletIds, pace }: Started): Promise<boolean> {
    await pace.step(ROW_US);
    if (outletIds?.includes(row.outletId) === false) return false;
    if (finder === undefined) return true;
    const part = finder.partAt(row.surfacedAt);
    if (part === undefined) return false;
    const proposal = await finder.propose(part, row.capture);
    if (proposal === "maybe") await pace.step(TEXT_US);
    return proposal === "maybe" ? this.#isConfirmed(row, finder) : proposal === "yes";
  }

  async #isConfirmed({ id, capture, surfacedAt }: CapturedRow, finder: Finder): Promise<boolean> {
    const part = finder.partAt(surfacedAt);
    if (part === undefined) return false;
    const known = finder.verdict(part, capture);
    if (known !== undefined) return known;
    const article = (await this.#tables.find([id])).get(id);
    return article !== undefined && (await finder.confirms(part, capture, article));
  }
}

function yearOf({ firstCapturedAt }: CapturedRow): number {
  return fromSeconds(firstCapturedAt).getUTCFullYear();
}

interface OfOutlets {
  readonly outletIds: readonly string[];
}

function isOfOutlets(started: Started): started is Started & OfOutlets {
  return started.finder === undefined && started.outletIds !== undefined;
}

/** One look for each outlet, which an index answers at once. */
async function dayOfOutlets(
  look: (outletId: string) => Promise<readonly CapturedRow[]>,
  { outletIds }: OfOutlets,
  choose: (a: number, b: number) => number,
): Promise<string | undefined> {
  const found = (await Promise.all(outletIds.map(look))).flat().map((row) => row.firstCapturedAt);
  return found.length === 0 ? undefined : utcDay(fromSeconds(found.reduce(choose)));
}
