import { html, raw, type Html } from "../lib/html/template.ts";
import { summaryOf, type Article, type Picture } from "../model/article.ts";
import type { Document } from "../model/document.ts";
import type { ChineseScript } from "../model/locale.ts";
import { articleMetadata } from "./article-metadata.ts";
import { renderTime } from "./dates.ts";
import { announced, offeredFeed } from "./feed-links.ts";
import { pageHref, timeZoneOf, type PageContext } from "./page-context.ts";
import { renderPage } from "./page.ts";

export interface ArticlePageContent {
  readonly article: Article;
  /** The nearest in its outlet, by capture. */
  readonly earlier?: LinkedArticle;
  readonly later?: LinkedArticle;
  /** True where the catalog has the twin, so that it can be read here. */
  readonly hasTwin?: boolean;
}

export type LinkedArticle = Pick<Article, "id" | "title" | "language">;

/** The page at `/articles/<id>/`: one article to read, and where it is from. */
export function renderArticlePage(content: ArticlePageContent, context: PageContext): Document {
  const { article } = content;
  const { words } = context;
  const { title, language, outletId, rights } = article;
  const feeds = context.edition.definitions.filter(({ name }) => name === outletId).map(offeredFeed);
  const isSummary = article.entries === "summary";
  const main = html`<article lang="${language}">
<header>
<p class="above">${outletLink(article, context)}${article.section !== undefined && html` <span>${article.section}</span>`}</p>
<h1>${title}</h1>
${byline(article, context)}
${originals(content, context)}
</header>
${article.leadImage !== undefined && (isSummary || !article.leadImage.isPoster) && leadFigure(article.leadImage)}
<div class="text">
${isSummary ? html`<p>${summaryOf(article)}</p>` : raw(article.bodyHtml)}
</div>
</article>
${isSummary && html`<p class="notice">${words.summaryOnly(article.outletName)}</p>`}
<p class="read-on"><a class="button primary" href="${article.canonicalUrl}" hreflang="${language}">${words.readOriginal(article.outletName)}</a></p>
${provenance(article, context)}
${neighbors(content, context)}`;
  return renderPage(
    {
      kind: "article",
      target: { kind: "article-page", id: article.id },
      title: `${title} · ${article.outletName}`,
      description: summaryOf(article),
      canonical: article.canonicalUrl,
      alternates: announced(feeds, context),
      metadata: articleMetadata(article, context),
      main,
      ...(rights !== undefined && { footer: html`<p lang="${language}">${rights}</p>\n` }),
    },
    context,
  );
}

function outletLink({ outletId, outletName }: Article, context: PageContext): Html {
  return html`<a href="${pageHref(context, { kind: "feed-page", name: outletId })}">${outletName}</a>`;
}

function byline({ authors, publishedAt, publishedAtIsCaptureTime, outletId }: Article, context: PageContext): Html {
  const { words, locale } = context;
  const names = authors.length > 0 && html`<span class="authors">${words.names(authors)}</span> `;
  const unknown = publishedAtIsCaptureTime && html` (${words.publishedUnknown})`;
  return html`<p class="byline">${names}<span lang="${locale}">${renderTime(publishedAt, locale, timeZoneOf(context, outletId))}${unknown} <span class="local-time" data-label="${words.localTime}" hidden></span></span></p>`;
}

/** The ways out: to the outlet first, then to the article in another language and in the other script. */
function originals({ article, hasTwin }: ArticlePageContent, context: PageContext): Html {
  const { canonicalUrl, outletName, originalUrl, twin, language } = article;
  const { words, locale } = context;
  const otherScript: ChineseScript = language.startsWith("zh-Hant") ? "zh-Hans" : "zh-Hant";
  const twinHref = twin && (hasTwin === true ? pageHref(context, { kind: "article-page", id: twin.id }) : twin.url);
  return html`<ul class="originals" lang="${locale}">
<li><a href="${canonicalUrl}" hreflang="${language}">${words.readOriginal(outletName)}</a></li>${
    originalUrl !== undefined && html`\n<li><a href="${originalUrl}">${words.foreignOriginal}</a></li>`
  }${twinHref !== undefined && html`\n<li><a href="${twinHref}" hreflang="${otherScript}">${words.twins[otherScript]}</a></li>`}
</ul>`;
}

function leadFigure({ url, alt, caption, credit, width, height }: Picture): Html {
  const size = width !== undefined && height !== undefined && html` width="${width}" height="${height}"`;
  const words =
    (caption !== undefined || credit !== undefined) &&
    html`
<figcaption>${caption}${credit !== undefined && html` <cite>${credit}</cite>`}</figcaption>`;
  return html`<figure class="lead-picture"><img src="${url}" alt="${alt ?? ""}"${size} decoding="async" fetchpriority="high" referrerpolicy="no-referrer">${words}</figure>`;
}

/** Says what feedmill did, and when. */
function provenance(article: Article, context: PageContext): Html {
  const { words, locale } = context;
  const { outletId, outletName, canonicalUrl, firstCapturedAt, surfacedAt, language } = article;
  const time = (instant: Date): Html => renderTime(instant, locale, timeZoneOf(context, outletId));
  const outlet = html`<a href="${canonicalUrl}" lang="${language}">${outletName}</a>`;
  const isRevised = surfacedAt.getTime() !== firstCapturedAt.getTime();
  return html`<aside class="provenance" aria-labelledby="provenance"><h2 id="provenance">${words.aboutCopy}</h2>
<p>${words.republished(outlet, time(firstCapturedAt))}${isRevised && words.revised(time(surfacedAt))} ${article.entries === "full" && words.changes}</p></aside>`;
}

function neighbors({ article, earlier, later }: ArticlePageContent, context: PageContext): Html {
  const { words } = context;
  const link = ({ id, title, language }: LinkedArticle, rel: string, label: string): Html => {
    const href = pageHref(context, { kind: "article-page", id });
    return html`<a href="${href}" rel="${rel}"><small>${label}</small> <span lang="${language}">${title}</span></a>`;
  };
  if (earlier === undefined && later === undefined) return html``;
  return html`<nav class="neighbors" aria-label="${words.moreFrom(article.outletName)}">${earlier && link(earlier, "prev", words.earlierArticle)}${later && link(later, "next", words.laterArticle)}</nav>`;
}
