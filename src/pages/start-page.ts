import { html, type Html } from "../lib/html/template.ts";
import { startOfUtcDay, utcDay } from "../lib/time/utc-day.ts";
import { everyFeedPath, opmlPath } from "../model/addresses.ts";
import type { DayCount } from "../model/captured-article.ts";
import type { Document } from "../model/document.ts";
import { storiesFeedName, type FeedDefinition } from "../model/feed.ts";
import { GENERIC_OUTLET_ID } from "../model/outlet.ts";
import { articlesIn } from "./archive.ts";
import { articleList, type ListedArticle } from "./article-list.ts";
import { formatDay, renderAge, renderTime } from "./dates.ts";
import { copyableAddress, feedAlternates, offeredFeed } from "./feed-links.ts";
import { absolute, isOnThisMachineOnly, pageHref, siteHref, timeZoneOf, type PageContext } from "./page-context.ts";
import { renderPage, siteSearchForm } from "./page.ts";
import { feedTitle, inLanguage, siteTitle } from "./quoted-text.ts";

const DAY_MS = 86_400_000;

export interface StartPageContent {
  /** In the order they are shown; the combined feed first. */
  readonly feeds: readonly FeedOverview[];
  /** Stories that many outlets report now, with their leads, most outlets first. */
  readonly stories?: readonly ListedArticle[];
  /** The newest capture of all articles; absent where there is none. */
  readonly newestCapturedAt?: Date;
}

export interface FeedOverview {
  readonly definition: FeedDefinition;
  /** A few, newest first. */
  readonly newest: readonly ListedArticle[];
  /** Every day that has articles, oldest first. */
  readonly days: readonly DayCount[];
}

/** The page at `/`: what is newest, and every feed there is. */
export function renderStartPage(content: StartPageContent, context: PageContext): Document {
  const { words, edition } = context;
  const title = siteTitle(context);
  const { newestCapturedAt } = content;
  const [combined, ...others] = content.feeds;
  const isOutlet = ({ definition: { name } }: FeedOverview): boolean =>
    name === GENERIC_OUTLET_ID || edition.outlets.some(({ id }) => id === name);
  const main = html`<h1 class="unseen">${title}</h1>
${context.hasSearch && siteSearchForm(context)}
${isOnThisMachineOnly(context) && html`<p class="notice">${words.localNotice}</p>`}
${leadingStories(content.stories ?? [], context)}
${combined !== undefined && newestArticles(combined, context)}
${feedRows(
  words.outlets,
  others.filter((feed) => isOutlet(feed) && feed.days.length > 0),
  content,
  context,
)}
${feedRows(
  words.otherFeeds,
  others.filter((feed) => !isOutlet(feed)),
  content,
  context,
)}
<details class="opml"><summary>${words.opml}</summary>
<p>${words.opmlNote((text) => html`<a href="${siteHref(context, opmlPath)}">${text}</a>`)}</p>
${copyableAddress(absolute(context, opmlPath), words.opml, context)}
<p>${words.everyFeedNote((text) => html`<a href="${siteHref(context, everyFeedPath)}">${text}</a>`)}</p>
</details>`;
  return renderPage(
    {
      kind: "start",
      target: { kind: "start-page" },
      title,
      description: words.startDescription,
      isIndexed: true,
      alternates: feedAlternates(
        content.feeds.map(({ definition }) => offeredFeed(definition, context)),
        context,
      ),
      main,
      footer: html`${newestCapturedAt !== undefined && html`<p>${words.asOf(renderTime(newestCapturedAt, context.locale, "UTC"))}${renderAge(newestCapturedAt)}</p>\n`}<p id="json-feed">${words.jsonExtensions}</p>\n`,
    },
    context,
  );
}

function leadingStories(stories: readonly ListedArticle[], context: PageContext): Html {
  const { words } = context;
  if (stories.length === 0) return html``;
  const href = pageHref(context, { kind: "feed-page", name: storiesFeedName });
  return html`<section class="stories">
<div class="feed-head"><h2><a href="${href}">${words.stories}</a></h2></div>
${articleList(stories, 3, context)}
</section>`;
}

