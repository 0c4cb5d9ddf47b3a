import { html, type Html } from "../lib/html/template.ts";
import { summaryOf, type Article } from "../model/article.ts";
import type { Document } from "../model/document.ts";
import { feedFormats, searchFeedName } from "../model/feed.ts";
import { MAX_QUERY_LENGTH } from "../model/query.ts";
import { articleFacts } from "./article-list.ts";
import { announced, copyableAddress, feedAddress, formatLink, type OfferedFeed } from "./feed-links.ts";
import { pageHref, type PageContext } from "./page-context.ts";
import { renderPage, siteSearchForm } from "./page.ts";
import { inLanguage } from "./quoted-text.ts";

export interface SearchPageContent {
  /** As it was written; absent for the form alone. */
  readonly query?: string;
  /** A mistake in the query, with the line and the caret that show where. */
  readonly mistake?: { readonly message: string; readonly shown: string };
  /** Why there is no answer to a query that is one. */
  readonly failure?: string;
  readonly found?: SearchResults;
}

export interface SearchResults {
  /** The query in its one spelling. */
  readonly canonical: string;
  readonly count: number;
  /** True where more articles may be found: their number would take reading them all. */
  readonly isAtLeast: boolean;
  readonly results: readonly SearchResult[];
  readonly filters: readonly SearchFilter[];
  /** From 1. */
  readonly page: number;
  readonly hasMore: boolean;
  /** True where there are results beyond the last page there is. */
  readonly isCut: boolean;
}

export interface SearchResult {
  readonly article: Article;
  readonly title: Highlighted;
  /** From its text; none where it was found for something else. */
  readonly passages: readonly Highlighted[];
}

/** A piece of text with what was searched for in it. */
export interface Highlighted {
  readonly text: string;
  readonly isCutBefore: boolean;
  readonly isCutAfter: boolean;
  /** In order, none overlapping another, in UTF-16 units. */
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
}

/** A condition that can be chosen with one tap. */
export interface SearchFilter {
  readonly about: "outlet" | "time" | "language";
  /** In the order they are shown; the first is the absence of a condition. */
  readonly choices: readonly SearchChoice[];
}

export interface SearchChoice {
  readonly label: string;
  /** The language of the label, where it is not the interface's. */
  readonly language?: string;
  /** The query that makes the choice. */
  readonly query: string;
  readonly isChosen: boolean;
}

/** The page at `/search`: the form, what was found, and the way to be told of more. */
export function renderSearchPage(content: SearchPageContent, context: PageContext): Document {
  const { mistake, failure, found } = content;
  const { words } = context;
  // A longer one is no query: the page would be ten times what was asked.
  const query = content.query !== undefined && content.query.length > MAX_QUERY_LENGTH ? undefined : content.query;
  const feed = found && searchFeed(found.canonical, context);
  const title = query === undefined ? words.search : words.searchTitle(query);
  const main = html`<h1${query !== undefined && html` class="unseen"`}>${title}</h1>
${siteSearchForm(context, query)}
${
  mistake &&
  html`<div class="notice" role="alert"><p><strong>${words.queryMistake}</strong> ${mistake.message}</p>
<pre tabindex="0" translate="no">${mistake.shown}</pre></div>`
}
${failure !== undefined && html`<p class="notice" role="alert">${failure}</p>\n`}${
    found &&
    feed &&
    html`${searchFilters(found.filters, context)}
<p class="count" role="status">${found.count === 0 ? words.noResults : words.results(found.count, found.isAtLeast)}</p>
<ol class="entries results">${found.results.map((result) => html`\n${renderResult(result, context)}`)}
</ol>
${pager(found, context)}
${subscription(feed, context)}`
  }
${found === undefined && howToSearch(context)}`;
  return renderPage(
    {
      kind: "search",
      target: {
        kind: "search-page",
        page: found?.page ?? 1,
        ...(query !== undefined && { query: found?.canonical ?? query }),
      },
      title,
      description: title,
      ...(mistake !== undefined && { status: 400 }),
      ...(failure !== undefined && { status: 503 }),
      alternates: announced(feed ? [feed] : [], context),
      main,
    },
    context,
  );
}

function searchFeed(query: string, { words, locale }: PageContext): OfferedFeed {
  const variant = { name: searchFeedName, choice: { query }, ...(locale === "zh-Hant" && { script: locale }) };
  return { title: words.searchTitle(query), variant };
}

function renderResult({ article, title, passages }: SearchResult, context: PageContext): Html {
  const { id, language } = article;
  return html`<li><article>
<h2${inLanguage(language)}><a href="${pageHref(context, { kind: "article-page", id })}">${marked(title)}</a></h2>
${articleFacts(article, context)}
<p class="passages"${inLanguage(language)}>${passages.length === 0 ? summaryOf(article) : passages.map((passage) => html`<span>${marked(passage)}</span> `)}</p>
</article></li>`;
}

function marked({ text, isCutBefore, isCutAfter, ranges }: Highlighted): Html {
  let at = 0;
  const pieces = ranges.map(({ start, end }) => {
    const piece = html`${text.slice(at, start)}<mark>${text.slice(start, end)}</mark>`;
    at = end;
    return piece;
  });
  return html`${isCutBefore && "…"}${pieces}${text.slice(at)}${isCutAfter && "…"}`;
}

function pager({ canonical, page, hasMore, isCut }: SearchResults, context: PageContext): Html {
  const { words } = context;
  const href = (to: number): string => pageHref(context, { kind: "search-page", query: canonical, page: to });
  return html`<nav class="neighbors" aria-label="${words.pages}">${page > 1 && html`<a href="${href(page - 1)}" rel="prev">${words.laterResults}</a>`}${hasMore && html`<a href="${href(page + 1)}" rel="next">${words.earlierResults}</a>`}</nav>
${isCut && html`<p class="facts">${words.moreThanShown}</p>`}`;
}

function subscription({ title, variant }: OfferedFeed, context: PageContext): Html {
  const { words } = context;
  return html`<section class="subscribe" aria-labelledby="subscribe"><div>
<h2 id="subscribe">${words.subscribeToSearch}</h2>
<p>${words.subscribeToSearchNote} ${feedFormats.map((format) => html`${formatLink(variant, format, context)} `)}</p>
${copyableAddress(feedAddress(variant, "rss", context), title, context)}
</div></section>`;
}

function howToSearch(context: PageContext): Html {
  const { words } = context;
  return html`<section class="examples"><h2>${words.howToSearch}</h2>
<dl>${words.searchExamples.map(([example, meaning]) => {
    const href = pageHref(context, { kind: "search-page", query: example, page: 1 });
    return html`\n<div><dt><a href="${href}">${example}</a></dt><dd>${meaning}</dd></div>`;
  })}
</dl></section>`;
}

/** Filters as links: each is an address of its own, and works without scripts. */
function searchFilters(filters: readonly SearchFilter[], context: PageContext): Html {
  return html`<div class="filters">${filters.map(
    ({ about, choices }) => html`
<nav aria-label="${context.words[about]}"><span>${context.words[about]}</span> <ul>${choices.map((choice) => html`<li>${choiceLink(choice, context)}</li>`)}</ul></nav>`,
  )}
</div>`;
}

function choiceLink({ label, language, query, isChosen }: SearchChoice, context: PageContext): Html {
  const href = pageHref(context, { kind: "search-page", query, page: 1 });
  const lang = language !== undefined && html` lang="${language}"`;
  return html`<a href="${href}"${lang}${isChosen && html` aria-current="true"`}>${label}</a>`;
}
