import type { FeedDefinition } from "../model/feed.ts";
import type { Choice } from "../model/feed-place.ts";
import type { Selection } from "../model/selection.ts";
import { parseQuery } from "../search/parse-query.ts";
import { planSearch } from "../search/plan-search.ts";
import { all, type Query } from "../search/query.ts";

/**
 * What a feed asks of the catalog, and a reader of the feed besides: both queries must hold. Throws where one is no
 * query: they are checked where they come in.
 *
 * @param newest The newest capture time in the catalog, from which spans count back; absent where it has no article.
 */
export function selectionOf(
  definition: Pick<FeedDefinition, "outletIds" | "query">,
  choice: Choice | undefined,
  newest: Date | undefined,
): Selection {
  const { outletIds } = definition;
  const outlets = outletIds === undefined ? {} : { outletIds };
  const queries = queriesOf(definition, choice);
  if (queries.length === 0) return outlets;
  return { ...outlets, ...planSearch(all(queries), newest ?? new Date(0)) };
}

/** What all has to hold of an article besides its outlet. */
export function queriesOf({ query }: Pick<FeedDefinition, "query">, choice: Choice | undefined): readonly Query[] {
  return [query, choice?.query].filter((text) => text !== undefined).map(queryOf);
}

function queryOf(text: string): Query {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(`${text} is no query: ${query.mistake.message}`);
  return query.value;
}
