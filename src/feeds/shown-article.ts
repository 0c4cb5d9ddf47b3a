import type { Article } from "../model/article.ts";
import type { FeedDefinition } from "../model/feed.ts";

const MAX_ENTRY_BYTES = 200_000;

/** An article with as much of it as a feed shows: no more than its outlet allows, whatever the feed says. */
export function shownArticle(article: Article, { entries }: Pick<FeedDefinition, "entries">): Article {
  if (article.entries === "summary") return article;
  // Too large for what readers accept of one entry, it is shown by its excerpt everywhere: that is no other revision.
  if (shownBytes(article) > MAX_ENTRY_BYTES) return { ...article, entries: "summary" };
  if (entries === undefined) return article;
  return { ...article, entries, revision: `${article.revision}-${entries}` };
}

/** What is shown of an article, in UTF-8. */
export function shownBytes({ entries, bodyHtml, excerpt }: Article): number {
  return Buffer.byteLength(entries === "full" ? bodyHtml : excerpt);
}
