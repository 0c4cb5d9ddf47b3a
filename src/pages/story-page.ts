import { html, type Html } from "../lib/html/template.ts";
import { summaryOf, type Article } from "../model/article.ts";
import type { Document } from "../model/document.ts";
import { storiesFeedName } from "../model/feed.ts";
import { entryText, sizeInWords } from "./article-list.ts";
import { renderTimeInUtc } from "./dates.ts";
import { announced, offeredFeed } from "./feed-links.ts";
import type { PageContext } from "./page-context.ts";
import { renderPage } from "./page.ts";
import { inLanguage, outletSpan, outletTitle } from "./quoted-text.ts";

export interface StoryPageContent {
  readonly id: string;
  /** The report that stands for the story. */
  readonly lead: Article;
  /** All of them, by time; one at least. */
  readonly reports: readonly Article[];
}

/** The page at `/stories/<id>/`: one event, and what each outlet reports of it. Its times are in one zone, to be compared. */
export function renderStoryPage({ id, lead, reports }: StoryPageContent, context: PageContext): Document {
  const { words } = context;
  const [first = lead] = reports;
  const feeds = context.edition.definitions
    .filter(({ name }) => name === storiesFeedName)
    .map((each) => offeredFeed(each, context));
  const size = sizeInWords(reports, context);
  const timeOf = (instant: Date): Html => renderTimeInUtc(instant, context.locale);
  const main = html`<h1${inLanguage(lead.language)}>${lead.title}</h1>
<p class="lead">${size}</p>
<p class="facts">${words.firstReport(outletSpan(first, context), timeOf(first.publishedAt))}&nbsp;· ${words.timesInUtc}</p>
${timeline(reports, context)}
<section class="latest" aria-labelledby="headlines"><h2 id="headlines">${words.headlines}</h2>
<ol class="entries headlines">${reports.map((report) => html`\n<li>${entryText(report, 3, context, timeOf)}</li>`)}
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

const HOUR_MS = 3_600_000;
/** Where the timeline begins and ends, in percent of its width, so that the points there have room. */
const [START, END] = [2, 98];

/** Reports as points on a line from the first to the last; the same in words for those who do not see it. */
function timeline(reports: readonly Article[], context: PageContext): Html {
  const { words } = context;
  const [first, last] = [reports[0], reports.at(-1)];
  if (first === undefined || last === undefined || first === last) return html``;
  const start = first.publishedAt.getTime();
  const length = last.publishedAt.getTime() - start;
  const label = words.timelineSum(Math.round(length / HOUR_MS));
  const points = reports.map((report) => {
    const share = length === 0 ? 0 : (report.publishedAt.getTime() - start) / length;
    const x = (START + share * (END - START)).toFixed(1);
    return html`<circle cx="${x}%" cy="50%" r="5"><title>${outletTitle(report, context).text}</title></circle>`;
  });
  const ends = [first, last].map(
    (report) =>
      html`<span>${outletSpan(report, context)} ${renderTimeInUtc(report.publishedAt, context.locale)}</span>\n`,
  );
  // Without a stylesheet it has a size and colours, too. Without a viewBox, points are round at every width.
  return html`<figure class="timeline"><svg role="img" aria-label="${words.timeline}: ${label}" width="100%" height="24" fill="currentColor" stroke="currentColor"><line x1="${START}%" x2="${END}%" y1="50%" y2="50%"/>${points}</svg>
<figcaption class="facts">${ends}</figcaption></figure>`;
}
