import { html, type Html } from "../lib/html/template.ts";
import { opmlPath } from "../model/addresses.ts";
import { locales } from "../model/locale.ts";
import { pageHref, siteHref, type PageContext, type PageTarget } from "./page-context.ts";
import { localeNames } from "./words/words-of.ts";

/** What stands above every page: where one is, the way to search, and the same page in the other languages. */
export function siteHeader(target: PageTarget, context: PageContext): Html {
  const { words, edition } = context;
  return html`<header class="site">
<a class="home" href="${pageHref(context, { kind: "start-page" })}">${edition.site.title}</a>
${
  context.hasSearch &&
  html`${searchNavigation(target, context)}
`
}<nav class="languages" aria-label="${words.languages}">${locales.map((locale) => {
    const name = localeNames[locale];
    if (locale === context.locale) return html`<span lang="${locale}" aria-current="true">${name}</span> `;
    return html`<a href="${pageHref(context, target, locale)}" lang="${locale}" hreflang="${locale}">${name}</a> `;
  })}</nav>
</header>`;
}

function searchNavigation({ kind }: PageTarget, context: PageContext): Html {
  const { words } = context;
  const isSearch = kind === "search-page";
  return html`<nav aria-label="${words.siteNavigation}"><a href="${pageHref(context, { kind: "search-page", page: 1 })}"${isSearch && html` aria-current="page"`}>${words.search}</a></nav>`;
}

/** What stands below: whose the articles are, and what is for programs. */
export function siteFooter(own: Html | undefined, context: PageContext): Html {
  const { words } = context;
  return html`<footer class="site">
${own}<p>${words.rightsNote}</p>
<p><a href="${pageHref(context, { kind: "start-page" })}">${words.allFeeds}</a> · <a href="${siteHref(context, opmlPath)}">${words.opml}</a> · <a href="${pageHref(context, { kind: "policy-page" })}">${words.policy}</a></p>
</footer>`;
}