/** What is new everywhere, with its pictures. */
function newestArticles({ definition, newest, days }: FeedOverview, context: PageContext): Html {
  const { words } = context;
  const href = pageHref(context, { kind: "feed-page", name: definition.name });
  return html`<section class="newest">
<div class="feed-head"><h2>${words.newest}</h2>
<p class="facts"><a href="${href}">${words.allArticles}</a> · ${words.articles(articlesIn(days))} · <a class="button primary" href="${href}#subscribe">${words.subscribe}<span class="unseen"> ${words.allArticles}</span></a></p></div>
${
  newest.length === 0
    ? html`<p>${words.noArticles}</p>
<p>${words.emptyInstallation}</p>`
    : articleList(newest, 3, context)
}
</section>`;
}

/** Feeds as rows: how much, how fresh, and the way to subscribe. */
function feedRows(
  heading: string,
  feeds: readonly FeedOverview[],
  content: StartPageContent,
  context: PageContext,
): Html | undefined {
  if (feeds.length === 0) return undefined;
  return html`<section>
<h2>${heading}</h2>
<ul class="feeds">${feeds.map((feed) => html`\n${feedRow(feed, content, context)}`)}
</ul>
</section>`;
}

function feedRow(overview: FeedOverview, { newestCapturedAt }: StartPageContent, context: PageContext): Html {
  const { definition, newest, days } = overview;
  const { words, locale } = context;
  const { name } = definition;
  const title = feedTitle(definition, context);
  const href = pageHref(context, { kind: "feed-page", name });
  const [latest] = newest;
  return html`<li><h3${inLanguage(title.language)}><a href="${href}">${title.text}</a></h3>
<p class="facts">${words.articles(articlesIn(days))}${latest !== undefined && html` · ${words.newestAt(renderTime(latest.publishedAt, locale, timeZoneOf(context, latest.outletId)))}${renderAge(latest.publishedAt)}`}${freshness(overview, newestCapturedAt, context)}</p>
${newestCapturedAt !== undefined && dayChart(utcDay(newestCapturedAt), days, context)}
<a class="button" href="${href}#subscribe">${words.subscribe}<span class="unseen"${inLanguage(title.language)}> ${title.text}</span></a></li>`;
}

/** The days that a feed lies behind the newest capture of all, if there are two. */
function freshness({ days }: FeedOverview, newest: Date | undefined, context: PageContext): Html | undefined {
  const lastDay = days.at(-1)?.day;
  if (newest === undefined || lastDay === undefined) return undefined;
  const behind = Math.round((Date.parse(utcDay(newest)) - Date.parse(lastDay)) / DAY_MS);
  const { words, locale } = context;
  return behind < 2
    ? undefined
    : html` · <strong>${words.quietFor(behind, formatDay(utcDay(newest), locale))}</strong>`;
}

/** Days that the chart shows, and its measures. */
const DAYS = 30;
const BAR = 4;
const GAP = 1;
const HEIGHT = 28;

/** Articles per day over the month that ends with `lastDay`, as bars; the same in words for those who do not see it. */
function dayChart(lastDay: string, counted: readonly DayCount[], { words, locale }: PageContext): Html {
  const days = countsUpTo(lastDay, DAYS, counted);
  const busiest = days.reduce((most, each) => (each.articles > most.articles ? each : most));
  const total = articlesIn(days);
  if (total === 0) return html``;
  const bars = days.map(({ articles }, index) => bar(index * (BAR + GAP), (articles / busiest.articles) * HEIGHT));
  const width = DAYS * (BAR + GAP) - GAP;
  const most = {
    most: busiest.articles,
    mostOn: formatDay(busiest.day, locale),
    upTo: formatDay(lastDay, locale),
  };
  const label = words.perDay({ days: DAYS, total, ...most });
  return html`<svg class="chart" role="img" aria-label="${label}" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}"><title>${label}</title><path d="${bars.join("")}"/></svg>`;
}

/** A day without articles is a line, so that one sees that it was counted. */
function bar(x: number, height: number): string {
  const shown = Math.max(1, Math.round(height));
  return `M${x} ${HEIGHT}v-${shown}h${BAR}v${shown}z`;
}

/** The counts of as many days up to `lastDay`, oldest first, those without articles included. */
function countsUpTo(lastDay: string, length: number, counted: readonly DayCount[]): readonly DayCount[] {
  const byDay = new Map(counted.map(({ day, articles }) => [day, articles]));
  const last = startOfUtcDay(lastDay)?.getTime() ?? 0;
  return Array.from({ length }, (_, index) => {
    const day = utcDay(new Date(last - (length - 1 - index) * DAY_MS));
    return { day, articles: byDay.get(day) ?? 0 };
  });
}
