import { html, type Html } from "../lib/html/template.ts";
import type { Article } from "../model/article.ts";
import type { Document } from "../model/document.ts";
import type { FeedDefinition } from "../model/feed.ts";
import { articlesByDay, articlesOfDay, type ListedArticle } from "./article-list.ts";
import { formatDay, formatDayOfYear } from "./dates.ts";
import { pageHref, type PageContext } from "./page-context.ts";
import { partNeighbors, renderPartPage } from "./part-page.ts";

export interface DayPageContent {
  readonly definition: FeedDefinition;
  readonly day: string;
  /** First captured on that day, newest first. */
  readonly articles: readonly ListedArticle[];
  /** The nearest days that have articles. */
  readonly earlier?: string | undefined;
  readonly later?: string | undefined;
}

/** The page at `/feeds/<name>/<yyyy-mm-dd>/`: what a feed holds of one day. */
export function renderDayPage(content: DayPageContent, context: PageContext): Document {
  const { definition, day, articles } = content;
  const { words, locale } = context;
  const month = day.slice(0, "2024-05".length);
  const monthHref = pageHref(context, { kind: "feed-page", name: definition.name, shown: { month } });
  const lead = html`${words.articles(articles.length)} · ${words.timesInUtc} · <a href="${monthHref}">${words.wholeMonth}</a>`;
  const main = html`${articlesOfDay(articles, day, 2, context)}
${neighbors(content, context)}`;
  return renderPartPage(definition, { shown: { day }, heading: formatDay(day, locale), lead, main }, context);
}

/** The page at `/feeds/<name>/on/<mm-dd>/`: what a feed holds of one day of all years. */
export function renderDayOfYearPage(
  { definition, onDay, articles }: Pick<DayPageContent, "definition" | "articles"> & { readonly onDay: string },
  context: PageContext,
): Document {
  const { words, locale } = context;
  const heading = words.onThisDayOf(formatDayOfYear(onDay, locale));
  const main = html`${articlesByDay(definition.name, articles, firstCapturedAt, context)}
`;
  return renderPartPage(
    definition,
    { shown: { onDay }, heading, lead: `${words.articles(articles.length)} · ${words.timesInUtc}`, main },
    context,
  );
}

const firstCapturedAt = (article: Article): Date => article.firstCapturedAt;

function neighbors({ definition: { name }, earlier, later }: DayPageContent, context: PageContext): Html {
  const { words, locale } = context;
  const link = (day: string | undefined, label: string) =>
    day === undefined ? undefined : { shown: { day }, label, title: formatDay(day, locale) };
  return partNeighbors(name, { earlier: link(earlier, words.earlierDay), later: link(later, words.laterDay) }, context);
}
