import { html, type Html } from "../lib/html/template.ts";
import type { DayCount } from "../model/captured-article.ts";
import type { Document } from "../model/document.ts";
import type { FeedDefinition } from "../model/feed.ts";
import { articlesIn, heatMap, monthSheet } from "./archive.ts";
import { formatMonth, formatMonthOfYear, formatYear } from "./dates.ts";
import { pageHref, type PageContext } from "./page-context.ts";
import { partNeighbors, renderPartPage } from "./part-page.ts";

export interface ArchivePageContent {
  readonly definition: FeedDefinition;
  /** Every day of the feed that has articles, oldest first. */
  readonly days: readonly DayCount[];
}

/** The page at `/feeds/<name>/<yyyy-mm>/`: the days of a month, with how many articles each has. */
export function renderMonthPage(content: ArchivePageContent, month: string, context: PageContext): Document {
  const { definition, days } = content;
  const { words, locale } = context;
  const ofMonth = days.filter(({ day }) => day.startsWith(month));
  const heading = formatMonthOfYear(month, locale);
  const main = html`${monthSheet(definition.name, month, ofMonth, context)}
${neighbors(content, month, context)}`;
  const lead = words.articles(articlesIn(ofMonth));
  return renderPartPage(definition, { shown: { month }, heading, lead, main }, context);
}

/** The page at `/feeds/<name>/days/`: all days of a feed at a glance. */
export function renderEveryDayPage(content: ArchivePageContent, context: PageContext): Document {
  const { definition, days } = content;
  const { words, locale } = context;
  const busiest = Math.max(1, ...days.map(({ articles }) => articles));
  const byYear = Map.groupBy(days, ({ day }) => day.slice(0, "2024".length));
  const main = html`${[...byYear].toReversed().map(([year, ofYear]) => {
    const months = [...new Set(ofYear.map(({ day }) => day.slice(0, "2024-05".length)))];
    return html`<section>
<h2>${formatYear(year, locale)} <small>${words.articles(articlesIn(ofYear))}</small></h2>
<div class="scrolls" tabindex="0" role="region" aria-label="${formatYear(year, locale)}">${heatMap(year, ofYear, busiest, context)}</div>
<p class="months">${months.map((month) => html`<a href="${pageHref(context, { kind: "feed-page", name: definition.name, shown: { month } })}">${formatMonth(month, locale)}</a> `)}</p>
</section>
`;
  })}`;
  const lead = words.archiveSum(articlesIn(days), days.length);
  return renderPartPage(definition, { shown: { everyDay: true }, heading: words.everyDay, lead, main }, context);
}

/** The nearest months that have articles. */
function neighbors({ definition: { name }, days }: ArchivePageContent, month: string, context: PageContext): Html {
  const { words, locale } = context;
  const months = days.map(({ day }) => day.slice(0, "2024-05".length));
  const link = (target: string | undefined, label: string) =>
    target === undefined ? undefined : { shown: { month: target }, label, title: formatMonthOfYear(target, locale) };
  const earlier = months.findLast((each) => each < month);
  const later = months.find((each) => each > month);
  return partNeighbors(
    name,
    { earlier: link(earlier, words.earlierMonth), later: link(later, words.laterMonth) },
    context,
  );
}
