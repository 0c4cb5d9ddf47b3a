import { html, type Html } from "../lib/html/template.ts";
import { utcDay } from "../lib/time/utc-day.ts";
import type { Article } from "../model/article.ts";
import type { DayCount } from "../model/captured-article.ts";
import type { Document } from "../model/document.ts";
import type { FeedDefinition } from "../model/feed.ts";
import { archive, articlesIn } from "./archive.ts";
import { articlesByDay, type ListedArticle } from "./article-list.ts";
import { formatDay } from "./dates.ts";
import { announced, offeredFeed } from "./feed-links.ts";
import { pageHref, type PageContext } from "./page-context.ts";
import { renderPage } from "./page.ts";
import { feedTitle, inLanguage, quote } from "./quoted-text.ts";
import { subscribeBox } from "./subscribe-box.ts";

export interface FeedPageContent {
  readonly definition: FeedDefinition;
  /** Newest first, as in the feed. */
  readonly articles: readonly ListedArticle[];
  /** Every day that has articles, oldest first. */
  readonly days: readonly DayCount[];
}

/** The page at `/feeds/<name>/`: how to subscribe to a feed, its newest articles, and the way to all others. */
export function renderFeedPage(content: FeedPageContent, context: PageContext): Document {
  const { definition, articles } = content;
  const { words } = context;
  const { language } = definition;
  const title = feedTitle(definition, context);
  const description = quote({ text: definition.description, language }, context);
  const feed = offeredFeed(definition, context);
  const main = html`<div class="feed-head">
<h1${inLanguage(title.language)}>${title.text}</h1>
${subscribeBox(feed, context)}
</div>
<p class="lead"${inLanguage(description.language)}>${description.text}</p>
<section class="latest" aria-label="${words.latest}">
${articles.length === 0 ? html`<p>${words.noArticles}</p>` : html`<p class="facts">${words.timesInUtc}</p>\n${articlesByDay(definition.name, articles, surfacedAt, context)}`}
${olderPages(content, context)}
</section>
${archive(definition.name, content.days, context)}`;
  return renderPage(
    {
      kind: "feed",
      target: { kind: "feed-page", name: definition.name },
      title: title.text,
      description: description.text,
      alternates: announced([feed], context),
      main,
    },
    context,
  );
}

/** As the feed has them. */
const surfacedAt = (article: Article): Date => article.surfacedAt;

/** The day of the oldest article shown leads on to the first article, a day at a time. */
function olderPages({ definition: { name }, articles, days }: FeedPageContent, context: PageContext): Html | undefined {
  const oldest = articles.at(-1);
  if (oldest === undefined || articlesIn(days) <= articles.length) return undefined;
  const lastDay = utcDay(oldest.firstCapturedAt);
  const day = days.findLast((each) => each.day <= lastDay)?.day;
  if (day === undefined) return undefined;
  const href = pageHref(context, { kind: "feed-page", name, shown: { day } });
  return html`<nav class="neighbors" aria-label="${context.words.pages}"><a href="${href}" rel="next"><small>${context.words.olderArticles}</small> ${formatDay(day, context.locale)}</a></nav>`;
}
