import { html, type Html } from "../lib/html/template.ts";
import { basePath, publicAddress, startPagePath, stylesheetPath } from "../model/addresses.ts";
import type { Document, DocumentLink } from "../model/document.ts";
import type { Publication } from "../model/feed.ts";
import { siteImages } from "../model/site-images.ts";

export interface PageContent {
  readonly path: string;
  readonly title: string;
  readonly description: string;
  /** What the page offers a feed reader, in the head and in the `Link` header. */
  readonly alternates: readonly DocumentLink[];
  readonly main: Html;
  readonly footer?: Html;
}

/** The language of what pages say themselves; what they quote is marked with its own. */
const interfaceLanguage = "zh-Hans";

/** Puts content into the frame all pages have, and makes a document of it. */
export function renderPage(page: PageContent, publication: Publication): Document {
  const links: readonly DocumentLink[] = [
    { rel: "canonical", href: publicAddress(publication, page.path) },
    ...page.alternates,
  ];
  const title = page.title === publication.title ? page.title : `${page.title} · ${publication.title}`;
  const markup = html`<!doctype html>
<html lang="${interfaceLanguage}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${page.description}">
<title>${title}</title>
${iconLink(publication)}
<link rel="stylesheet" href="${siteHref(publication, stylesheetPath)}">
${links.map((link) => html`${headLink(link)}\n`)}</head>
<body>
<header class="site"><a href="${siteHref(publication, startPagePath)}">${publication.title}</a></header>
<main>
${page.main}
</main>
<footer class="site">
${page.footer}
</footer>
</body>
</html>
`;
  return {
    path: page.path,
    contentType: "text/html; charset=utf-8",
    body: new TextEncoder().encode(markup.markup.toWellFormed()),
    links,
    maxAgeSeconds: publication.maxAgeSeconds,
  };
}

/** Where one page finds another: without a host, so that it works under whatever name this server was reached by. */
export function siteHref(publication: Publication, path: string): string {
  return basePath(publication.publicUrl) + path;
}

function iconLink(publication: Publication): Html {
  const { path, width, height } = siteImages.favicon;
  return html`<link rel="icon" type="image/png" sizes="${width}x${height}" href="${siteHref(publication, path)}">`;
}

function headLink({ rel, href, type, title }: DocumentLink): Html {
  const typeAttribute = type !== undefined && html` type="${type}"`;
  const titleAttribute = title !== undefined && html` title="${title}"`;
  return html`<link rel="${rel}"${typeAttribute}${titleAttribute} href="${href}">`;
}
