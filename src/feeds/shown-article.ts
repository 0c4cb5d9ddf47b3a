import type { Article } from "../model/article.ts";
import type { FeedDefinition } from "../model/feed.ts";
import { convertArticle } from "./convert-article.ts";
import { MAX_ENTRY_BYTES } from "./limits.ts";

/** An article as it stands in a feed: no more of it than may be shown, in the feed's script. */
export function articleInFeed(article: Article, definition: Pick<FeedDefinition, "entries" | "script">): Article {
  return convertArticle(shownArticle(article, definition), definition.script);
}

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
