import type { CatalogReader } from "../catalog/catalog.ts";
import type { Article } from "../model/article.ts";
import type { FeedDefinition } from "../model/feed.ts";
import { selectionOf } from "./selection-of.ts";

/** What may stand in a feed, newest first. */
export function selectArticles(catalog: CatalogReader, definition: FeedDefinition): Iterable<Article> {
  return catalog.newest(selectionOf(definition, undefined, catalog.newestCapturedAt()));
}
