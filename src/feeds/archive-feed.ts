import type { Article } from "../model/article.ts";
import type { Feed, FeedArchive, FeedDefinition, FeedVariant } from "../model/feed.ts";
import { buildFeed } from "./build-feed.ts";
import { feedOf } from "./feed-of.ts";
import { articleInFeed } from "./shown-article.ts";

/** A part of a feed's history, with all articles that were cut for it; the last to be captured comes first. */
export function archivePart(
  definition: FeedDefinition,
  variant: FeedVariant,
  articles: readonly Article[],
  archive: FeedArchive,
): Feed {
  return feedOf({
    definition,
    variant,
    articles: articles.map((article) => articleInFeed(article, definition)),
    archive,
  });
}

/** What was first captured on a day of any year (`05-17`), cut like any feed: a feed of its own. */
export function onThisDay(definition: FeedDefinition, onDay: string, candidates: Iterable<Article>): Feed {
  const [month, day] = onDay.split("-").map(Number);
  const named = {
    ...definition,
    title: `${definition.title}：历史上的${month}月${day}日`,
    description: `历年${month}月${day}日的文章`,
  };
  return { ...buildFeed(named, candidates), variant: { name: definition.name, onDay } };
}
