import type { CatalogReader } from "../catalog/catalog.ts";
import { archivePart, onThisDay } from "../feeds/build-feed.ts";
import { cutDay, type DayParts } from "../feeds/cut-day.ts";
import { convertDefinition } from "../feeds/scripts.ts";
import { startOfUtcDay, utcDay } from "../lib/time/utc-day.ts";
import type { Edition } from "../model/edition.ts";
import type { Feed, FeedArchive, FeedDefinition, FeedVariant, HistoryPart } from "../model/feed.ts";
import type { Selection } from "../model/selection.ts";
import { articlesOf, selectionOf, type SelectDeps } from "./select.ts";

/** The history of one feed, as the catalog has it now. Every look costs as much as the days it looks at. */
export class FeedHistory {
  readonly #catalog: CatalogReader;
  readonly #definition: FeedDefinition;
  readonly #selection: Selection;
  readonly #lastDay: string | undefined;

  constructor(catalog: CatalogReader, definition: FeedDefinition) {
    this.#catalog = catalog;
    this.#definition = definition;
    this.#selection = selectionOf(definition);
    this.#lastDay = catalog.lastDay();
  }

  /** The newest part that is closed, and the ids that none holds. */
  newest(): { readonly part?: HistoryPart; readonly unfinished: readonly string[] } {
    const day = this.#catalog.dayBefore(undefined, this.#selection);
    if (day === undefined) return { unfinished: [] };
    const { closed, unfinished } = this.#cut(day);
    const part = closed.length === 0 ? this.#lastPartBefore(day) : { day, number: closed.length };
    return part === undefined ? { unfinished } : { part, unfinished };
  }

  /** Ids of a part; absent where there is no such part, or it is not closed. */
  idsOf({ day, number }: HistoryPart): readonly string[] | undefined {
    return this.#cut(day).closed[number - 1];
  }

  /** The parts before and after one. */
  neighborsOf({ day, number }: HistoryPart): FeedArchive {
    const previous = number > 1 ? { day, number: number - 1 } : this.#lastPartBefore(day);
    const next = number < this.#cut(day).closed.length ? { day, number: number + 1 } : this.#firstPartAfter(day);
    return { ...(previous !== undefined && { previous }), ...(next !== undefined && { next }) };
  }

  /** Every closed part, oldest first. */
  *parts(): Generator<HistoryPart> {
    for (const { day } of this.#catalog.days(this.#selection)) {
      for (const index of this.#cut(day).closed.keys()) yield { day, number: index + 1 };
    }
  }

  /** A day is over when the archive, not only this feed, holds a capture of a later one. */
  #cut(day: string): DayParts {
    const isOver = this.#lastDay !== undefined && day < this.#lastDay;
    return cutDay(this.#catalog.capturedOn(day, this.#selection), isOver, this.#definition);
  }

  #lastPartBefore(day: string): HistoryPart | undefined {
    const before = this.#catalog.dayBefore(day, this.#selection);
    const number = before === undefined ? 0 : this.#cut(before).closed.length;
    return before === undefined || number === 0 ? undefined : { day: before, number };
  }

  #firstPartAfter(day: string): HistoryPart | undefined {
    const after = this.#catalog.dayAfter(day, this.#selection);
    return after === undefined || this.#cut(after).closed.length === 0 ? undefined : { day: after, number: 1 };
  }
}

export interface HistoryDeps extends SelectDeps {
  readonly edition: Pick<Edition, "definitions" | "outlets">;
}

/**
 * The document of a feed's history for a variant with a `part` or an `onDay`. `undefined` where there is no such feed or
 * day, or no such part, or it is not closed yet.
 */
export function historyFeed(deps: HistoryDeps, variant: FeedVariant): Feed | undefined {
  const defined = deps.edition.definitions.find(({ name }) => name === variant.name);
  if (defined === undefined) return undefined;
  const { script, part, onDay } = variant;
  const definition = script === undefined ? defined : convertDefinition(defined, script);
  const feed = part === undefined ? onDay && dayOf(deps, definition, onDay) : partOf(deps, definition, part);
  return feed ? { ...feed, variant } : undefined;
}

/** Variants for all closed parts of a feed's history, oldest first, then of the days of the year that have articles. */
export function* historyVariants(catalog: CatalogReader, definition: FeedDefinition): Generator<FeedVariant> {
  const { name } = definition;
  for (const part of new FeedHistory(catalog, definition).parts()) yield { name, part };
  const days = catalog.days(selectionOf(definition)).map(({ day }) => day.slice("yyyy-".length));
  for (const onDay of [...new Set(days)].sort()) yield { name, onDay };
}

function partOf(deps: HistoryDeps, definition: FeedDefinition, part: HistoryPart): Feed | undefined {
  const history = new FeedHistory(deps.catalog, definition);
  const ids = history.idsOf(part);
  if (ids === undefined) return undefined;
  const articles = [...articlesOf(deps, definition, ids.toReversed())];
  return archivePart(definition, { name: definition.name, part }, articles, history.neighborsOf(part));
}

function dayOf(deps: HistoryDeps, definition: FeedDefinition, onDay: string): Feed | undefined {
  if (!isDayOfYear(onDay)) return undefined;
  const captured = deps.catalog.capturedOnDay(onDay, selectionOf(definition));
  const ids = captured.map(({ id }) => id);
  return onThisDay(definition, onDay, articlesOf(deps, definition, ids));
}

/** `05-17`, in a leap year, which has every day there is. */
export function isDayOfYear(onDay: string): boolean {
  return startOfUtcDay(`2024-${onDay}`) !== undefined;
}

/**
 * The days that captures and takedowns have come to. While they stay, a feed depends on nothing but its own outlets:
 * the first capture of a new day closes the history's parts of the day before, in every feed.
 */
export interface Present {
  /** The first instant of the later of the two; absent while there is neither. */
  readonly day?: Date;
  /** Equal keys are equal days. */
  readonly key: string;
}

export function catalogPresent(catalog: CatalogReader): Present {
  const takenDown = catalog.takedowns()[0]?.takenDownAt;
  const days = [catalog.lastDay() ?? "", takenDown === undefined ? "" : utcDay(takenDown)];
  const day = startOfUtcDay(days.toSorted().at(-1) ?? "");
  return { key: days.join("/"), ...(day === undefined ? {} : { day }) };
}
