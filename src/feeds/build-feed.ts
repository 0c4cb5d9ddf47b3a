import type { Article } from "../model/article.ts";
import { MAX_ENTRIES, type Feed, type FeedDefinition } from "../model/feed.ts";
import { convertArticle } from "./convert-article.ts";
import { fairMix } from "./fair-mix.ts";
import { feedOf } from "./feed-of.ts";
import { MAX_FEED_BYTES } from "./limits.ts";
import { shownArticle, shownBytes } from "./shown-article.ts";

/**
 * Makes the one cut that all formats share: the newest 50 articles, or as many as the feed may have, or 512 kB of what
 * is shown of them, whole articles, at least one. Candidates come newest first and are not read beyond the cut, unless
 * outlets are to have a share.
 */
export function buildFeed(definition: FeedDefinition, candidates: Iterable<Article>): Feed {
  const { limit: entries = MAX_ENTRIES, share, script } = definition;
  const shown = shownArticles(candidates, definition);
  const cut = share === undefined ? newest(shown, entries) : fairMix(shown, { entries, bytes: MAX_FEED_BYTES, share });
  const articles = cut.map((article) => convertArticle(article, script));
  return feedOf({ definition, variant: { name: definition.name }, articles });
}

function* shownArticles(candidates: Iterable<Article>, definition: FeedDefinition): Generator<Article> {
  for (const candidate of candidates) yield shownArticle(candidate, definition);
}

function newest(candidates: Iterable<Article>, entries: number): Article[] {
  const articles: Article[] = [];
  let bytes = 0;
  for (const article of candidates) {
    bytes += shownBytes(article);
    if (articles.length > 0 && bytes > MAX_FEED_BYTES) break;
    articles.push(article);
    if (articles.length === entries) break;
  }
  return articles;
}
