import { html, type Html } from "../lib/html/template.ts";
import {
  manifestPath,
  openSearchPath,
  opmlPath,
  scriptPath,
  settingsScriptPath,
  siteImages,
  stylesheetPath,
  workerPath,
} from "../model/addresses.ts";
import type { Document, DocumentLink } from "../model/document.ts";
import { localesOf, type Locale } from "../model/locale.ts";
import { MAX_QUERY_LENGTH } from "../model/query.ts";
import { absolute, pageHref, pathOf, siteHref, type PageContext, type PageTarget } from "./page-context.ts";
import { siteTitle } from "./quoted-text.ts";
import { localeNames } from "./words/words-of.ts";

/** Layouts; each is a class in the stylesheet. */
export type PageKind = "start" | "feed" | "article" | "search" | "plain" | "operator";

export interface HtmlPage {
  readonly language: Locale;
  readonly kind: PageKind;
  /** Ends with a line break, or is empty. */
  readonly head: Html;
  readonly body: Html;
}

/** The HTML around every page there is: the site's, errors, the operator's. */
export function htmlPage({ language, kind, head, body }: HtmlPage): string {
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${head}</head>
<body class="${kind}">
${body}
</body>
</html>
`.markup;
}

export interface PageContent {
  readonly kind: PageKind;
  readonly target: PageTarget;
  readonly title: string;
  readonly description: string;
  /** Feeds that the page offers a reader, in the head and in the `Link` header. */
  readonly alternates: readonly DocumentLink[];
  readonly main: Html;
  readonly footer?: Html;
  /** The address where the content really lives; absent where that is the page itself. */
  readonly canonical?: string;
  /** Further facts for programs. */
  readonly metadata?: Html;
  /** True where search engines may list the page: never with the articles of others. */
  readonly isIndexed?: boolean;
  /** Absent: 200. */
  readonly status?: Document["status"];
}

/** Puts content between the header and the footer of the site, and makes a document of it. */
export function renderPage(page: PageContent, context: PageContext): Document {
  const { site } = context.edition;
  const path = pathOf(context, page.target);
  const links: readonly DocumentLink[] = [
    { rel: "canonical", href: page.canonical ?? absolute(context, path) },
    ...page.alternates,
  ];
  const markup = htmlPage({
    language: context.locale,
    kind: page.kind,
    head: pageHead(page, links, context),
    body: html`${framed(page, context)}
${keyboardHelp(context)}`,
  });
  return {
    path,
    contentType: "text/html; charset=utf-8",
    body: new TextEncoder().encode(markup.toWellFormed()),
    links,
    maxAgeSeconds: site.maxAgeSeconds,
    ...(page.status !== undefined && { status: page.status }),
  };
}

/** What a page shows, between the header and the footer of the site. */
export function framed(
  { target, main, footer }: Pick<PageContent, "target" | "main" | "footer">,
  context: PageContext,
): Html {
  return html`<a class="skip" href="#main">${context.words.skipToContent}</a>
${siteHeader(target, context)}
<main id="main">
${main}
</main>
${siteFooter(footer, context)}`;
}

function pageHead(page: PageContent, links: readonly DocumentLink[], context: PageContext): Html {
  const { favicon, icon } = siteImages;
  const title = siteTitle(context);
  return html`<meta name="description" content="${page.description}">
${page.isIndexed !== true && html`<meta name="robots" content="noindex">\n`}<title>${page.title === title ? title : `${page.title} · ${title}`}</title>
<link rel="icon" type="image/png" sizes="${favicon.width}x${favicon.height}" href="${siteHref(context, favicon.path)}">
<link rel="apple-touch-icon" href="${siteHref(context, icon.path)}">
<link rel="manifest" href="${siteHref(context, manifestPath)}">
${context.hasSearch && html`<link rel="search" type="application/opensearchdescription+xml" title="${title}" href="${siteHref(context, openSearchPath)}">\n`}${context.edition.site.offline === true && html`<meta name="offline" content="${siteHref(context, workerPath)}">\n`}<link rel="stylesheet" href="${siteHref(context, stylesheetPath)}">
<script src="${siteHref(context, settingsScriptPath)}"></script>
<script src="${siteHref(context, scriptPath)}" defer></script>
${links.map((link) => html`${headLink(link)}\n`)}${translations(page.target, context)}${page.metadata}`;
}

function headLink({ rel, href, type, title }: DocumentLink): Html {
  const typeAttribute = type !== undefined && html` type="${type}"`;
  const titleAttribute = title !== undefined && html` title="${title}"`;
  return html`<link rel="${rel}"${typeAttribute}${titleAttribute} href="${href}">`;
}

/** The page in every language of the interface, this one included (HTML Standard §4.6.7.1). */
function translations(target: PageTarget, context: PageContext): readonly Html[] {
  return localesOf(context.edition.site).map((locale) => {
    const href = absolute(context, pathOf(context, target, locale));
    return html`<link rel="alternate" hreflang="${locale}" href="${href}">\n`;
  });
}

/** Stands above every page of the site: where one is, the way to search, and the page in the other languages. */
function siteHeader(target: PageTarget, context: PageContext): Html {
  const { edition } = context;
  const published = localesOf(edition.site);
  return html`<header class="site">
<a class="home" href="${pageHref(context, { kind: "start-page" })}">${siteTitle(context)}</a>
${
  context.hasSearch &&
  html`${searchNavigation(target, context)}
`
}${published.length > 1 && languages(target, published, context)}
</header>`;
}

function languages(target: PageTarget, published: readonly Locale[], context: PageContext): Html {
  const links = published.map((locale) => {
    const name = localeNames[locale];
    if (locale === context.locale) return html`<span lang="${locale}" aria-current="true">${name}</span> `;
    return html`<a href="${pageHref(context, target, locale)}" lang="${locale}" hreflang="${locale}">${name}</a> `;
  });
  return html`<nav class="languages" aria-label="${context.words.languages}">${links}</nav>`;
}

function searchNavigation({ kind }: PageTarget, context: PageContext): Html {
  const { words } = context;
  const isSearch = kind === "search-page";
  return html`<nav aria-label="${words.siteNavigation}"><a href="${pageHref(context, { kind: "search-page", page: 1 })}"${isSearch && html` aria-current="page"`}>${words.search}</a></nav>`;
}

/** Stands below: whose the articles are, and what is for programs. */
function siteFooter(own: Html | undefined, context: PageContext): Html {
  const { words } = context;
  return html`<footer class="site">
${own}<p>${words.rightsNote}${context.script !== undefined && ` ${words.convertedPages}`}</p>
<p><a href="${pageHref(context, { kind: "start-page" })}">${words.allFeeds}</a> · <a href="${siteHref(context, opmlPath)}">${words.opml}</a> · <a href="${pageHref(context, { kind: "policy-page" })}">${words.policy}</a></p>
</footer>`;
}

/** Which keys do what; a script shows it. */
function keyboardHelp({ words }: PageContext): Html {
  return html`<dialog class="keys" aria-label="${words.keyboard}"><h2>${words.keyboard}</h2>
<dl>${words.keys.map(([key, meaning]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${meaning}</dd></div>`)}</dl>
</dialog>`;
}

/** The search box of the site, which works without scripts. */
export function siteSearchForm(context: PageContext, query = ""): Html {
  const { words } = context;
  const action = pageHref(context, { kind: "search-page", page: 1 });
  return html`<form class="search" role="search" action="${action}">
<input type="search" name="q" value="${query}" aria-label="${words.searchArticles}" placeholder="${words.searchArticles}" maxlength="${MAX_QUERY_LENGTH}" enterkeyhint="search" autocomplete="off">
<button>${words.search}</button>
</form>`;
}
