import { html, type Html } from "../lib/html/template.ts";
import { utcDay } from "../lib/time/utc-day.ts";
import type { Article } from "../model/article.ts";
import type { DayCount } from "../model/captured-article.ts";
import type { Document } from "../model/document.ts";
import type { FeedDefinition } from "../model/feed.ts";
import { archive } from "./archive.ts";
import { articleList } from "./article-list.ts";
import { formatDay } from "./dates.ts";
import { announced, offeredFeed } from "./feed-links.ts";
import { pageHref, type PageContext } from "./page-context.ts";
import { renderPage } from "./page.ts";
import { subscribeBox } from "./subscribe-box.ts";

export interface FeedPageContent {
  readonly definition: FeedDefinition;
  /** Newest first, as in the feed. */
  readonly articles: readonly Article[];
  /** Every day that has articles. */
  readonly days: readonly DayCount[];
}

/** The page at `/feeds/<name>/`: how to subscribe to a feed, its newest articles, and the way to all others. */
export function renderFeedPage(content: FeedPageContent, context: PageContext): Document {
  const { definition, articles } = content;
  const { words } = context;
  const { title, description, language } = definition;
  const feed = offeredFeed(definition);
  const main = html`<h1 lang="${language}">${title}</h1>
<p class="lead" lang="${language}">${description}</p>
${subscribeBox(feed, context)}
<section class="latest">
<h2>${words.latest}</h2>
${articles.length === 0 ? html`<p>${words.noArticles}</p>` : articlesByDay(definition.name, articles, context)}
</section>
${archive(definition.name, content.days, context)}`;
  return renderPage(
    {
      kind: "feed",
      target: { kind: "feed-page", name: definition.name },
      title,
      description,
      alternates: announced([feed], context),
      main,
    },
    context,
  );
}

/** Under the day they surfaced on, as the feed has them. */
function articlesByDay(name: string, articles: readonly Article[], context: PageContext): readonly Html[] {
  const days = Map.groupBy(articles, ({ surfacedAt }) => utcDay(surfacedAt));
  return [...days].map(([day, ofDay]) => {
    const href = pageHref(context, { kind: "feed-page", name, shown: { day } });
    return html`<h3 class="day"><a href="${href}">${formatDay(day, context.locale)}</a></h3>
${articleList(ofDay, 4, context)}
`;
  });
}
