import { buildFeed, readCandidates } from "../feeds/build-feed.ts";
import { convertArticle, convertDefinition, convertListed } from "../feeds/scripts.ts";
import type { Article } from "../model/article.ts";
import type { CapturedArticle } from "../model/captured-article.ts";
import type { Document } from "../model/document.ts";
import type { PageAddress, ShownPart } from "../model/addresses.ts";
import type { FeedDefinition } from "../model/feed.ts";
import type { Edition } from "../model/edition.ts";
import type { ListedArticle } from "../pages/article-list.ts";
import { renderArticlePage } from "../pages/article-page.ts";
import { renderEveryDayPage, renderMonthPage } from "../pages/archive-page.ts";
import { renderDayOfYearPage, renderDayPage } from "../pages/day-page.ts";
import { renderFeedPage } from "../pages/feed-page.ts";
import { createPageContext, type PageContext } from "../pages/page-context.ts";
import { renderPolicyPage } from "../pages/policy-page.ts";
import { renderSearchFeedPage } from "../pages/search-feed-page.ts";
import { renderSearchPage } from "../pages/search-page.ts";
import { renderStoryPage } from "../pages/story-page.ts";
import { renderStartPage, type FeedOverview } from "../pages/start-page.ts";
import { entriesOf } from "./entries.ts";
import { isDayOfYear } from "./history.ts";
import { leadingStories } from "./leading-stories.ts";
import { listedArticles } from "./listed-articles.ts";
import { otherReports, relatedEarlier } from "./related-articles.ts";
import { searchArticles } from "./search/search-articles.ts";
import { askedSearchFeed } from "./search/search-feed.ts";
import { articlesOf, firstOf, selectArticles, selectionOf, type SelectDeps } from "./select.ts";
import { findStory } from "./story-entries.ts";
import { tellStory } from "./told-story.ts";

export interface PageDeps extends SelectDeps {
  readonly edition: Pick<Edition, "site" | "definitions" | "outlets">;
  /** False for static files, which cannot search; absent, pages offer it. */
  readonly hasSearch?: boolean;
}

/** Shown of a feed on the start page: the combined one, which is the first, has its articles there. */
const NEWEST = { combined: 12, other: 1 };
/** The newest of a feed that its page shows; all others are in its archive. */
const MAX_ON_FEED_PAGE = 30;

/** Makes a page of what the catalog holds; `undefined` where there is nothing at its address. */
export async function makePage(deps: PageDeps, address: PageAddress): Promise<Document | undefined> {
  const context = createPageContext(deps.edition, address.locale, deps.hasSearch);
  switch (address.kind) {
    case "start-page":
      return await startPage(deps, context);
    case "feed-page":
      return await feedPage(deps, address.name, address.shown, context);
    case "article-page":
      return await articlePage(deps, address.id, context);
    case "story-page":
      return await storyPage(deps, address.id, context);
    case "search-page":
      return renderSearchPage(await searchArticles(deps, address, context), context);
    case "search-feed-page":
      return renderSearchFeedPage(await askedSearchFeed(address.asked, deps, context), context);
    case "policy-page":
      break;
  }
  return renderPolicyPage(context);
}

async function startPage(deps: PageDeps, context: PageContext): Promise<Document> {
  const listed = deps.edition.definitions.filter(({ isHidden }) => isHidden !== true);
  const { newestCapturedAt } = await deps.catalog.articles.extent();
  const feeds = await Array.fromAsync(listed, (definition, index) =>
    overviewOf(definition, index === 0, deps, context),
  );
  return renderStartPage(
    {
      feeds,
      stories: await listedArticles(await leadingStories(deps, newestCapturedAt, context.script), deps, context),
      ...(newestCapturedAt !== undefined && { newestCapturedAt }),
    },
    context,
  );
}

async function overviewOf(
  definition: FeedDefinition,
  isFirst: boolean,
  deps: PageDeps,
  context: PageContext,
): Promise<FeedOverview> {
  const length = isFirst ? NEWEST.combined : NEWEST.other;
  const written = await firstOf(selectArticles(inScriptOf(context, definition), deps), length);
  const newest = await listedArticles(written, deps, context);
  const days = await entriesOf(definition, deps).days(selectionOf(definition), deps.signal);
  return { definition, newest, days };
}

