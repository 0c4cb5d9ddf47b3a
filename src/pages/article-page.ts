import { html, raw, type Html, type HtmlValue } from "../lib/html/template.ts";
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
  const feeds = context.edition.definitions
    .filter(({ name }) => name === outletId)
    .map((each) => offeredFeed(each, context));
  const isSummary = article.entries === "summary";
  const main = html`<article lang="${language}">
<header>
<p class="above">${outletLink(article, context)}${article.section !== undefined && html` <span>${sectionLink(article, article.section, context)}</span>`}</p>
<h1>${title}</h1>
${byline(article, context)}
${originals(content, context)}
</header>
${article.leadImage !== undefined && (isSummary || !article.leadImage.isInBody) && leadFigure(article.leadImage)}
<div class="text">
${isSummary ? html`<p>${summaryOf(article)}</p>` : raw(article.bodyHtml)}
</div>
</article>
${isSummary && html`<p class="notice">${words.summaryOnly(article.outletName)}</p>`}
${readingTools(article, context)}
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

/** Articles of the same section, where somebody answers searches. */
function sectionLink({ outletId }: Article, section: string, context: PageContext): HtmlValue {
  return searchLink(`outlet:${outletId} section:${phrase(section)}`, section, context);
}

function searchLink(query: string, label: string, context: PageContext): HtmlValue {
  if (!context.hasSearch) return label;
  const href = pageHref(context, { kind: "search-page", query, page: 1 });
  return html`<a href="${href}">${label}</a>`;
}

/** A name as a query finds it, whole. */
function phrase(name: string): string {
  return `"${name.replaceAll('"', " ")}"`;
}

function byline({ authors, publishedAt, publishedAtIsCaptureTime, outletId }: Article, context: PageContext): Html {
  const { words, locale } = context;
  const links = authors.map(
    (name, index) => html`${index > 0 && words.nameSeparator}${searchLink(`author:${phrase(name)}`, name, context)}`,
  );
  const names = authors.length > 0 && html`<span class="authors">${links}</span> `;
  const unknown = publishedAtIsCaptureTime && words.inParentheses(words.publishedUnknown);
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
  return html`<figure class="lead-picture"><img src="${url}" alt="${alt === undefined || alt === caption ? "" : alt}"${size} decoding="async" fetchpriority="high" referrerpolicy="no-referrer">${words}</figure>`;
}

/** Taking an article along, and how it looks: what a script does, and is not offered without one. */
function readingTools({ canonicalUrl, title }: Article, { words, locale }: PageContext): Html {
  const parameters = new URLSearchParams({ url: canonicalUrl, title }).toString();
  const instapaper = `https://www.instapaper.com/hello2?${parameters}`;
  const wallabagPath = `/bookmarklet?${parameters}`;
  return html`<div class="reading-tools" lang="${locale}" hidden>
<button type="button" data-tool="share" data-url="${canonicalUrl}" data-title="${title}">${words.share}</button>
<button type="button" data-tool="copy" data-url="${canonicalUrl}" data-done="${words.copied}">${words.copyLink}</button>
<a class="button" href="${instapaper}" rel="noopener">${words.saveTo("Instapaper")}</a>
<a class="button" data-tool="wallabag" data-path="${wallabagPath}" hidden>${words.saveTo("Wallabag")}</a>
<button type="button" data-tool="print">${words.print}</button>
<details class="settings"><summary class="button">${words.readingSettings}</summary>
<div class="choices">${readingSettings.map(
    ({ name, values }) => html`
<label>${words.settingNames[name]} <select data-setting="${name}">${values.map((value) => html`<option value="${value}">${words.settingValues[value]}</option>`)}</select></label>`,
  )}
<label>Wallabag <input type="url" data-setting="wallabag" placeholder="https://wallabag.example"></label>
</div></details>
</div>`;
}

/** What a reader can set; each first value is how pages are without. Kept in the browser, never sent. */
const readingSettings = [
  { name: "size", values: ["usual", "small", "large", "huge"] },
  { name: "font", values: ["sans", "serif"] },
  { name: "width", values: ["usual", "narrow", "wide"] },
  { name: "theme", values: ["system", "light", "dark", "sepia"] },
] as const;

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
