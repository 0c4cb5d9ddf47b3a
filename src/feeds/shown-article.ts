import type { Article } from "../model/article.ts";
import type { FeedDefinition } from "../model/feed.ts";

/** Limit of one document for the shown text of its articles, in bytes of UTF-8. */
export const MAX_FEED_BYTES = 512_000;
/** Readers may refuse a larger entry, so its excerpt is shown instead. */
export const MAX_ENTRY_BYTES = 200_000;

/** Cuts an article to what a feed shows of it, which is never more than its outlet allows. */
export function shownArticle(article: Article, { entries }: Pick<FeedDefinition, "entries">): Article {
  if (article.entries === "summary") return article;
  // A too large article is shown by its excerpt in every feed, so its revision stays.
  if (shownBytes(article) > MAX_ENTRY_BYTES) return { ...article, entries: "summary" };
  if (entries === undefined) return article;
  return { ...article, entries, revision: `${article.revision}-${entries}` };
}

/** Size of the shown text of an article, in bytes of UTF-8. */
export function shownBytes({ entries, bodyHtml, excerpt }: Article): number {
  return Buffer.byteLength(entries === "full" ? bodyHtml : excerpt);
}
