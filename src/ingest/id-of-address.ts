import type { Article } from "../model/article.ts";
import { articleId, articleKey } from "../normalize/identity.ts";
import type { Outlets } from "../outlets/outlets.ts";

/** The id that the article at an outlet's address has, whether or not there is one. */
export function idOfAddress(address: string, outlets: Outlets): string {
  return articleId(articleKey(address, outlets.identify(address)));
}

/** How many published articles would get another id under these outlets: readers would show each of them twice. */
export function countChangedIds(articles: Iterable<Pick<Article, "id" | "canonicalUrl">>, outlets: Outlets): number {
  let changed = 0;
  for (const { id, canonicalUrl } of articles) {
    if (idOfAddress(canonicalUrl, outlets) !== id) changed++;
  }
  return changed;
}
