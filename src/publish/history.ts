import type { CatalogReader, DaysBeside } from "../catalog/catalog.ts";
import { archivePart, onThisDay, readCandidates } from "../feeds/build-feed.ts";
import { cutDay, type DayParts } from "../feeds/cut-day.ts";
import { convertDefinition } from "../feeds/scripts.ts";
import { startOfUtcDay, utcDay } from "../lib/time/utc-day.ts";
import type { Edition } from "../model/edition.ts";
import type { Feed, FeedArchive, FeedDefinition, FeedVariant, HistoryPart } from "../model/feed.ts";
import type { Selection } from "../model/selection.ts";
import { entriesOf, type Entries } from "./entries.ts";
import { articlesOf, selectionOf, type SelectDeps } from "./select.ts";

/** The history of one feed, as the catalog has it now. Every look costs as much as the days it looks at. */
export class FeedHistory {
  readonly #entries: Entries;
  readonly #signal: AbortSignal | undefined;
  readonly #definition: FeedDefinition;
  readonly #selection: Selection;
  readonly #lastDay: string | undefined;

  private constructor(deps: SelectDeps, definition: FeedDefinition, lastDay: string | undefined) {
    this.#entries = entriesOf(definition, deps);
    this.#signal = deps.signal;
    this.#definition = definition;
    this.#selection = selectionOf(definition);
    this.#lastDay = lastDay;
  }

  static async of(deps: SelectDeps, definition: FeedDefinition): Promise<FeedHistory> {
    const { lastDay } = await deps.catalog.articles.extent();
    return new FeedHistory(deps, definition, lastDay);
  }

  /** The newest part that is closed, and the ids that none holds. */
  async newest(): Promise<{ readonly part?: HistoryPart; readonly unfinished: readonly string[] }> {
    const { before: day } = await this.#beside(undefined);
    if (day === undefined) return { unfinished: [] };
    const { closed, unfinished } = await this.#cut(day);
    const part =
      closed.length === 0 ? await this.#lastPartOf((await this.#beside(day)).before) : { day, number: closed.length };
    return part === undefined ? { unfinished } : { part, unfinished };
  }

  /** Ids of a part; absent where there is no such part, or it is not closed. */
  async idsOf({ day, number }: HistoryPart): Promise<readonly string[] | undefined> {
    return (await this.#cut(day)).closed[number - 1];
  }

  /** The parts before and after one. */
  async neighborsOf({ day, number }: HistoryPart): Promise<FeedArchive> {
    const isLast = number >= (await this.#cut(day)).closed.length;
    const { before, after } = number > 1 && !isLast ? {} : await this.#beside(day);
    const previous = number > 1 ? { day, number: number - 1 } : await this.#lastPartOf(before);
    const next = isLast ? await this.#firstPartOf(after) : { day, number: number + 1 };
    return { ...(previous !== undefined && { previous }), ...(next !== undefined && { next }) };
  }

  /** Every closed part, oldest first. */
  async *parts(): AsyncGenerator<HistoryPart> {
    for (const { day } of await this.#entries.days(this.#selection, this.#signal)) {
      for (const index of (await this.#cut(day)).closed.keys()) yield { day, number: index + 1 };
    }
  }

  /** A day is over when the archive, not only this feed, holds a capture of a later one. */
  async #cut(day: string): Promise<DayParts> {
    const isOver = this.#lastDay !== undefined && day < this.#lastDay;
    const captured = await this.#entries.capturedOn(day, this.#selection, this.#signal);
    return cutDay(captured, isOver, this.#definition);
  }

  #beside(day: string | undefined): Promise<DaysBeside> {
    return this.#entries.daysBeside(day, this.#selection, this.#signal);
  }

  async #lastPartOf(day: string | undefined): Promise<HistoryPart | undefined> {
    const number = day === undefined ? 0 : (await this.#cut(day)).closed.length;
    return day === undefined || number === 0 ? undefined : { day, number };
  }

  async #firstPartOf(day: string | undefined): Promise<HistoryPart | undefined> {
    return day === undefined || (await this.#cut(day)).closed.length === 0 ? undefined : { day, number: 1 };
  }
}

export interface HistoryDeps extends SelectDeps {
  readonly edition: Pick<Edition, "definitions" | "outlets">;
}

/**
 * The document of a feed's history for a variant with a `part` or an `onDay`. `undefined` where there is no such feed or
 * day, or no such part, or it is not closed yet.
 */
export async function historyFeed(deps: HistoryDeps, variant: FeedVariant): Promise<Feed | undefined> {
  const defined = deps.edition.definitions.find(({ name }) => name === variant.name);
  if (defined === undefined) return undefined;
  const { script, part, onDay } = variant;
  const definition = script === undefined ? defined : convertDefinition(defined, script);
  if (part === undefined && onDay === undefined) return undefined;
  const feed = part === undefined ? await dayOf(deps, definition, onDay ?? "") : await partOf(deps, definition, part);
  return feed && { ...feed, variant };
}

/** Variants for all closed parts of a feed's history, oldest first, then of the days of the year that have articles. */
export async function* historyVariants(deps: SelectDeps, definition: FeedDefinition): AsyncGenerator<FeedVariant> {
  const { name } = definition;
  const history = await FeedHistory.of(deps, definition);
  for await (const part of history.parts()) yield { name, part };
  const days = (await entriesOf(definition, deps).days(selectionOf(definition))).map(({ day }) =>
    day.slice("yyyy-".length),
  );
  for (const onDay of [...new Set(days)].sort()) yield { name, onDay };
}

async function partOf(deps: HistoryDeps, definition: FeedDefinition, part: HistoryPart): Promise<Feed | undefined> {
  const history = await FeedHistory.of(deps, definition);
  const ids = await history.idsOf(part);
  if (ids === undefined) return undefined;
  const articles = await Array.fromAsync(articlesOf(deps, definition, ids.toReversed()));
  return archivePart(definition, { name: definition.name, part }, articles, await history.neighborsOf(part));
}

async function dayOf(deps: HistoryDeps, definition: FeedDefinition, onDay: string): Promise<Feed | undefined> {
  if (!isDayOfYear(onDay)) return undefined;
  const captured = await entriesOf(definition, deps).capturedOn(onDay, selectionOf(definition), deps.signal);
  const ids = captured.map(({ id }) => id);
  return onThisDay(definition, onDay, await readCandidates(definition, articlesOf(deps, definition, ids)));
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

export async function catalogPresent(catalog: CatalogReader): Promise<Present> {
  const takenDown = (await catalog.state.takedowns())[0]?.takenDownAt;
  const { lastDay = "" } = await catalog.articles.extent();
  const days = [lastDay, takenDown === undefined ? "" : utcDay(takenDown)];
  const day = startOfUtcDay(days.toSorted().at(-1) ?? "");
  return { key: days.join("/"), ...(day === undefined ? {} : { day }) };
}
