import { html, type Html } from "../lib/html/template.ts";
import { utcDay } from "../lib/time/utc-day.ts";
import type { Article } from "../model/article.ts";
import type { DayCount } from "../model/captured-article.ts";
import type { Document } from "../model/document.ts";
import type { ShownPart } from "../model/addresses.ts";
import type { FeedDefinition } from "../model/feed.ts";
import { partNeighbors } from "./archive.ts";
import { articleList } from "./article-list.ts";
import { formatDay, formatDayOfYear } from "./dates.ts";
import { announced, feedTitle, offeredFeed } from "./feed-links.ts";
import { pageHref, type PageContext } from "./page-context.ts";
import { renderPage } from "./page.ts";

export interface DayPageContent {
  readonly definition: FeedDefinition;
  readonly shown: Extract<ShownPart, { day: string } | { onDay: string }>;
  /** First captured on that day, newest first. */
  readonly articles: readonly Article[];
  /** Every day of the feed that has articles. */
  readonly days: readonly DayCount[];
}

/** The page of what a feed holds of one day, or of one day of all years. */
export function renderDayPage(content: DayPageContent, context: PageContext): Document {
  const { definition, shown, articles } = content;
  const { words, locale } = context;
  const { name } = definition;
  const title = feedTitle(definition, context);
  const heading =
    "day" in shown ? formatDay(shown.day, locale) : words.onThisDayOf(formatDayOfYear(shown.onDay, locale));
  const feedHref = pageHref(context, { kind: "feed-page", name });
  const main = html`<p class="above"><a href="${feedHref}" lang="${definition.language}">${title}</a></p>
<h1>${heading}</h1>
<p class="lead">${words.articles(articles.length)}${"day" in shown && html` · <a href="${monthHref(name, shown.day, context)}">${words.wholeMonth}</a>`}</p>
${"day" in shown ? articleList(articles, 2, context) : byYear(name, articles, context)}
${"day" in shown && neighbors(content, shown.day, context)}`;
  return renderPage(
    {
      kind: "feed",
      target: { kind: "feed-page", name, shown },
      title: `${heading} · ${title}`,
      description: `${title}: ${heading}`,
      alternates: announced([offeredFeed(definition, context)], context),
      main,
    },
    context,
  );
}

function monthHref(name: string, day: string, context: PageContext): string {
  const month = day.slice(0, "2024-05".length);
  return pageHref(context, { kind: "feed-page", name, shown: { month } });
}

function byYear(name: string, articles: readonly Article[], context: PageContext): readonly Html[] {
  const days = Map.groupBy(articles, ({ firstCapturedAt }) => utcDay(firstCapturedAt));
  return [...days].map(([day, ofDay]) => {
    const href = pageHref(context, { kind: "feed-page", name, shown: { day } });
    return html`<h2 class="day"><a href="${href}">${formatDay(day, context.locale)}</a></h2>
${articleList(ofDay, 3, context)}
`;
  });
}

/** The nearest days that have articles. */
function neighbors({ definition: { name }, days }: DayPageContent, day: string, context: PageContext): Html {
  const { words, locale } = context;
  const inOrder = days.map((each) => each.day).toSorted();
  const earlier = inOrder.findLast((each) => each < day);
  const later = inOrder.find((each) => each > day);
  const link = (target: string, label: string) => ({ shown: { day: target }, label, title: formatDay(target, locale) });
  return partNeighbors(
    name,
    {
      earlier: earlier === undefined ? undefined : link(earlier, words.earlierDay),
      later: later === undefined ? undefined : link(later, words.laterDay),
    },
    context,
  );
}
