import type { Article } from "../model/article.ts";
import type { Deletion, Feed, FeedArchive } from "../model/feed.ts";
import { feedOf } from "./feed-of.ts";
import { articleInFeed } from "./shown-article.ts";

/** What a subscription document holds besides what is new. */
export interface Besides {
  /** Articles that neither the feed nor a closed part of its history holds. */
  readonly unfinished: readonly Article[];
  readonly archive: FeedArchive;
  readonly deletions: readonly Deletion[];
}

/** Makes a feed one from which every article can be reached: it leads to the history, and holds what that has not. */
export function subscriptionFeed(feed: Feed, { unfinished, archive, deletions }: Besides): Feed {
  const added = unfinished.map((article) => articleInFeed(article, feed.definition));
  const articles = added.length === 0 ? feed.articles : [...feed.articles, ...added].sort(byNewness);
  return feedOf({ ...feed, articles, archive, ...(deletions.length === 0 ? {} : { deletions }) });
}

function byNewness(a: Article, b: Article): number {
  return b.surfacedAt.getTime() - a.surfacedAt.getTime() || (a.id < b.id ? -1 : 1);
}
