import type { CatalogReader } from "../catalog/catalog.ts";
import { oneOfTwins } from "../feeds/one-of-twins.ts";
import type { Article } from "../model/article.ts";
import type { Edition } from "../model/edition.ts";
import type { FeedDefinition } from "../model/feed.ts";
import type { Choice } from "../model/feed-place.ts";
import { matches } from "../search/matches.ts";
import { searchedArticle } from "./searched-texts.ts";
import { queriesOf, selectionOf } from "./selection-of.ts";

export interface SelectingDeps {
  readonly catalog: CatalogReader;
  readonly edition: Pick<Edition, "outlets">;
  /** Asked while a search goes on: true once it has taken too long. */
  readonly isOver?: () => boolean;
}

/** The articles a feed is made of, or what a reader chose of them, newest first. Lazy. Throws as the catalog does. */
export function selectArticles(
  definition: FeedDefinition,
  { catalog, edition, isOver }: SelectingDeps,
  choice?: Choice,
): Iterable<Article> {
  const newest = catalog.newestCapturedAt();
  const articles = catalog.newest(selectionOf(definition, choice, newest), isOver);
  if (definition.twins === undefined) return articles;
  const queries = queriesOf(definition, choice);
  const find = (id: string): Article | undefined => {
    const article = catalog.article(id);
    if (article === undefined || definition.outletIds?.includes(article.outletId) === false) return undefined;
    const searched = searchedArticle(article);
    return queries.every((query) => matches(query, searched, newest ?? new Date(0))) ? article : undefined;
  };
  return oneOfTwins(articles, definition, { outlets: edition.outlets, find });
}
