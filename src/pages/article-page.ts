import { html, raw, type Html, type HtmlValue } from "../lib/html/template.ts";
import { summaryOf, type Article, type Picture } from "../model/article.ts";
import type { Document } from "../model/document.ts";
import { localesOf, type ChineseScript } from "../model/locale.ts";
import { articleLink } from "./article-list.ts";
import { articleMetadata } from "./article-metadata.ts";
import { renderTime } from "./dates.ts";
import { announced, offeredFeed } from "./feed-links.ts";
import { pageHref, timeZoneOf, type PageContext } from "./page-context.ts";
import { renderPage } from "./page.ts";
import { inInterface, inLanguage, outletTitle } from "./quoted-text.ts";

export interface ArticlePageContent {
  readonly article: Article;
  /** The nearest in its outlet, by capture. */
  readonly earlier?: LinkedArticle;
  readonly later?: LinkedArticle;
  /** Of the same event, by time. */
  readonly otherReports?: readonly Article[];
  /** True where several outlets report the event, so that it has a page. */
  readonly isShared?: boolean;
  /** On the same subject, and of another event. */
  readonly related?: readonly Article[];
  /** True where the catalog has the twin, so that it can be read here. */
  readonly hasTwin?: boolean;
}

export type LinkedArticle = Pick<Article, "id" | "title" | "language">;

/** The page at `/articles/<id>/`: one article to read, and where it is from. */
export function renderArticlePage(content: ArticlePageContent, context: PageContext): Document {
  const { article } = content;
  const { words } = context;
  const { title, language, outletId, rights } = article;
  const outlet = outletTitle(article, context);
  const feeds = context.edition.definitions
    .filter(({ name }) => name === outletId)
    .map((each) => offeredFeed(each, context));
  const isSummary = article.entries === "summary";
  const main = html`<article${inLanguage(language)}>
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
${isSummary && html`<p class="notice">${words.summaryOnly(outlet.text)}</p>`}
${readingTools(article, context)}
<p class="read-on"><a class="button primary" href="${article.canonicalUrl}" hreflang="${writtenIn(article)}">${words.readOriginal(outlet.text)}</a></p>
${otherReports(content, context)}
${related(content, context)}
${provenance(article, context)}
${neighbors(content, context)}`;
  return renderPage(
    {
      kind: "article",
      target: { kind: "article-page", id: article.id },
      title: `${title} · ${outlet.text}`,
      description: summaryOf(article),
      canonical: article.canonicalUrl,
      alternates: announced(feeds, context),
      metadata: articleMetadata(article, context),
      main,
      ...(rights !== undefined && { footer: html`<p${inLanguage(language)}>${rights}</p>\n` }),
    },
    context,
  );
}

/** The language of an article at its outlet (BCP 47), which conversion leaves as it is. */
function writtenIn({ convertedFrom, language }: Article): string {
  return convertedFrom ?? language;
}

function outletLink(article: Article, context: PageContext): Html {
  const { text, language } = outletTitle(article, context);
  return html`<a href="${pageHref(context, { kind: "feed-page", name: article.outletId })}"${inLanguage(language)}>${text}</a>`;
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
  return html`<p class="byline">${names}<span${inInterface(context)}>${renderTime(publishedAt, locale, timeZoneOf(context, outletId))}${unknown} <span class="local-time" data-label="${words.localTime}" ></span></span></p>`;
}

/** The ways out: to the outlet first, then to the article in another language and in the other script. */
function originals({ article, hasTwin }: ArticlePageContent, context: PageContext): Html {
  const { canonicalUrl, originalUrl, twin } = article;
  const { words } = context;
  const language = writtenIn(article);
  const otherScript: ChineseScript = language.startsWith("zh-Hant") ? "zh-Hans" : "zh-Hant";
  const twinHref = twin && (hasTwin === true ? pageHref(context, { kind: "article-page", id: twin.id }) : twin.url);
  return html`<ul class="originals"${inInterface(context)}>
<li><a href="${canonicalUrl}" hreflang="${language}">${words.readOriginal(outletTitle(article, context).text)}</a></li>${
    originalUrl !== undefined && html`\n<li><a href="${originalUrl}">${words.foreignOriginal}</a></li>`
  }${twinHref !== undefined && html`\n<li><a href="${twinHref}" hreflang="${otherScript}">${words.twins[otherScript]}</a></li>`}
</ul>
${article.convertedFrom !== undefined && conversionNote(article, context)}`;
}

