import { html, type Html } from "../lib/html/template.ts";
import { summaryOf, type Article } from "../model/article.ts";
import type { Document } from "../model/document.ts";
import { storiesFeedName } from "../model/feed.ts";
import { entryText } from "./article-list.ts";
import { renderTime } from "./dates.ts";
import { announced, offeredFeed } from "./feed-links.ts";
import { timeZoneOf, type PageContext } from "./page-context.ts";
import { renderPage } from "./page.ts";
import { inLanguage, outletTitle } from "./quoted-text.ts";

export interface StoryPageContent {
  readonly id: string;
  /** The report that stands for the story. */
  readonly lead: Article;
  /** All of them, by time; one at least. */
  readonly reports: readonly Article[];
}

/** The page at `/stories/<id>/`: one event, and what each outlet reports of it. */
export function renderStoryPage({ id, lead, reports }: StoryPageContent, context: PageContext): Document {
  const { words, locale } = context;
  const [first = lead] = reports;
  const feeds = context.edition.definitions
    .filter(({ name }) => name === storiesFeedName)
    .map((each) => offeredFeed(each, context));
  const time = renderTime(first.publishedAt, locale, timeZoneOf(context, first.outletId));
  const size = words.storySize(reports.length, new Set(reports.map(({ outletId }) => outletId)).size);
  const main = html`<h1${inLanguage(lead.language)}>${lead.title}</h1>
<p class="lead">${size}</p>
<p class="facts">${words.firstReport(outletSpan(first, context), time)}</p>
${timeline(reports, context)}
<section class="latest" aria-labelledby="headlines"><h2 id="headlines">${words.headlines}</h2>
<ol class="entries headlines">${reports.map((report) => html`\n<li>${entryText(report, 3, context)}</li>`)}
</ol></section>`;
  return renderPage(
    {
      kind: "feed",
      target: { kind: "story-page", id },
      title: lead.title,
      description: `${size} · ${summaryOf(lead)}`,
      alternates: announced(feeds, context),
      main,
    },
    context,
  );
}

/** Measures of the timeline. */
const WIDTH = 600;
const HEIGHT = 24;
const RADIUS = 5;
const HOUR_MS = 3_600_000;

/** Reports as points on a line from the first to the last; the same in words for those who do not see it. */
function timeline(reports: readonly Article[], context: PageContext): Html {
  const { words, locale } = context;
  const [first, last] = [reports[0], reports.at(-1)];
  if (first === undefined || last === undefined || first === last) return html``;
  const start = first.publishedAt.getTime();
  const length = last.publishedAt.getTime() - start;
  const label = words.timelineSum(Math.round(length / HOUR_MS));
  const points = reports.map((report) => {
    const share = length === 0 ? 0 : (report.publishedAt.getTime() - start) / length;
    const x = Math.round(RADIUS + share * (WIDTH - 2 * RADIUS));
    return html`<circle cx="${x}" cy="${HEIGHT / 2}" r="${RADIUS}"><title>${outletTitle(report, context).text}</title></circle>`;
  });
  const ends = [first, last].map((report) => {
    const time = renderTime(report.publishedAt, locale, timeZoneOf(context, report.outletId));
    return html`<span>${outletSpan(report, context)} ${time}</span>`;
  });
  return html`<figure class="timeline"><svg role="img" aria-label="${words.timeline}: ${label}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none"><path d="M${RADIUS} ${HEIGHT / 2}H${WIDTH - RADIUS}"/>${points}</svg>
<figcaption class="facts">${ends}</figcaption></figure>`;
}

function outletSpan(report: Article, context: PageContext): Html {
  const { text, language } = outletTitle(report, context);
  return html`<span${inLanguage(language)}>${text}</span>`;
}
