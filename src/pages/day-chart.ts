import { html, type Html } from "../lib/html/template.ts";
import type { DayCount } from "../model/captured-article.ts";
import { countsUpTo } from "./counts-up-to.ts";
import { formatDay } from "./dates.ts";
import type { PageContext } from "./page-context.ts";

const DAYS = 30;
const BAR = 4;
const GAP = 1;
const HEIGHT = 28;

/** Articles per day over the month that ends with `lastDay`, as bars; the same in words for those who do not see it. */
export function dayChart(lastDay: string, counted: readonly DayCount[], { words, locale }: PageContext): Html {
  const days = countsUpTo(lastDay, DAYS, counted);
  const busiest = days.reduce((most, each) => (each.articles > most.articles ? each : most));
  const total = days.reduce((sum, { articles }) => sum + articles, 0);
  if (total === 0) return html``;
  const bars = days.map(({ articles }, index) => bar(index * (BAR + GAP), (articles / busiest.articles) * HEIGHT));
  const width = DAYS * (BAR + GAP) - GAP;
  const most = { most: busiest.articles, mostOn: formatDay(busiest.day, locale) };
  const label = words.perDay({ days: DAYS, total, ...most });
  return html`<svg class="chart" role="img" aria-label="${label}" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}"><title>${label}</title><path d="${bars.join("")}"/></svg>`;
}

/** A day without articles is a line, so that one sees that it was counted. */
function bar(x: number, height: number): string {
  const shown = Math.max(1, Math.round(height));
  return `M${x} ${HEIGHT}v-${shown}h${BAR}v${shown}z`;
}