/** Says that a machine wrote this script, and leads to what people wrote: here where this site has that page. */
function conversionNote(article: Article, context: PageContext): Html {
  const { words } = context;
  const hasPage = localesOf(context.edition.site).includes("zh-Hans");
  const href = hasPage ? pageHref(context, { kind: "article-page", id: article.id }, "zh-Hans") : article.canonicalUrl;
  return html`<p class="conversion"${inInterface(context)}>${words.converted} <a href="${href}" hreflang="${writtenIn(article)}">${words.unconverted}</a></p>`;
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
function readingTools({ canonicalUrl, title }: Article, { words }: PageContext): Html {
  const parameters = new URLSearchParams({ url: canonicalUrl, title }).toString();
  const instapaper = `https://www.instapaper.com/hello2?${parameters}`;
  const wallabagPath = `/bookmarklet?${parameters}`;
  return html`<div class="reading-tools">
<button type="button" data-tool="share" data-url="${canonicalUrl}" data-title="${title}">${words.share}</button>
<button type="button" data-tool="copy" data-url="${canonicalUrl}" data-done="${words.copied}">${words.copyLink}</button>
<a class="button" href="${instapaper}" rel="noopener">${words.saveTo("Instapaper")}</a>
<a class="button" data-tool="wallabag" data-path="${wallabagPath}">${words.saveTo("Wallabag")}</a>
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

function otherReports(content: ArticlePageContent, context: PageContext): Html {
  const { article, otherReports: others = [], isShared } = content;
  const { words } = context;
  const story =
    isShared === true && article.storyId !== undefined && ({ kind: "story-page", id: article.storyId } as const);
  const link = story && html`\n<p><a href="${pageHref(context, story)}">${words.wholeStory}</a></p>`;
  return linkList("reports", words.otherReports, others, context, link);
}

function related({ related: articles = [] }: ArticlePageContent, context: PageContext): Html {
  return linkList("related", context.words.relatedEarlier, articles, context);
}

/** Articles under a heading, which has an id. */
function linkList(
  id: string,
  heading: string,
  articles: readonly Article[],
  context: PageContext,
  below: HtmlValue = html``,
): Html {
  if (articles.length === 0) return html``;
  return html`<section class="reports" aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>
<p class="facts">${context.words.timesInUtc}</p>
<ul>${articles.map((each) => html`\n${articleLink(each, context)}`)}
</ul>${below}</section>`;
}

/** Says what feedmill did, and when. */
function provenance(article: Article, context: PageContext): Html {
  const { words, locale } = context;
  const { outletId, canonicalUrl, firstCapturedAt, surfacedAt, convertedFrom } = article;
  const time = (instant: Date): Html => renderTime(instant, locale, timeZoneOf(context, outletId));
  const { text, language } = outletTitle(article, context);
  const outlet = html`<a href="${canonicalUrl}"${inLanguage(language)}>${text}</a>`;
  const isRevised = surfacedAt.getTime() !== firstCapturedAt.getTime();
  return html`<aside class="provenance" aria-labelledby="provenance"><h2 id="provenance">${words.aboutCopy}</h2>
<p>${words.republished(outlet, time(firstCapturedAt))}${isRevised && words.revised(time(surfacedAt))} ${convertedFrom !== undefined ? words.converted : article.entries === "full" && words.changes}</p></aside>`;
}

function neighbors({ article, earlier, later }: ArticlePageContent, context: PageContext): Html {
  const { words } = context;
  const link = ({ id, title, language }: LinkedArticle, rel: string, label: string): Html => {
    const href = pageHref(context, { kind: "article-page", id });
    return html`<a href="${href}" rel="${rel}"><small>${label}</small> <span${inLanguage(language)}>${title}</span></a>`;
  };
  if (earlier === undefined && later === undefined) return html``;
  return html`<nav class="neighbors" aria-label="${words.moreFrom(outletTitle(article, context).text)}">${earlier && link(earlier, "prev", words.earlierArticle)} ${later && link(later, "next", words.laterArticle)}</nav>`;
}
