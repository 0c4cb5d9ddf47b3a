import type { CatalogReader } from "../catalog/catalog.ts";
import { oneOfTwins } from "../feeds/one-of-twins.ts";
import type { Article } from "../model/article.ts";
import type { Edition } from "../model/edition.ts";
import type { FeedDefinition } from "../model/feed.ts";
import type { Selection } from "../model/selection.ts";

export interface SelectingDeps {
  readonly catalog: CatalogReader;
  readonly edition: Pick<Edition, "outlets">;
}

/** The articles a feed is made of, newest first. Lazy. */
export function selectArticles(definition: FeedDefinition, { catalog, edition }: SelectingDeps): Iterable<Article> {
  const articles = catalog.newest(selectionOf(definition));
  if (definition.twins === undefined) return articles;
  const find = (id: string): Article | undefined => selectedArticle(id, definition, catalog);
  return oneOfTwins(articles, definition, { outlets: edition.outlets, find });
}

/** What a definition asks of the catalog. */
function selectionOf({ outletIds }: FeedDefinition): Selection {
  return outletIds === undefined ? {} : { outletIds };
}

/** An article, if a definition selects it. */
function selectedArticle(id: string, { outletIds }: FeedDefinition, catalog: CatalogReader): Article | undefined {
  const article = catalog.article(id);
  return article !== undefined && (outletIds?.includes(article.outletId) ?? true) ? article : undefined;
}