/** The feed of the script that the pages show: of an article in both scripts, one is there. */
function inScriptOf({ script }: PageContext, definition: FeedDefinition): FeedDefinition {
  return script === undefined ? definition : convertDefinition(definition, script);
}

async function feedPage(
  deps: PageDeps,
  name: string,
  shown: ShownPart | undefined,
  context: PageContext,
): Promise<Document | undefined> {
  const { edition, signal } = deps;
  const definition = edition.definitions.find((each) => each.name === name);
  if (definition === undefined) return undefined;
  if (shown !== undefined && "day" in shown) return await dayPage(definition, shown.day, deps, context);
  if (shown !== undefined && "onDay" in shown) return await dayOfYearPage(definition, shown.onDay, deps, context);
  const days = await entriesOf(definition, deps).days(selectionOf(definition), signal);
  if (shown === undefined) {
    const candidates = await readCandidates(definition, selectArticles(inScriptOf(context, definition), deps));
    const { articles } = buildFeed(definition, candidates);
    const shownArticles = await listedArticles(articles.slice(0, MAX_ON_FEED_PAGE), deps, context);
    return renderFeedPage({ definition, articles: shownArticles, days }, context);
  }
  if ("everyDay" in shown) return days.length === 0 ? undefined : renderEveryDayPage({ definition, days }, context);
  const { month } = shown;
  return days.some(({ day }) => day.startsWith(month))
    ? renderMonthPage({ definition, days }, month, context)
    : undefined;
}

/** `undefined` for a day without articles, and for what is no day. */
async function dayPage(
  definition: FeedDefinition,
  day: string,
  deps: PageDeps,
  context: PageContext,
): Promise<Document | undefined> {
  const entries = entriesOf(definition, deps);
  const selection = selectionOf(definition);
  const captured = await entries.capturedOn(day, selection, deps.signal);
  const articles = await shownOf(captured, definition, deps, context);
  if (articles.length === 0) return undefined;
  const { before: earlier, after: later } = await entries.daysBeside(day, selection, deps.signal);
  return renderDayPage({ definition, day, articles: articles.toReversed(), earlier, later }, context);
}

/** `undefined` for what is no day of any year. A day of all years may be empty. */
async function dayOfYearPage(
  definition: FeedDefinition,
  onDay: string,
  deps: PageDeps,
  context: PageContext,
): Promise<Document | undefined> {
  if (!isDayOfYear(onDay)) return undefined;
  const entries = entriesOf(definition, deps);
  const captured = await entries.capturedOn(onDay, selectionOf(definition), deps.signal);
  const articles = await shownOf(captured, definition, deps, context);
  return renderDayOfYearPage({ definition, onDay, articles }, context);
}

function shownOf(
  captured: readonly CapturedArticle[],
  definition: FeedDefinition,
  deps: PageDeps,
  context: PageContext,
): Promise<readonly ListedArticle[]> {
  const ids = captured.map(({ id }) => id);
  return listedArticles(articlesOf(deps, inScriptOf(context, definition), ids), deps, context);
}

async function articlePage(deps: PageDeps, id: string, context: PageContext): Promise<Document | undefined> {
  const { catalog } = deps;
  const written = await catalog.articles.find(id);
  if (written === undefined) return undefined;
  const article = convertArticle(written, context.script);
  const hasTwin = written.twin !== undefined && (await catalog.articles.find(written.twin.id)) !== undefined;
  const { before: earlier, after: later } = await catalog.articles.beside(written);
  const { others, isShared } = await otherReports(written, deps, context.script);
  const related = context.hasSearch ? await relatedEarlier(written, deps, context.script) : [];
  const shown = (other: Article): Article => convertListed(other, context.script);
  const neighbors = { ...(earlier && { earlier: shown(earlier) }), ...(later && { later: shown(later) }) };
  const elsewhere = { otherReports: others.map(shown), isShared, related: related.map(shown) };
  return renderArticlePage({ article, hasTwin, ...neighbors, ...elsewhere }, context);
}

async function storyPage(deps: PageDeps, id: string, context: PageContext): Promise<Document | undefined> {
  const story = await findStory(deps.catalog, id);
  const told = story && (await tellStory(story, deps, context.script));
  if (told === undefined) return undefined;
  const shown = (report: Article): Article => convertListed(report, context.script);
  return renderStoryPage({ id, lead: shown(told.lead), reports: told.reports.map(shown) }, context);
}
