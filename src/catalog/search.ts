import type { DatabaseSync } from "node:sqlite";
import type { Selection } from "../model/selection.ts";
import { firstPlace, lastPlace, liesBetweenPlaces } from "./place.ts";
import { prepareQuery } from "./query.ts";
import { QueryTooBroadError, SearchNotReadyError } from "./search-errors.ts";
import { selectionParts } from "./selection-parts.ts";

/** Where a found article stands in the order of feeds: ascending, newest first. */
interface Found {
  readonly newness: number;
  readonly id: string;
}

export interface Search {
  /** Ids in the order of feeds, page by page: no transaction stays open while the consumer takes its time. */
  newestIds(selection: Selection, isOver: () => boolean): Generator<string>;
  count(selection: Selection, isOver: () => boolean): number;
  isComplete(): boolean;
}

const PAGE = 50;

/** What the search index finds. Throws as `CatalogReader.newest` does. */
export function createSearch(db: DatabaseSync): Search {
  const isMissing = prepareQuery(db, "SELECT 1 FROM article WHERE place IS NULL LIMIT 1");
  const page = prepareQuery<Found>(
    db,
    `SELECT newness, id FROM search CROSS JOIN article ON article.place = search.rowid
     WHERE search MATCH ? AND ${liesBetweenPlaces} ORDER BY search.rowid DESC LIMIT ?`,
  );
  const count = prepareQuery<{ articles: number }>(
    db,
    `SELECT count(*) AS articles FROM search WHERE search MATCH ? AND ${liesBetweenPlaces}`,
  );

  function ensureReady(isOver: () => boolean): void {
    if (isMissing.get() !== undefined) throw new SearchNotReadyError();
    if (isOver()) throw new QueryTooBroadError();
  }

  /** A page ends with a second: those of one second are put in order here. */
  function pageOf(expression: string, first: number, last: number): readonly Found[] {
    const found = page.all(expression, first, last, PAGE);
    const end = found.at(-1)?.newness;
    if (end === undefined || found.length < PAGE) return found.toSorted(compareFound);
    const ofEnd = page.all(expression, Math.max(first, firstPlace(-end)), Math.min(last, lastPlace(-end)), -1);
    return [...found.filter(({ newness }) => newness < end), ...ofEnd].toSorted(compareFound);
  }

  return {
    *newestIds(selection, isOver) {
      for (const { expression, first, last } of selectionParts(selection)) {
        for (let next: number | undefined = last; next !== undefined && next >= first;) {
          ensureReady(isOver);
          const found: readonly Found[] = pageOf(expression, first, next);
          if (isOver()) throw new QueryTooBroadError();
          for (const { id } of found) yield id;
          const end: Found | undefined = found.at(-1);
          next = found.length < PAGE || end === undefined ? undefined : firstPlace(-end.newness) - 1;
        }
      }
    },
    count(selection, isOver) {
      let sum = 0;
      for (const { expression, first, last } of selectionParts(selection)) {
        ensureReady(isOver);
        sum += count.get(expression, first, last)?.articles ?? 0;
      }
      if (isOver()) throw new QueryTooBroadError();
      return sum;
    },
    isComplete: () => isMissing.get() === undefined,
  };
}

function compareFound(a: Found, b: Found): number {
  return a.newness - b.newness || (a.id < b.id ? -1 : 1);
}
