import { html, type Html } from "../lib/html/template.ts";
import type { ShownPart } from "../model/addresses.ts";
import type { DayCount } from "../model/captured-article.ts";
import type { Document } from "../model/document.ts";
import type { FeedDefinition } from "../model/feed.ts";
import { articlesIn, heatMap, monthSheet, newestFirst, partNeighbors } from "./archive.ts";
import { formatMonth, formatYear } from "./dates.ts";
import { announced, feedTitle, offeredFeed } from "./feed-links.ts";
import { pageHref, type PageContext } from "./page-context.ts";
import { renderPage } from "./page.ts";

export interface ArchivePageContent {
  readonly definition: FeedDefinition;
  /** Every day of the feed that has articles. */
  readonly days: readonly DayCount[];
}

/** The page at `/feeds/<name>/<yyyy-mm>/`: the days of a month, with how many articles each has. */
export function renderMonthPage(content: ArchivePageContent, month: string, context: PageContext): Document {
  const { definition, days } = content;
  const { words } = context;
  const ofMonth = newestFirst(days).filter(({ day }) => day.startsWith(month));
  const heading = monthTitle(month, context);
  const main = html`${monthSheet(definition.name, month, ofMonth, context)}
${neighbors(content, month, context)}`;
  return archivePage(content, { month }, { heading, lead: words.articles(articlesIn(ofMonth)), main }, context);
}

/** The page at `/feeds/<name>/days/`: all days of a feed at a glance. */
export function renderEveryDayPage(content: ArchivePageContent, context: PageContext): Document {
  const { definition, days } = content;
  const { words, locale } = context;
  const busiest = Math.max(1, ...days.map(({ articles }) => articles));
  const byYear = Map.groupBy(newestFirst(days), ({ day }) => day.slice(0, "2024".length));
  const main = html`${[...byYear].map(([year, ofYear]) => {
    const months = [...new Set(ofYear.map(({ day }) => day.slice(0, "2024-05".length)))].toReversed();
    return html`<section>
<h2>${formatYear(year, locale)} <small>${words.articles(articlesIn(ofYear))}</small></h2>
<div class="scrolls" tabindex="0" role="region" aria-label="${formatYear(year, locale)}">${heatMap(year, ofYear, busiest, context)}</div>
<p class="months">${months.map((month) => html`<a href="${pageHref(context, { kind: "feed-page", name: definition.name, shown: { month } })}">${formatMonth(month, locale)}</a> `)}</p>
</section>
`;
  })}`;
  const lead = words.archiveSum(articlesIn(days), days.length);
  return archivePage(content, { everyDay: true }, { heading: words.everyDay, lead, main }, context);
}

interface Part {
  readonly heading: string;
  readonly lead: string;
  readonly main: Html;
}

function archivePage(
  { definition }: ArchivePageContent,
  shown: ShownPart,
  { heading, lead, main }: Part,
  context: PageContext,
): Document {
  const { name } = definition;
  const title = feedTitle(definition, context);
  return renderPage(
    {
      kind: "feed",
      target: { kind: "feed-page", name, shown },
      title: `${heading} · ${title}`,
      description: `${title}: ${heading}`,
      alternates: announced([offeredFeed(definition, context)], context),
      main: html`<p class="above"><a href="${pageHref(context, { kind: "feed-page", name })}" lang="${definition.language}">${title}</a></p>
<h1>${heading}</h1>
<p class="lead">${lead}</p>
${main}`,
    },
    context,
  );
}

/** The nearest months that have articles. */
function neighbors({ definition: { name }, days }: ArchivePageContent, month: string, context: PageContext): Html {
  const { words } = context;
  const months = [...new Set(days.map(({ day }) => day.slice(0, "2024-05".length)))].toSorted();
  const earlier = months.findLast((each) => each < month);
  const later = months.find((each) => each > month);
  const link = (target: string, label: string) => ({
    shown: { month: target },
    label,
    title: monthTitle(target, context),
  });
  return partNeighbors(
    name,
    {
      earlier: earlier === undefined ? undefined : link(earlier, words.earlierMonth),
      later: later === undefined ? undefined : link(later, words.laterMonth),
    },
    context,
  );
}

function monthTitle(month: string, { locale }: PageContext): string {
  return new Intl.DateTimeFormat(locale, { year: "numeric", month: "long", timeZone: "UTC" }).format(new Date(month));
}
