import { html, raw, type Html, type HtmlValue } from "../lib/html/template.ts";
import { utcDay } from "../lib/time/utc-day.ts";
import { summaryOf, type Article, type Picture } from "../model/article.ts";
import { formatDay, renderShortTime } from "./dates.ts";
import { pageHref, timeZoneOf, type PageContext } from "./page-context.ts";

/**
 * Articles as a list to choose from.
 *
 * @param level Of the headings that their titles are.
 */
export function articleList(articles: readonly Article[], level: 2 | 3, context: PageContext): Html {
  return html`<ol class="entries">${articles.map((article) => html`\n${entry(article, level, context)}`)}\n</ol>`;
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
${articleList(ofDay, 3, context)}
`,
  );
}

/** It leads to the page of its day, which there is where an article was first captured on that day. */
function dayHeading(name: string, day: string, articles: readonly Article[], context: PageContext): HtmlValue {
  const heading = formatDay(day, context.locale);
  if (!articles.some(({ firstCapturedAt }) => utcDay(firstCapturedAt) === day)) return heading;
  return html`<a href="${pageHref(context, { kind: "feed-page", name, shown: { day } })}">${heading}</a>`;
}

function entry(article: Article, level: number, context: PageContext): Html {
  const { id, title, leadImage, language } = article;
  const heading = raw(`h${level}`);
  return html`<li><article>
<${heading} lang="${language}"><a href="${pageHref(context, { kind: "article-page", id })}">${title}</a></${heading}>
${articleFacts(article, context)}
<p class="excerpt" lang="${language}">${summaryOf(article)}</p>
</article>${leadImage !== undefined && thumbnail(leadImage)}</li>`;
}

/** The authors, the time, and the way to the outlet. */
export function articleFacts(article: Article, context: PageContext): Html {
  const { canonicalUrl, outletId, outletName, authors, publishedAt, language } = article;
  const { words, locale } = context;
  return html`<p class="facts"><span lang="${language}">${outletName}${authors.length > 0 && html` · ${words.names(authors)}`}</span> · ${renderShortTime(publishedAt, locale, timeZoneOf(context, outletId))} · <a href="${canonicalUrl}" hreflang="${language}">${words.original}</a></p>`;
}

/** The stylesheet gives it its size, so that the page does not move when it arrives; what it shows, the title says. */
function thumbnail({ url }: Picture): Html {
  return html`<img src="${url}" alt="" loading="lazy" decoding="async" referrerpolicy="no-referrer">`;
}
