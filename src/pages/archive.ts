import { html, type Html } from "../lib/html/template.ts";
import type { DayCount } from "../model/captured-article.ts";
import { calendar } from "./calendar.ts";
import { formatDayOfYear } from "./dates.ts";
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
