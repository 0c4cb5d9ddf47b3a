import { html, raw, type Html, type HtmlValue } from "../lib/html/template.ts";
import { utcDay } from "../lib/time/utc-day.ts";
import { resizedByWeserv } from "../lib/url/weserv.ts";
import { summaryOf, type Article, type Picture, type StorySize } from "../model/article.ts";
import { formatDay, renderTime, renderTimeOfDay } from "./dates.ts";
import { pageHref, timeZoneOf, type PageContext } from "./page-context.ts";
import { inLanguage, outletTitle } from "./quoted-text.ts";

/** Writes the time of an article in a list. */
type TimeOf = (article: Article) => Html;

/**
 * Articles as a list to choose from, each with its time in its outlet's zone.
 *
 * @param level Of the headings that their titles are.
 */
export function articleList(articles: readonly Article[], level: 2 | 3, context: PageContext): Html {
  return list(articles, level, inOutletZone(context), context);
}

/** The same for the articles of one UTC day: their times are in UTC, as the day is, and those of another day name it. */
export function articlesOfDay(articles: readonly Article[], day: string, level: 2 | 3, context: PageContext): Html {
  return list(articles, level, ({ publishedAt }) => renderTimeOfDay(publishedAt, day, context.locale), context);
}

/** The same under a heading for each day that `instantOf` puts them on. */
export function articlesByDay(
  name: string,
  articles: readonly Article[],
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

function list(articles: readonly Article[], level: 2 | 3, timeOf: TimeOf, context: PageContext): Html {
  return html`<ol class="entries">${articles.map((article) => html`\n${entry(article, level, timeOf, context)}`)}\n</ol>`;
}

function entry(article: Article, level: 2 | 3, timeOf: TimeOf, context: PageContext): Html {
  const { leadImage } = article;
  return html`<li>${entryText(article, level, context, timeOf)}${leadImage !== undefined && thumbnail(leadImage)}</li>`;
}

/** An article in a list, without its picture. */
export function entryText(
  article: Article,
  level: 2 | 3,
  context: PageContext,
  timeOf: TimeOf = inOutletZone(context),
): Html {
  const { id, title, language, storySize } = article;
  const heading = raw(`h${level}`);
  return html`<article>
<${heading}${inLanguage(language)}><a href="${pageHref(context, { kind: storySize ? "story-page" : "article-page", id })}">${title}</a></${heading}>
${storySize ? storyFacts(storySize, context) : articleFacts(article, context, timeOf)}
<p class="excerpt"${inLanguage(language)}>${summaryOf(article)}</p>
</article>`;
}

function storyFacts({ reports, outlets }: StorySize, { words }: PageContext): Html {
  return html`<p class="facts">${words.storySize(reports, outlets)}</p>`;
}

/** The outlet, the authors, the time, and the way to the outlet. */
export function articleFacts(article: Article, context: PageContext, timeOf: TimeOf = inOutletZone(context)): Html {
  const { canonicalUrl, authors, convertedFrom, language } = article;
  const { words } = context;
  const outlet = outletTitle(article, context);
  return html`<p class="facts"><span${inLanguage(outlet.language)}>${outlet.text}</span>${authors.length > 0 && html`&nbsp;· <span${inLanguage(language)}>${words.names(authors)}</span>`}&nbsp;· ${timeOf(article)}&nbsp;· <a href="${canonicalUrl}" hreflang="${convertedFrom ?? language}">${words.original}</a></p>`;
}

/** An article in a list of links: its title, marked where that is given, its outlet and its time. */
export function articleLink(article: Article, context: PageContext, title: HtmlValue = article.title): Html {
  const { id, language } = article;
  const outlet = outletTitle(article, context);
  const href = pageHref(context, { kind: "article-page", id });
  return html`<li><a href="${href}"${inLanguage(language)}>${title}</a> <span class="facts"><span${inLanguage(outlet.language)}>${outlet.text}</span>&nbsp;· ${inOutletZone(context)(article)}</span></li>`;
}

function inOutletZone(context: PageContext): TimeOf {
  return ({ publishedAt, outletId }) => renderTime(publishedAt, context.locale, timeZoneOf(context, outletId));
}

/** Pixels of a thumbnail's width, twice what the stylesheet gives it at the most. */
const THUMBNAIL_WIDTH = 336;

/** The stylesheet gives it its size, so that the page does not move when it arrives; what it shows, the title says. */
function thumbnail({ url, thumbnail: smaller }: Picture): Html {
  const src = smaller ?? resizedByWeserv(url, THUMBNAIL_WIDTH);
  return html`<img src="${src}" alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer">`;
}
