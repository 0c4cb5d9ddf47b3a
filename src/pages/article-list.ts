import { html, raw, type Html, type HtmlValue } from "../lib/html/template.ts";
import { utcDay } from "../lib/time/utc-day.ts";
import { resizedByWeserv } from "../lib/url/weserv.ts";
import { summaryOf, type Article, type Picture } from "../model/article.ts";
import { formatDay, renderTime, renderTimeInUtc } from "./dates.ts";
import { pageHref, timeZoneOf, type PageContext } from "./page-context.ts";
import { inLanguage, outletSpan } from "./quoted-text.ts";

/** An article of a list. */
export interface ListedArticle extends Article {
  /** Where it stands for a story: all reports of that, by time. */
  readonly reports?: readonly Article[];
}

/** Writes an instant of a list: in the zone of an outlet where it is that of an article, or in UTC. */
type TimeOf = (instant: Date, outletId?: string) => Html;

/**
 * Articles as a list to choose from, each with its time in its outlet's zone.
 *
 * @param level Of the headings that their titles are.
 */
export function articleList(articles: readonly ListedArticle[], level: 2 | 3, context: PageContext): Html {
  return list(articles, level, inOutletZone(context), context);
}

/** The same for the articles of one UTC day: their times are in UTC, as the day is, and those of another day name it. */
export function articlesOfDay(
  articles: readonly ListedArticle[],
  day: string,
  level: 2 | 3,
  context: PageContext,
): Html {
  return list(articles, level, (instant) => renderTimeInUtc(instant, context.locale, day), context);
}

/** The same under a heading for each day that `instantOf` puts them on. */
export function articlesByDay(
  name: string,
  articles: readonly ListedArticle[],
  instantOf: (article: Article) => Date,
  context: PageContext,
): readonly Html[] {
  const days = Map.groupBy(articles, (article) => utcDay(instantOf(article)));
  return [...days].map(
    ([day, ofDay]) => html`<h2 class="day">${dayHeading(name, day, ofDay, context)}</h2>
${articlesOfDay(ofDay, day, 3, context)}
`,
  );
}

/** It leads to the page of its day, which there is where an article was first captured on that day. */
function dayHeading(name: string, day: string, articles: readonly Article[], context: PageContext): HtmlValue {
  const heading = formatDay(day, context.locale);
  if (!articles.some(({ firstCapturedAt }) => utcDay(firstCapturedAt) === day)) return heading;
  return html`<a href="${pageHref(context, { kind: "feed-page", name, shown: { day } })}">${heading}</a>`;
}

function list(articles: readonly ListedArticle[], level: 2 | 3, timeOf: TimeOf, context: PageContext): Html {
  return html`<ol class="entries">${articles.map((article) => html`\n${entry(article, level, timeOf, context)}`)}\n</ol>`;
}

function entry(article: ListedArticle, level: 2 | 3, timeOf: TimeOf, context: PageContext): Html {
  const { leadImage } = article;
  return html`<li>${entryText(article, level, context, timeOf)}${leadImage !== undefined && thumbnail(leadImage)}</li>`;
}

/** An article in a list, without its picture. */
export function entryText(article: ListedArticle, level: 2 | 3, context: PageContext, timeOf: TimeOf): Html {
  const { id, leadId = id, title, language, storySize, reports } = article;
  const heading = raw(`h${level}`);
  return html`<article>
<${heading}${inLanguage(language)}><a href="${pageHref(context, { kind: storySize ? "story-page" : "article-page", id: leadId })}">${title}</a></${heading}>
${reports ? storyFacts(article, reports, context, timeOf) : articleFacts(article, context, timeOf)}
<p class="excerpt"${inLanguage(language)}>${summaryOf(article)}</p>
</article>`;
}

/** The outlet of its lead, the others as they came, how many reports there are, and when the last outlet joined. */
function storyFacts(lead: Article, reports: readonly Article[], context: PageContext, timeOf: TimeOf): Html {
  const { words } = context;
  const byOutlet = Map.groupBy([lead, ...reports], ({ outletId }) => outletId);
  const [first, ...others] = [...byOutlet.values()].flatMap(([report]) => (report ? outletSpan(report, context) : []));
  const names = others.map((name, index) => html`${index > 0 && words.nameSeparator}${name}`);
  return html`<p class="facts">${first}${names.length > 0 && html`&nbsp;· ${words.alsoBy(html`${names}`)}`}&nbsp;· ${sizeInWords(reports, context)}&nbsp;· ${words.lastJoined(timeOf(lead.surfacedAt))}</p>`;
}

/** How many reports a story has, by how many outlets. */
export function sizeInWords(reports: readonly Article[], { words }: PageContext): string {
  return words.storySize(reports.length, new Set(reports.map(({ outletId }) => outletId)).size);
}

/** The outlet, the authors, the time, and the way to the outlet. */
export function articleFacts(article: Article, context: PageContext, timeOf: TimeOf = inOutletZone(context)): Html {
  const { canonicalUrl, authors, convertedFrom, language, publishedAt, outletId } = article;
  const { words } = context;
  return html`<p class="facts">${outletSpan(article, context)}${authors.length > 0 && html`&nbsp;· <span${inLanguage(language)}>${words.names(authors)}</span>`}&nbsp;· ${timeOf(publishedAt, outletId)}&nbsp;· <a href="${canonicalUrl}" hreflang="${convertedFrom ?? language}">${words.original}</a></p>`;
}

/** An article in a list of links that says that its times are in UTC: its title, marked where that is given, its outlet and its time. */
export function articleLink(article: Article, context: PageContext, title: HtmlValue = article.title): Html {
  const { id, language, publishedAt } = article;
  const href = pageHref(context, { kind: "article-page", id });
  return html`<li><a href="${href}"${inLanguage(language)}>${title}</a> <span class="facts">${outletSpan(article, context)}&nbsp;· ${renderTimeInUtc(publishedAt, context.locale)}</span></li>`;
}

/** For an article whose time is compared with others. */
export function inUtc({ locale }: PageContext): TimeOf {
  return (instant) => renderTime(instant, locale, "UTC");
}

function inOutletZone(context: PageContext): TimeOf {
  return (instant, outletId) => renderTime(instant, context.locale, timeZoneOf(context, outletId));
}

/** Pixels of a thumbnail's width, twice what the stylesheet gives it at the most. */
const THUMBNAIL_WIDTH = 336;

/** The stylesheet gives it its size, so that the page does not move when it arrives; what it shows, the title says. */
function thumbnail({ url, thumbnail: smaller }: Picture): Html {
  const src = smaller ?? resizedByWeserv(url, THUMBNAIL_WIDTH);
  return html`<img src="${src}" alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer">`;
}
