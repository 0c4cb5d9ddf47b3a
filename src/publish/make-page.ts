import type { CatalogReader } from "../catalog/catalog.ts";
import { buildFeed } from "../feeds/build-feed.ts";
import { startOfUtcDay } from "../lib/time/utc-day.ts";
import type { Article } from "../model/article.ts";
import type { CapturedArticle } from "../model/captured-article.ts";
import type { Document } from "../model/document.ts";
import type { PageAddress, ShownDay } from "../model/addresses.ts";
import type { FeedDefinition } from "../model/feed.ts";
import type { Edition } from "../model/edition.ts";
import type { Selection } from "../model/selection.ts";
import { renderArticlePage } from "../pages/article-page.ts";
import { renderDayPage } from "../pages/day-page.ts";
import { renderFeedPage } from "../pages/feed-page.ts";
import { createPageContext, type PageContext } from "../pages/page-context.ts";
import { renderPolicyPage } from "../pages/policy-page.ts";
import { renderSearchPage } from "../pages/search-page.ts";
import { renderStartPage, type FeedOverview } from "../pages/start-page.ts";
import { articleNeighbors } from "./article-neighbors.ts";
import { searchArticles } from "./search-articles.ts";
import { articlesOf, selectArticles } from "./select-articles.ts";
import { selectionOf } from "./selection-of.ts";

export interface PageDeps {
  readonly catalog: CatalogReader;
  readonly edition: Pick<Edition, "publication" | "definitions" | "outlets">;
  /** Whether a search has taken longer than it may; absent, it takes as long as it takes. */
  readonly isOver?: () => boolean;
  /** False for static files, which cannot search; absent, pages offer it. */
  readonly hasSearch?: boolean;
}

/** Shown of a feed on the start page: more of the combined one, which is the first. */
const HEADLINES = { combined: 6, other: 3 };
/** The newest of a feed that its page shows; all others are in its calendar. */
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
      return renderSearchPage(searchArticles(deps, address, context), context);
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
  const { catalog } = deps;
  const selection = selectionOf(definition, undefined, catalog.newestCapturedAt());
  const length = isFirst ? HEADLINES.combined : HEADLINES.other;
  const newest = Iterator.from(selectArticles(definition, deps)).take(length).toArray();
  return { definition, newest, days: catalog.days(selection) };
}

function feedPage(
  deps: PageDeps,
  name: string,
  shown: ShownDay | undefined,
  context: PageContext,
): Document | undefined {
  const { catalog, edition } = deps;
  const definition = edition.definitions.find((each) => each.name === name);
  if (definition === undefined) return undefined;
  const selection = selectionOf(definition, undefined, catalog.newestCapturedAt());
  const days = catalog.days(selection);
  if (shown === undefined) {
    const { articles } = buildFeed(definition, selectArticles(definition, deps));
    return renderFeedPage({ definition, articles: articles.slice(0, MAX_ON_FEED_PAGE), days }, context);
  }
  const articles = articlesOn(shown, definition, selection, deps);
  if (articles === undefined) return undefined;
  return renderDayPage({ definition, shown, articles, days }, context);
}

/** Newest first; `undefined` for a day without articles, and for what is no day. A day of all years may be empty. */
function articlesOn(
  shown: ShownDay,
  definition: FeedDefinition,
  selection: Selection,
  deps: PageDeps,
): readonly Article[] | undefined {
  const read = (captured: readonly CapturedArticle[]): readonly Article[] => [
    ...articlesOf(
      deps,
      definition,
      captured.map(({ id }) => id),
    ),
  ];
  if ("onDay" in shown) {
    if (startOfUtcDay(`2024-${shown.onDay}`) === undefined) return undefined;
    return read(deps.catalog.capturedOnDay(shown.onDay, selection));
  }
  const articles = read(deps.catalog.capturedOn(shown.day, selection));
  return articles.length === 0 ? undefined : articles.toReversed();
}

function articlePage({ catalog }: PageDeps, id: string, context: PageContext): Document | undefined {
  const article = catalog.article(id);
  if (article === undefined) return undefined;
  const hasTwin = article.twin !== undefined && catalog.article(article.twin.id) !== undefined;
  return renderArticlePage({ article, hasTwin, ...articleNeighbors(article, catalog) }, context);
}
