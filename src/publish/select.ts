import type { CatalogReader, SelectableArticle } from "../catalog/catalog.ts";
import { oneOfTwins } from "../feeds/scripts.ts";
import type { Article } from "../model/article.ts";
import type { Edition } from "../model/edition.ts";
import type { Choice, FeedDefinition } from "../model/feed.ts";
import type { Selection } from "../model/selection.ts";
import { matches } from "../search/matches.ts";
import { parseQuery } from "../search/parse-query.ts";
import { all } from "../search/canonical-query.ts";
import type { Query } from "../model/query.ts";
import { searchedTexts } from "../search/searched-texts.ts";

export interface SelectDeps {
  readonly catalog: CatalogReader;
  readonly edition: Pick<Edition, "outlets">;
  /** Asked while a query is looked for; see `CatalogReader.newest`. */
  readonly isOver?: () => boolean;
}

/** The articles a feed is made of, with what a reader chose from it: newest first. Lazy; throws as the catalog does. */
export function selectArticles(definition: FeedDefinition, deps: SelectDeps, choice?: Choice): Iterable<Article> {
  const { catalog, isOver } = deps;
  const articles = catalog.newest(selectionOf(definition, choice), isOver);
  return withoutOtherTwins(articles, definition, deps, choice);
}

/** Articles by their ids, as far as a feed shows them. Lazy: one body at a time. */
export function articlesOf(deps: SelectDeps, definition: FeedDefinition, ids: Iterable<string>): Iterable<Article> {
  const articles = Iterator.from(ids)
    .map((id) => deps.catalog.article(id))
    .filter((article) => article !== undefined);
  return withoutOtherTwins(articles, definition, deps);
}

/** Leaves out what is there in the feed's script as well, where the feed shows one of twins. Lazy. */
function withoutOtherTwins(
  articles: Iterable<Article>,
  definition: FeedDefinition,
  { catalog, edition }: SelectDeps,
  choice?: Choice,
): Iterable<Article> {
  if (definition.twins === undefined) return articles;
  const newest = catalog.newestCapturedAt();
  const find = (id: string): Article | undefined => {
    const article = catalog.article(id);
    return article !== undefined && isSelected(article, definition, choice, newest) ? article : undefined;
  };
  return oneOfTwins(articles, definition, { outlets: edition.outlets, find });
}

type Selecting = Pick<FeedDefinition, "outletIds" | "query">;

/**
 * The selection of a feed, narrowed by what a reader chose from it: both queries must hold. Throws where one is no query:
 * they are checked where they come in.
 */
export function selectionOf({ outletIds, query }: Selecting, choice?: Choice): Selection {
  const both = bothQueries(query, choice);
  return { ...(outletIds !== undefined && { outletIds }), ...(both !== undefined && { query: both }) };
}

/**
 * Tells from an article alone if that selection holds it.
 *
 * @param newest The newest capture time in the catalog, from which spans count back; absent where it has no article.
 */
export function isSelected(
  article: SelectableArticle,
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
