import { html, type Html } from "../lib/html/template.ts";
import { policyPath, stylesheetPath } from "../model/addresses.ts";
import { combinedFeedName, type Site } from "../model/feed.ts";
import { localeOf } from "../model/locale.ts";
import { createPageContext, pageHref, siteHref, type PageContext } from "./page-context.ts";
import { framed, htmlPage, siteSearchForm } from "./page.ts";
import { siteTitle } from "./quoted-text.ts";
import { wayOnWords, type ErrorWords } from "./words/errors.ts";

export interface ErrorPage {
  readonly status: number;
  readonly words: ErrorWords;
  /** The site that the page leads on to: some answers know of none. */
  readonly site?: Site | undefined;
  /** The question that is not understood, with a caret where. It is shown as it is written. */
  readonly asked?: string;
  /** True where the page leads to the policy. */
  readonly isAboutPolicy?: boolean;
}

/** The page of an answer that is no document: the same for everyone, and it tells nothing of the program. */
export function renderErrorPage(page: ErrorPage): string {
  const { status, words, site } = page;
  const title = `${status} ${words.title}`;
  if (site === undefined) {
    const head = html`<title>${title}</title>\n`;
    return htmlPage({ language: "zh-Hans", kind: "plain", head, body: html`<main>\n${sentences(page)}</main>` });
  }
  const context = createPageContext({ site, definitions: [], outlets: [] }, localeOf(site.language));
  const head = html`<title>${title} · ${siteTitle(context)}</title>
<link rel="stylesheet" href="${siteHref(context, stylesheetPath)}">
`;
  const main = html`${sentences(page)}${waysOn(page, context)}`;
  const body = framed({ target: { kind: "start-page" }, main }, context);
  return htmlPage({ language: context.locale, kind: "plain", head, body });
}

/** In Chinese and in English: nobody chose a language for an address that is none. */
function sentences({ words, asked }: ErrorPage): Html {
  return html`<h1>${words.title}</h1>
${words.sentences.map((sentence) => html`<p>${sentence}</p>\n`)}${asked !== undefined && html`<pre>${asked}</pre>\n`}`;
}

/** Links to what a visitor may have been looking for. */
function waysOn({ isAboutPolicy = false }: ErrorPage, context: PageContext): Html {
  const policy = siteHref(context, policyPath);
  return html`${isAboutPolicy && html`<p><a href="${policy}">${policy}</a></p>\n`}${siteSearchForm(context)}
<ul>
<li><a href="${pageHref(context, { kind: "start-page" })}">${wayOnWords.allFeeds}</a></li>
<li><a href="${pageHref(context, { kind: "feed-page", name: combinedFeedName })}">${wayOnWords.latest}</a></li>
</ul>
`;
}
