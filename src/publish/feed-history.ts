import type { CatalogReader } from "../catalog/catalog.ts";
import { cutDay, type DayParts } from "../feeds/cut-day.ts";
import type { FeedDefinition, HistoryPart } from "../model/feed.ts";
import { standingSelection } from "./standing-selection.ts";

/** The history of one feed, as the catalog has it now. Every look costs as much as the days it looks at. */
export interface FeedHistory {
  /** The newest part that is closed, and the ids that none holds. */
  newest(): { readonly part?: HistoryPart; readonly unfinished: readonly string[] };
  /** Ids of a part; absent where there is no such part, or it is not closed. */
  idsOf(part: HistoryPart): readonly string[] | undefined;
  previousOf(part: HistoryPart): HistoryPart | undefined;
  nextOf(part: HistoryPart): HistoryPart | undefined;
  /** Every closed part, oldest first. */
  parts(): Generator<HistoryPart>;
}

export function feedHistory(catalog: CatalogReader, definition: FeedDefinition): FeedHistory {
  const selection = standingSelection(catalog, definition);
  const lastDay = catalog.lastDay();

  /** A day is over when the archive, not only this feed, holds a capture of a later one. */
  function cut(day: string): DayParts {
    return cutDay(catalog.capturedOn(day, selection), lastDay !== undefined && day < lastDay, definition);
  }

  function lastPartOf(day: string): HistoryPart | undefined {
    const number = cut(day).closed.length;
    return number === 0 ? undefined : { day, number };
  }

  function lastPartBefore(day: string | undefined): HistoryPart | undefined {
    const before = catalog.dayBefore(day, selection);
    return before === undefined ? undefined : lastPartOf(before);
  }

  return {
    newest() {
      const day = catalog.dayBefore(undefined, selection);
      if (day === undefined) return { unfinished: [] };
      const { closed, unfinished } = cut(day);
      const part = closed.length === 0 ? lastPartBefore(day) : { day, number: closed.length };
      return part === undefined ? { unfinished } : { part, unfinished };
    },
    idsOf: ({ day, number }) => cut(day).closed[number - 1],
    previousOf: ({ day, number }) => (number > 1 ? { day, number: number - 1 } : lastPartBefore(day)),
    nextOf({ day, number }) {
      if (number < cut(day).closed.length) return { day, number: number + 1 };
      const after = catalog.dayAfter(day, selection);
      return after === undefined || cut(after).closed.length === 0 ? undefined : { day: after, number: 1 };
    },
    *parts() {
      for (const { day } of catalog.days(selection)) {
        for (const index of cut(day).closed.keys()) yield { day, number: index + 1 };
      }
    },
  };
}
