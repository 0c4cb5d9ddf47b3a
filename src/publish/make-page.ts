import type { CatalogReader } from "../catalog/catalog.ts";
import { buildFeed } from "../feeds/build-feed.ts";
import { utcDay } from "../lib/time/utc-day.ts";
import type { Article } from "../model/article.ts";
import type { CapturedArticle } from "../model/captured-article.ts";
import type { Document } from "../model/document.ts";
import type { PageAddress, ShownPart } from "../model/addresses.ts";
import type { FeedDefinition } from "../model/feed.ts";
import type { Edition } from "../model/edition.ts";
import { renderArticlePage } from "../pages/article-page.ts";
import { renderEveryDayPage, renderMonthPage } from "../pages/archive-page.ts";
import { renderDayOfYearPage, renderDayPage } from "../pages/day-page.ts";
import { renderFeedPage } from "../pages/feed-page.ts";
import { createPageContext, type PageContext } from "../pages/page-context.ts";
import { renderPolicyPage } from "../pages/policy-page.ts";
import { renderSearchPage } from "../pages/search-page.ts";
import { renderStartPage, type FeedOverview } from "../pages/start-page.ts";
import { isDayOfYear } from "./history.ts";
import { searchArticles } from "./search.ts";
import { articlesOf, selectArticles, selectionOf, type SelectDeps } from "./select.ts";

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
export function makePage(deps: PageDeps, address: PageAddress): Document | undefined {
  const context = createPageContext(deps.edition, address.locale, deps.hasSearch);
  switch (address.kind) {
    case "start-page":
      return startPage(deps, context);
    case "feed-page":
      return feedPage(deps, address.name, address.shown, context);
    case "article-page":
      return articlePage(deps, address.id, context);
    case "search-page":
      return renderSearchPage(searchArticles(deps, address, context.words), context);
    case "policy-page":
      break;
  }
  return renderPolicyPage(context);
}

function startPage(deps: PageDeps, context: PageContext): Document {
  const listed = deps.edition.definitions.filter(({ isHidden }) => isHidden !== true);
  const newestCapturedAt = deps.catalog.newestCapturedAt();
  return renderStartPage(
    {
      feeds: listed.map((definition, index) => overviewOf(definition, index === 0, deps)),
      ...(newestCapturedAt !== undefined && { newestCapturedAt }),
    },
    context,
  );
}

function overviewOf(definition: FeedDefinition, isFirst: boolean, deps: PageDeps): FeedOverview {
  const length = isFirst ? NEWEST.combined : NEWEST.other;
  const newest = Iterator.from(selectArticles(definition, deps)).take(length).toArray();
  return { definition, newest, days: deps.catalog.days(selectionOf(definition)) };
}

function feedPage(
  deps: PageDeps,
  name: string,
  shown: ShownPart | undefined,
  context: PageContext,
): Document | undefined {
  const { catalog, edition } = deps;
  const definition = edition.definitions.find((each) => each.name === name);
  if (definition === undefined) return undefined;
  if (shown !== undefined && "day" in shown) return dayPage(definition, shown.day, deps, context);
  if (shown !== undefined && "onDay" in shown) return dayOfYearPage(definition, shown.onDay, deps, context);
  const days = catalog.days(selectionOf(definition));
  if (shown === undefined) {
    const { articles } = buildFeed(definition, selectArticles(definition, deps));
    return renderFeedPage({ definition, articles: articles.slice(0, MAX_ON_FEED_PAGE), days }, context);
  }
  if ("everyDay" in shown) return days.length === 0 ? undefined : renderEveryDayPage({ definition, days }, context);
  const { month } = shown;
  return days.some(({ day }) => day.startsWith(month))
    ? renderMonthPage({ definition, days }, month, context)
    : undefined;
}

/** `undefined` for a day without articles, and for what is no day. */
function dayPage(definition: FeedDefinition, day: string, deps: PageDeps, context: PageContext): Document | undefined {
  const { catalog } = deps;
  const selection = selectionOf(definition);
  const articles = shownOf(catalog.capturedOn(day, selection), definition, deps).toReversed();
  if (articles.length === 0) return undefined;
  const [earlier, later] = [catalog.dayBefore(day, selection), catalog.dayAfter(day, selection)];
  return renderDayPage({ definition, day, articles, earlier, later }, context);
}

/** `undefined` for what is no day of any year. A day of all years may be empty. */
function dayOfYearPage(
  definition: FeedDefinition,
  onDay: string,
  deps: PageDeps,
  context: PageContext,
): Document | undefined {
  if (!isDayOfYear(onDay)) return undefined;
  const articles = shownOf(deps.catalog.capturedOnDay(onDay, selectionOf(definition)), definition, deps);
  return renderDayOfYearPage({ definition, onDay, articles }, context);
}

function shownOf(captured: readonly CapturedArticle[], definition: FeedDefinition, deps: PageDeps): readonly Article[] {
  const ids = captured.map(({ id }) => id);
  return [...articlesOf(deps, definition, ids)];
}

function articlePage({ catalog }: PageDeps, id: string, context: PageContext): Document | undefined {
  const article = catalog.article(id);
  if (article === undefined) return undefined;
  const hasTwin = article.twin !== undefined && catalog.article(article.twin.id) !== undefined;
  return renderArticlePage({ article, hasTwin, ...neighborsOf(article, catalog) }, context);
}

/** The articles of its outlet that were first captured right before and right after an article. */
interface Neighbors {
  readonly earlier?: Article;
  readonly later?: Article;
}

function neighborsOf({ id, outletId, firstCapturedAt }: Article, catalog: CatalogReader): Neighbors {
  const ofOutlet = { outletIds: [outletId] };
  const day = utcDay(firstCapturedAt);
  const ofDay = catalog.capturedOn(day, ofOutlet);
  const index = ofDay.findIndex((each) => each.id === id);
  const on = (other: string | undefined): typeof ofDay =>
    other === undefined ? [] : catalog.capturedOn(other, ofOutlet);
  const before = ofDay[index - 1] ?? on(catalog.dayBefore(day, ofOutlet)).at(-1);
  const after = ofDay[index + 1] ?? on(catalog.dayAfter(day, ofOutlet))[0];
  const earlier = before && catalog.article(before.id);
  const later = after && catalog.article(after.id);
  return { ...(earlier && { earlier }), ...(later && { later }) };
}
