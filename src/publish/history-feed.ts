import { archivePart, onThisDay } from "../feeds/archive-feed.ts";
import type { Edition } from "../model/edition.ts";
import type { Feed, FeedArchive, FeedDefinition, FeedVariant, HistoryPart } from "../model/feed.ts";
import { startOfUtcDay } from "../lib/time/utc-day.ts";
import { feedHistory, type FeedHistory } from "./feed-history.ts";
import { articlesOf, type SelectingDeps } from "./select-articles.ts";
import { standingSelection } from "./standing-selection.ts";

export interface HistoryDeps extends SelectingDeps {
  readonly edition: Pick<Edition, "definitions" | "outlets">;
}

/**
 * The document of a feed's history for a variant with a `part` or an `onDay`. `undefined` where there is no such feed or
 * day, or no such part, or it is not closed yet.
 */
export function historyFeed(deps: HistoryDeps, { name, part, onDay }: FeedVariant): Feed | undefined {
  const definition = deps.edition.definitions.find((each) => each.name === name);
  if (definition === undefined) return undefined;
  if (part !== undefined) return partOf(deps, definition, part);
  if (onDay !== undefined) return dayOf(deps, definition, onDay);
  return undefined;
}

/** Places of all closed parts of a feed's history, oldest first, then of the days of the year that have articles. */
export function* historyVariants(
  { catalog }: Pick<HistoryDeps, "catalog">,
  definition: FeedDefinition,
): Generator<FeedVariant> {
  const { name } = definition;
  for (const part of feedHistory(catalog, definition).parts()) yield { name, part };
  const days = catalog.days(standingSelection(catalog, definition)).map(({ day }) => day.slice("yyyy-".length));
  for (const onDay of [...new Set(days)].sort()) yield { name, onDay };
}

function partOf(deps: HistoryDeps, definition: FeedDefinition, part: HistoryPart): Feed | undefined {
  const history = feedHistory(deps.catalog, definition);
  const ids = history.idsOf(part);
  if (ids === undefined) return undefined;
  const articles = articlesOf(deps, definition, ids.toReversed());
  return archivePart(definition, { name: definition.name, part }, [...articles], neighbors(history, part));
}

function neighbors(history: FeedHistory, part: HistoryPart): FeedArchive {
  const [previous, next] = [history.previousOf(part), history.nextOf(part)];
  return { ...(previous === undefined ? {} : { previous }), ...(next === undefined ? {} : { next }) };
}

function dayOf(deps: HistoryDeps, definition: FeedDefinition, onDay: string): Feed | undefined {
  // Of a leap year, which has every day there is.
  if (startOfUtcDay(`2024-${onDay}`) === undefined) return undefined;
  const captured = deps.catalog.capturedOnDay(onDay, standingSelection(deps.catalog, definition));
  return onThisDay(
    definition,
    onDay,
    articlesOf(
      deps,
      definition,
      captured.map(({ id }) => id),
    ),
  );
}
