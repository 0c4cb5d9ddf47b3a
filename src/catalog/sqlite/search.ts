import type { DatabaseSync } from "node:sqlite";
import type { Selection } from "../../model/selection.ts";
import { QueryTooBroadError, SearchNotReadyError } from "../catalog.ts";
import { selectionParts } from "./compile-selection.ts";
import { firstKey, lastKey, liesBetweenKeys } from "./search-key.ts";
import { fromSeconds, prepareQuery } from "./statements.ts";

/** The key that feeds are sorted by: ascending, newest first. */
interface Found {
  readonly newness: number;
  readonly id: string;
}

export interface Search {
  /** Ids in the order of feeds, page by page: no transaction stays open while the consumer takes its time. */
  newestIds(selection: Selection, isOver: () => boolean): Generator<string>;
  count(selection: Selection, isOver: () => boolean): number;
  isComplete(): boolean;
  newestCapturedAt(): Date | undefined;
}

const PAGE = 50;

/** Looks articles up in the search index. Throws as `CatalogReader.newest` does. */
export function createSearch(db: DatabaseSync): Search {
  const newest = prepareQuery<{ surfaced_at: number }>(db, "SELECT surfaced_at FROM article ORDER BY newness LIMIT 1");
  const isMissing = prepareQuery(db, "SELECT 1 FROM article WHERE place IS NULL LIMIT 1");
  const page = prepareQuery<Found>(
    db,
    `SELECT newness, id FROM search CROSS JOIN article ON article.place = search.rowid
     WHERE search MATCH ? AND ${liesBetweenKeys} ORDER BY search.rowid DESC LIMIT ?`,
  );
  const count = prepareQuery<{ articles: number }>(
    db,
    `SELECT count(*) AS articles FROM search WHERE search MATCH ? AND ${liesBetweenKeys}`,
  );

  function newestCapturedAt(): Date | undefined {
    const row = newest.get();
    return row && fromSeconds(row.surfaced_at);
  }

  function partsOf(selection: Selection): ReturnType<typeof selectionParts> {
    return selectionParts(selection, newestCapturedAt() ?? new Date(0));
  }

  function ensureReady(isOver: () => boolean): void {
    if (isMissing.get() !== undefined) throw new SearchNotReadyError();
    if (isOver()) throw new QueryTooBroadError();
  }

  /** A page ends with a second: those of one second are put in order here. */
  function pageOf(expression: string, first: number, last: number): readonly Found[] {
    const found = page.all(expression, first, last, PAGE);
    const end = found.at(-1)?.newness;
    if (end === undefined || found.length < PAGE) return found.toSorted(compareFound);
    const ofEnd = page.all(expression, Math.max(first, firstKey(-end)), Math.min(last, lastKey(-end)), -1);
    return [...found.filter(({ newness }) => newness < end), ...ofEnd].toSorted(compareFound);
  }

  return {
    *newestIds(selection, isOver) {
      for (const { expression, first, last } of partsOf(selection)) {
        for (let next: number | undefined = last; next !== undefined && next >= first;) {
          ensureReady(isOver);
          const found: readonly Found[] = pageOf(expression, first, next);
          if (isOver()) throw new QueryTooBroadError();
          for (const { id } of found) yield id;
          const end: Found | undefined = found.at(-1);
          next = found.length < PAGE || end === undefined ? undefined : firstKey(-end.newness) - 1;
        }
      }
    },
    count(selection, isOver) {
      let sum = 0;
      for (const { expression, first, last } of partsOf(selection)) {
        ensureReady(isOver);
        sum += count.get(expression, first, last)?.articles ?? 0;
      }
      if (isOver()) throw new QueryTooBroadError();
      return sum;
    },
    isComplete: () => isMissing.get() === undefined,
    newestCapturedAt,
  };
}

function compareFound(a: Found, b: Found): number {
  return a.newness - b.newness || (a.id < b.id ? -1 : 1);
}
