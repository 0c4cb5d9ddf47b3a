import { html, raw, type Html } from "../lib/html/template.ts";
import { summaryOf, type Article, type Picture } from "../model/article.ts";
import { renderShortTime } from "./dates.ts";
import { pageHref, timeZoneOf, type PageContext } from "./page-context.ts";

/**
 * Articles as a list to choose from.
 *
 * @param level Of the headings that their titles are.
 */
export function articleList(articles: readonly Article[], level: 2 | 3 | 4, context: PageContext): Html {
  return html`<ol class="entries">${articles.map((article) => html`\n${entry(article, level, context)}`)}\n</ol>`;
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
