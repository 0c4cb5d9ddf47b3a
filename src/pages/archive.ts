import { html, type Html } from "../lib/html/template.ts";
import { utcDay } from "../lib/time/utc-day.ts";
import type { ShownPart } from "../model/addresses.ts";
import type { DayCount } from "../model/captured-article.ts";
import { formatDay, formatDayOfYear, formatMonth, formatYear } from "./dates.ts";
import { pageHref, type PageContext } from "./page-context.ts";

/**
 * The way to all articles of a feed: its years and months, all its days at a glance, and today in other years.
 *
 * @param days Oldest first.
 */
export function archive(name: string, days: readonly DayCount[], context: PageContext): Html {
  const { words, locale } = context;
  const newest = days.at(-1);
  if (newest === undefined) return html``;
  const onDay = newest.day.slice("2024-".length);
  const isFull = context.edition.site.extent !== "core";
  const link = (shown: ShownPart): string => pageHref(context, { kind: "feed-page", name, shown });
  return html`<section class="archive">
<h2>${words.archive}</h2>
<p>${words.archiveSum(articlesIn(days), days.length)}</p>
${years(name, days, context)}
<p class="actions"><a class="button" href="${link({ everyDay: true })}">${words.everyDay}</a> ${isFull && html`<a class="button" href="${link({ onDay })}">${words.onThisDayOf(formatDayOfYear(onDay, locale))}</a>`}</p>
</section>`;
}

/** Each year with its months, newest first. */
function years(name: string, days: readonly DayCount[], context: PageContext): Html {
  const { words, locale } = context;
  const byYear = Map.groupBy(days.toReversed(), ({ day }) => day.slice(0, "2024".length));
  return html`<dl class="years">${[...byYear].map(([year, ofYear]) => {
    const byMonth = Map.groupBy(ofYear, ({ day }) => day.slice(0, "2024-05".length));
    return html`
<div><dt>${formatYear(year, locale)} <small>${words.articles(articlesIn(ofYear))}</small></dt>
<dd>${[...byMonth].map(([month, ofMonth]) => html`<a href="${pageHref(context, { kind: "feed-page", name, shown: { month } })}">${formatMonth(month, locale)}<small> ${articlesIn(ofMonth)}</small></a> `)}</dd></div>`;
  })}
</dl>`;
}

/** A month as a sheet of weeks that begin on Monday; days without articles are no links. */
export function monthSheet(name: string, month: string, days: readonly DayCount[], context: PageContext): Html {
  const { locale, words } = context;
  const byDay = new Map(days.map(({ day, articles }) => [day, articles]));
  const first = new Date(`${month}-01`);
  const cells = Array.from({ length: daysInMonth(first) }, (_, index) => {
    const day = `${month}-${String(index + 1).padStart(2, "0")}`;
    const articles = byDay.get(day);
    if (articles === undefined) return html`<li>${index + 1}</li>`;
    const href = pageHref(context, { kind: "feed-page", name, shown: { day } });
    return html`<li><a href="${href}"><span class="unseen">${formatDay(day, locale)} ${words.articles(articles)}</span><span aria-hidden="true">${index + 1}<small>${articles}</small></span></a></li>`;
  });
  return html`<ol class="month from-${weekdayOf(first)}">${cells}</ol>`;
}

const CELL = 11;
const LEVELS = 4;

/** A year of days as squares, a column a week: the more articles, the stronger. */
export function heatMap(year: string, days: readonly DayCount[], busiest: number, context: PageContext): Html {
  const first = new Date(`${year}-01-01`);
  const paths = Array.from({ length: LEVELS + 1 }, () => "");
  const byDay = new Map(days.map(({ day, articles }) => [day, articles]));
  for (let at = first, index = weekdayOf(first); at.getUTCFullYear() === Number(year); at = nextDay(at), index++) {
    const articles = byDay.get(utcDay(at)) ?? 0;
    const level = Math.ceil((articles / busiest) * LEVELS);
    paths[level] += `M${Math.floor(index / 7) * CELL} ${(index % 7) * CELL}h9v9h-9z`;
  }
  const [width, height] = [53 * CELL, 7 * CELL];
  const label = `${formatYear(year, context.locale)} ${context.words.articles(articlesIn(days))}`;
  return html`<svg class="heat" role="img" aria-label="${label}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${paths.map((path, level) => path !== "" && html`<path class="level-${level}" d="${path}"/>`)}</svg>`;
}

export function articlesIn(days: readonly DayCount[]): number {
  return days.reduce((sum, { articles }) => sum + articles, 0);
}

function daysInMonth(first: Date): number {
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
}

/** From 0 for Monday. */
function weekdayOf(day: Date): number {
  return (day.getUTCDay() + 6) % 7;
}

function nextDay(day: Date): Date {
  return new Date(day.getTime() + 86_400_000);
}
