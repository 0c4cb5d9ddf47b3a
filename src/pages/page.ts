import { html, type Html } from "../lib/html/template.ts";
import { scriptPath, siteImages, stylesheetPath } from "../model/addresses.ts";
import type { Document, DocumentLink } from "../model/document.ts";
import { locales } from "../model/locale.ts";
import { absolute, pageHref, pathOf, siteHref, type PageContext, type PageTarget } from "./page-context.ts";
import { siteFooter, siteHeader } from "./site-frame.ts";

export interface PageContent {
  readonly target: PageTarget;
  readonly title: string;
  readonly description: string;
  /** What the page offers a feed reader, in the head and in the `Link` header. */
  readonly alternates: readonly DocumentLink[];
  readonly main: Html;
  readonly footer?: Html;
  /** Where what the page shows really lives; the page itself where that is here. */
  readonly canonical?: string;
  /** What else programs are told of the page. */
  readonly metadata?: Html;
  /** Whether search engines may list the page: not what shows the articles of others. */
  readonly isIndexed?: boolean;
  /** Of its layout; each is a class in the stylesheet. */
  readonly kind: "start" | "feed" | "article" | "search" | "plain";
}

/** Puts content into the frame all pages have, and makes a document of it. */
export function renderPage(page: PageContent, context: PageContext): Document {
  const { site } = context.edition;
  const path = pathOf(context, page.target);
  const links: readonly DocumentLink[] = [
    { rel: "canonical", href: page.canonical ?? absolute(context, path) },
    ...page.alternates,
  ];
  const title = page.title === site.title ? page.title : `${page.title} · ${site.title}`;
  const markup = html`<!doctype html>
<html lang="${context.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${page.description}">
${page.isIndexed !== true && html`<meta name="robots" content="noindex">\n`}<title>${title}</title>
${icons(context)}
<link rel="stylesheet" href="${siteHref(context, stylesheetPath)}">
<script src="${siteHref(context, scriptPath)}" defer></script>
${links.map((link) => html`${headLink(link)}\n`)}${translations(page.target, context)}${page.metadata}</head>
<body class="${page.kind}">
<a class="skip" href="#main">${context.words.skipToContent}</a>
${siteHeader(page.target, context)}
<main id="main">
${page.main}
</main>
${siteFooter(page.footer, context)}
</body>
</html>
`;
  return {
    path,
    contentType: "text/html; charset=utf-8",
    body: new TextEncoder().encode(markup.markup.toWellFormed()),
    links,
    maxAgeSeconds: site.maxAgeSeconds,
  };
}

function icons(context: PageContext): Html {
  const { favicon, icon } = siteImages;
  return html`<link rel="icon" type="image/png" sizes="${favicon.width}x${favicon.height}" href="${siteHref(context, favicon.path)}">
<link rel="apple-touch-icon" href="${siteHref(context, icon.path)}">`;
}

function headLink({ rel, href, type, title }: DocumentLink): Html {
  const typeAttribute = type !== undefined && html` type="${type}"`;
  const titleAttribute = title !== undefined && html` title="${title}"`;
  return html`<link rel="${rel}"${typeAttribute}${titleAttribute} href="${href}">`;
}

/** The page in every language of the interface, this one included (HTML Standard §4.6.7.1). */
function translations(target: PageTarget, context: PageContext): readonly Html[] {
  return locales.map((locale) => {
    const href = absolute(context, pathOf(context, target, locale));
    return html`<link rel="alternate" hreflang="${locale}" href="${href}">\n`;
  });
}

/** A search box that works without scripts. */
export function searchForm(context: PageContext, query = ""): Html {
  const { words } = context;
  return html`<form class="search" role="search" action="${pageHref(context, { kind: "search-page", page: 1 })}">
<input type="search" name="q" value="${query}" aria-label="${words.searchArticles}" placeholder="${words.searchArticles}" maxlength="500" enterkeyhint="search" autocomplete="off">
<button>${words.search}</button>
</form>`;
}
