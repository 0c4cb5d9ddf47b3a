import type { Article } from "../model/article.ts";
import type { Choice, FeedDefinition } from "../model/feed.ts";
import type { Selection } from "../model/selection.ts";
import { matches } from "../search/matches.ts";
import { parseQuery } from "../search/parse-query.ts";
import { planSearch } from "../search/plan-search.ts";
import { all, type Query } from "../search/query.ts";
import { searchedTexts } from "./searched-texts.ts";

type Selecting = Pick<FeedDefinition, "outletIds" | "query">;

/**
 * What a feed asks of the catalog, and a reader of the feed besides: both queries must hold. Throws where one is no
 * query: they are checked where they come in.
 *
 * @param newest The newest capture time in the catalog, from which spans count back; absent where it has no article.
 */
export function selectionOf(
  { outletIds, query }: Selecting,
  choice: Choice | undefined,
  newest: Date | undefined,
): Selection {
  const outlets = outletIds === undefined ? {} : { outletIds };
  const both = bothQueries(query, choice);
  return both === undefined ? outlets : { ...outlets, ...planSearch(both, newest ?? new Date(0)) };
}

/** Whether an article is one of those, told from the article alone. */
export function isSelected(
  article: Article,
  { outletIds, query }: Selecting,
  choice: Choice | undefined,
  newest: Date | undefined,
): boolean {
  if (outletIds?.includes(article.outletId) === false) return false;
  const both = bothQueries(query, choice);
  return both === undefined || matches(both, { ...article, ...searchedTexts(article) }, newest ?? new Date(0));
}

function bothQueries(query: string | undefined, choice: Choice | undefined): Query | undefined {
  const queries = [query, choice?.query].filter((text) => text !== undefined).map(queryOf);
  return queries.length === 0 ? undefined : all(queries);
}

function queryOf(text: string): Query {
  const query = parseQuery(text);
  if (!query.ok) throw new Error(`${text} is no query: ${query.mistake.message}`);
  return query.value;
}
