import { html, type Html } from "../lib/html/template.ts";
import type { DayCount } from "../model/captured-article.ts";
import { formatDay, formatDayOfYear, formatMonth, formatYear } from "./dates.ts";
import { pageHref, type PageContext } from "./page-context.ts";

/** The calendar, and the day of the newest article in all years. */
export function archive(name: string, days: readonly DayCount[], context: PageContext): Html {
  const { words, locale } = context;
  const lastDay = days
    .map(({ day }) => day)
    .toSorted()
    .at(-1);
  if (lastDay === undefined) return html``;
  const total = days.reduce((sum, { articles }) => sum + articles, 0);
  const onDay = lastDay.slice("2024-".length);
  return html`<section class="archive">
<h2>${words.archive}</h2>
<p>${words.archiveSum(total, days.length)}</p>
${calendar(name, days, context)}
<p><a class="button" href="${pageHref(context, { kind: "feed-page", name, shown: { onDay } })}">${words.onThisDay}: ${formatDayOfYear(onDay, locale)}</a></p>
</section>`;
}

/** Years that are shown day by day: of all days of a long archive, a page would be too large for a slow line. */
const YEARS_BY_DAY = 5;

/**
 * Every day a feed has articles of, by year and month, newest first; of earlier years every month, which leads to its
 * last day and from there day by day. The newest year is open.
 */
function calendar(name: string, days: readonly DayCount[], context: PageContext): Html {
  const years = Map.groupBy(days, ({ day }) => day.slice(0, "2024".length));
  const newestFirst = [...years].toSorted(([a], [b]) => (a < b ? 1 : -1));
  return html`<div class="calendar">${newestFirst.map(([year, ofYear], index) => {
    const count = ofYear.reduce((sum, { articles }) => sum + articles, 0);
    const months = Map.groupBy(ofYear, ({ day }) => day.slice(0, "2024-05".length));
    const monthsNewestFirst = [...months].toSorted(([a], [b]) => (a < b ? 1 : -1));
    return html`
<details${index === 0 && html` open`}><summary>${formatYear(year, context.locale)} <small>${context.words.articles(count)}</small></summary>
${
  index < YEARS_BY_DAY
    ? html`<div class="months">${monthsNewestFirst.map(([month, ofMonth]) => monthGrid(name, month, ofMonth, context))}</div>`
    : html`<ul>${monthsNewestFirst.map(([month, ofMonth]) => monthLink(name, month, ofMonth, context))}</ul>`
}</details>`;
  })}
</div>`;
}

function monthLink(name: string, month: string, days: readonly DayCount[], context: PageContext): Html {
  const { locale, words } = context;
  const day =
    days
      .map((each) => each.day)
      .toSorted()
      .at(-1) ?? month;
  const count = days.reduce((sum, { articles }) => sum + articles, 0);
  const href = pageHref(context, { kind: "feed-page", name, shown: { day } });
  return html`\n<li><a href="${href}">${formatMonth(month, locale)}</a> <small>${words.articles(count)}</small></li>`;
}

/** A month as a sheet of weeks that begin on Monday; days without articles are no links. */
function monthGrid(name: string, month: string, days: readonly DayCount[], context: PageContext): Html {
  const { locale, words } = context;
  const byDay = new Map(days.map(({ day, articles }) => [day, articles]));
  const first = new Date(month);
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  const cells = Array.from({ length }, (_, index) => {
    const day = `${month}-${String(index + 1).padStart(2, "0")}`;
    const articles = byDay.get(day);
    if (articles === undefined) return html`<li>${index + 1}</li>`;
    const href = pageHref(context, { kind: "feed-page", name, shown: { day } });
    return html`<li><a href="${href}" aria-label="${formatDay(day, locale)} ${words.articles(articles)}">${index + 1}</a></li>`;
  });
  const weekday = (first.getUTCDay() + 6) % 7;
  return html`<section><h3>${formatMonth(month, locale)}</h3><ol class="month from-${weekday}">${cells}</ol></section>`;
}
