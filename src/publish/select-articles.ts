import type { CatalogReader } from "../catalog/catalog.ts";
import { oneOfTwins } from "../feeds/one-of-twins.ts";
import type { Article } from "../model/article.ts";
import type { Edition } from "../model/edition.ts";
import type { Choice, FeedDefinition } from "../model/feed.ts";
import { isSelected, selectionOf } from "./selection-of.ts";

export interface SelectingDeps {
  readonly catalog: CatalogReader;
  readonly edition: Pick<Edition, "outlets">;
  /** Asked while a query is looked for; see `CatalogReader.newest`. */
  readonly isOver?: () => boolean;
}

/** The articles a feed is made of, with what a reader chose from it: newest first. Lazy; throws as the catalog does. */
export function selectArticles(
  definition: FeedDefinition,
  { catalog, edition, isOver }: SelectingDeps,
  choice?: Choice,
): Iterable<Article> {
  const articles = catalog.newest(selectionOf(definition, choice, catalog.newestCapturedAt()), isOver);
  return withoutOtherTwins(articles, definition, { catalog, edition }, choice);
}

/** Articles by their ids, as far as a feed shows them. Lazy: one body at a time. */
export function articlesOf(deps: SelectingDeps, definition: FeedDefinition, ids: Iterable<string>): Iterable<Article> {
  const articles = Iterator.from(ids)
    .map((id) => deps.catalog.article(id))
    .filter((article) => article !== undefined);
  return withoutOtherTwins(articles, definition, deps);
}

/** Leaves out what is there in the feed's script as well, where the feed shows one of twins. Lazy. */
function withoutOtherTwins(
  articles: Iterable<Article>,
  definition: FeedDefinition,
  { catalog, edition }: SelectingDeps,
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
