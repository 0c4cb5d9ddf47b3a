import { convertScript } from "../lib/text/convert-script.ts";
import type { Article } from "../model/article.ts";
import {
  MAX_ENTRIES,
  type Deletion,
  type Feed,
  type FeedArchive,
  type FeedDefinition,
  type FeedVariant,
} from "../model/feed.ts";
import { convertArticle } from "./scripts.ts";
import { fairMix, LOOK_AHEAD } from "./fair-mix.ts";
import { MAX_FEED_BYTES, shownArticle, shownBytes } from "./shown-article.ts";

/**
 * Makes the one cut that all formats share: the newest 50 articles or the feed's own limit, at most 512 kB of shown text,
 * always whole articles and at least one. Candidates come newest first and are not read beyond the cut, except where
 * outlets have a share.
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
  const isEnough = untilCut(entries);
  const articles: Article[] = [];
  for (const article of candidates) {
    const enough = isEnough(article);
    if (enough !== "too-much") articles.push(article);
    if (enough !== "more") break;
  }
  return articles;
}

/** Tells of one article after another, as it is shown, if the cut comes before it, after it, or later. */
function untilCut(entries: number): (article: Article) => "too-much" | "enough" | "more" {
  let count = 0;
  let bytes = 0;
  return (article) => {
    bytes += shownBytes(article);
    if (count > 0 && bytes > MAX_FEED_BYTES) return "too-much";
    count += 1;
    return count === entries ? "enough" : "more";
  };
}

/** Reads as many candidates of a feed as its cut can need, newest first, and no more. */
export async function readCandidates(
  definition: FeedDefinition,
  articles: AsyncIterable<Article>,
): Promise<readonly Article[]> {
  const { limit = MAX_ENTRIES, share } = definition;
  const isEnough = untilCut(limit);
  const candidates: Article[] = [];
  for await (const article of articles) {
    candidates.push(article);
    const isCut = share === undefined && isEnough(shownArticle(article, definition)) !== "more";
    if (isCut || candidates.length === LOOK_AHEAD) break;
  }
  return candidates;
}

/** Content of a subscription document besides its newest articles. */
export interface Besides {
  /** Articles that neither the feed nor a closed part of its history holds. */
  readonly unfinished: readonly Article[];
  readonly archive?: FeedArchive;
  readonly deletions: readonly Deletion[];
  /** Entries that stand in for them. */
  readonly withdrawn: readonly Article[];
}

/** Adds to a feed all by which every article can be reached: a link to the history, and what the history has not yet. */
export function subscriptionFeed(feed: Feed, { unfinished, archive, deletions, withdrawn }: Besides): Feed {
  const added = [...unfinished, ...withdrawn].map((article) => articleInFeed(article, feed.definition));
  const articles = added.length === 0 ? feed.articles : [...feed.articles, ...added].sort(byNewness);
  return feedOf({
    ...feed,
    articles,
    ...(archive !== undefined && { archive }),
    ...(deletions.length > 0 && { deletions }),
  });
}

function byNewness(a: Article, b: Article): number {
  return b.surfacedAt.getTime() - a.surfacedAt.getTime() || (a.id < b.id ? -1 : 1);
}

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

/** Articles that were first captured on a day of any year (`05-17`), cut like any feed: a feed of its own. */
export function onThisDay(definition: FeedDefinition, onDay: string, candidates: Iterable<Article>): Feed {
  const [month, day] = onDay.split("-").map(Number);
  const { title, script = "zh-Hans" } = definition;
  const named = {
    ...definition,
    title: `${title}：${convertScript("历史上的", script)}${month}月${day}日`,
    description: convertScript(`历年${month}月${day}日的文章`, script),
  };
  return { ...buildFeed(named, candidates), variant: { name: definition.name, onDay } };
}

/** An article as it stands in a feed: no more of it than may be shown, in the feed's script. */
function articleInFeed(article: Article, definition: Pick<FeedDefinition, "entries" | "script">): Article {
  return convertArticle(shownArticle(article, definition), definition.script);
}

/** Adds when a feed was updated: its latest change or takedown. */
function feedOf(feed: Omit<Feed, "updatedAt">): Feed {
  const { articles, deletions = [] } = feed;
  const instants = [...articles.map(({ updatedAt }) => updatedAt), ...deletions.map(({ takenDownAt }) => takenDownAt)];
  const [first] = instants;
  if (first === undefined) return feed;
  return { ...feed, updatedAt: instants.reduce((latest, instant) => (instant > latest ? instant : latest), first) };
}
