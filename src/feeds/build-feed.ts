import type { Article } from "../model/article.ts";
import type { Feed, FeedDefinition } from "../model/feed.ts";

const MAX_ENTRIES = 50;
const MAX_FEED_BYTES = 512_000;
const MAX_ENTRY_BYTES = 200_000;

/**
 * Makes the one cut that all formats share: the newest 50 articles or 512 kB of what is shown of them, whole articles,
 * at least one. Candidates come newest first and are not read beyond the cut.
 */
export function buildFeed(definition: FeedDefinition, candidates: Iterable<Article>): Feed {
  const articles: Article[] = [];
  let bytes = 0;
  for (const candidate of candidates) {
    const article = withinEntryLimit(candidate);
    bytes += shownBytes(article);
    if (articles.length > 0 && bytes > MAX_FEED_BYTES) break;
    articles.push(article);
    if (articles.length === MAX_ENTRIES) break;
  }
  const [first] = articles;
  const place = { name: definition.name };
  if (first === undefined) return { definition, place, articles };
  return { definition, place, articles, updatedAt: articles.reduce(laterOf, first).updatedAt };
}

/** An article too large for what readers accept of one entry is shown by its excerpt, in every format. */
function withinEntryLimit(article: Article): Article {
  return shownBytes(article) > MAX_ENTRY_BYTES ? { ...article, entries: "summary" } : article;
}

function shownBytes({ entries, bodyHtml, excerpt }: Article): number {
  return Buffer.byteLength(entries === "full" ? bodyHtml : excerpt);
}

function laterOf(a: Article, b: Article): Article {
  return b.updatedAt > a.updatedAt ? b : a;
}
