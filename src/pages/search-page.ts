import { html, type Html } from "../lib/html/template.ts";
import { summaryOf, type Article } from "../model/article.ts";
import type { SearchView } from "../model/addresses.ts";
import type { Document } from "../model/document.ts";
import { feedFormats, searchFeedName } from "../model/feed.ts";
import type { Outlet } from "../model/outlet.ts";
import { MAX_QUERY_LENGTH } from "../model/query.ts";
import { articleFacts, articleLink, articleList, inUtc } from "./article-list.ts";
import { announced, copyableAddress, feedAddress, formatLink, type OfferedFeed } from "./feed-links.ts";
import { pageHref, type PageContext } from "./page-context.ts";
import { renderPage, siteSearchForm } from "./page.ts";
import { mistakeNotice, type ShownMistake } from "./query-notice.ts";
import { inLanguage, quote } from "./quoted-text.ts";

export interface SearchPageContent {
  /** As it was written; absent for the form alone. */
  readonly query?: string;
  readonly mistake?: ShownMistake;
  /** Why there is no answer to a query that is one. */
  readonly failure?: string;
  /** The article that was asked for by its address or id; none where there is none. */
  readonly named?: { readonly article?: Article };
  readonly found?: SearchResults;
  /** Queries that find something here, one for each of the ways to search that the words explain, or none. */
  readonly examples?: readonly string[];
}

export interface SearchResults {
  /** The query in its one spelling. */
  readonly canonical: string;
  readonly view: SearchView;
  readonly count: number;
  /** True where more articles may be found: their number would take reading them all. */
  readonly isAtLeast: boolean;
  readonly results: readonly SearchResult[];
  /** True where several of what is on the page report one event. */
  readonly hasStories: boolean;
  readonly filters: readonly SearchFilter[];
  /** Outlets whose names have what was searched for. */
  readonly outlets: readonly Pick<Outlet, "id" | "name" | "language">[];
  /** From 1. */
  readonly page: number;
  /** The number of pages that can be turned to. */
  readonly pages: number;
  /** True where there are results beyond the last page there is. */
  readonly isCut: boolean;
  /** Where nothing was found: what of the query finds nothing. */
  readonly advice: readonly SearchAdvice[];
}

/** A part of a query that finds nothing by itself. */
export interface SearchAdvice {
  /** In its one spelling. */
  readonly part: string;
  /** Where the part asks for an outlet. */
  readonly outletId?: string;
  /** The nearest that finds something, and the query with it. */
  readonly meant?: { readonly label: string; readonly query: string };
}

export interface SearchResult {
  readonly article: Article;
  readonly title: Highlighted;
  /** From its text; none where it was found for something else. */
  readonly passages: readonly Highlighted[];
  /** Reports of its event that stand below it. */
  readonly others?: readonly Pick<SearchResult, "article" | "title">[];
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
  /** How many it finds; absent where that was not counted. */
  readonly count?: number;
}

/** The page at `/search`: the form, what was found, and the way to be told of more. */
export function renderSearchPage(content: SearchPageContent, context: PageContext): Document {
  const { mistake, failure, found, named, examples = [] } = content;
  const { words } = context;
  // A longer one is no query: the page would be ten times what was asked.
  const query = content.query !== undefined && content.query.length > MAX_QUERY_LENGTH ? undefined : content.query;
  const feed = found && searchFeed(found.canonical, context);
  const title = query === undefined ? words.search : words.searchTitle(query);
  const main = html`<h1${query !== undefined && html` class="unseen"`}>${title}</h1>
${siteSearchForm(context, query)}
${mistake && mistakeNotice(mistake, context)}
${failure !== undefined && html`<p class="notice" role="alert">${failure}</p>\n`}${
    found &&
    feed &&
    html`${searchFilters(found, context)}
<p class="count" role="status">${found.count === 0 ? words.noResults : words.results(found.count, found.isAtLeast)}</p>
${outletLinks(found.outlets, context)}${adviceList(found, context)}
<ol class="entries results">${found.results.map((result) => html`\n${renderResult(result, context)}`)}
</ol>
${pager(found, context)}
${subscription(feed, found.canonical, context)}`
  }
${named !== undefined && namedArticle(named, context)}
${found === undefined && named === undefined && howToSearch(examples, context)}`;
  return renderPage(
    {
      kind: "search",
      target: {
        kind: "search-page",
        page: found?.page ?? 1,
        ...found?.view,
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

function namedArticle({ article }: NonNullable<SearchPageContent["named"]>, context: PageContext): Html {
  const { words } = context;
  if (article === undefined) return html`<p class="notice" role="status">${words.noSuchArticle}</p>`;
  return html`<p class="count" role="status">${words.articleOfAddress}</p>
${articleList([article], 2, context)}`;
}

function searchFeed(query: string, { words, locale }: PageContext): OfferedFeed {
  const variant = { name: searchFeedName, choice: { query }, ...(locale === "zh-Hant" && { script: locale }) };
  return { title: words.searchTitle(query), variant };
}

function renderResult({ article, title, passages, others = [] }: SearchResult, context: PageContext): Html {
  const { id, language } = article;
  return html`<li><article>
<h2${inLanguage(language)}><a href="${pageHref(context, { kind: "article-page", id })}">${marked(title)}</a></h2>
${others.length > 0 ? articleFacts(article, context, inUtc(context)) : articleFacts(article, context)}
<p class="passages"${inLanguage(language)}>${passages.length === 0 ? summaryOf(article) : passages.map((passage) => html`<span>${marked(passage)}</span> `)}</p>
${others.length > 0 && otherReports(others, context)}</article></li>`;
}

function otherReports(others: NonNullable<SearchResult["others"]>, context: PageContext): Html {
  return html`<div class="reports"><p class="facts">${context.words.otherReports}&nbsp;· ${context.words.timesInUtc}</p>
<ul>${others.map(({ article, title }) => html`\n${articleLink(article, context, marked(title))}`)}
</ul></div>
`;
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

/** Every page there is by its number, and the ones before and after. */
function pager({ canonical, view, page, pages, isCut }: SearchResults, context: PageContext): Html {
  const { words } = context;
  const link = (to: number, label: string | number, rel?: string): Html => {
    const href = searchHref(context, canonical, view, to);
    return html`<a href="${href}"${rel !== undefined && html` rel="${rel}"`}${to === page && html` aria-current="page"`}>${label}</a> `;
  };
  const numbers = Array.from({ length: pages }, (_, index) => link(index + 1, index + 1));
  return html`${pages > 1 && html`<nav class="pages" aria-label="${words.pages}">${page > 1 && link(page - 1, words.previousPage, "prev")}${numbers}${page < pages && link(page + 1, words.nextPage, "next")}</nav>`}
${isCut && html`<p class="facts">${words.moreThanShown}</p>`}`;
}

function searchHref(context: PageContext, query: string, view: SearchView, page = 1): string {
  return pageHref(context, { kind: "search-page", query, page, ...view });
}

/** The way to all articles of an outlet that was searched for by its name. */
function outletLinks(outlets: SearchResults["outlets"], context: PageContext): readonly Html[] {
  return outlets.map(({ id, name, language: written }) => {
    const { text, language } = quote({ text: name, language: written }, context);
    const link = html`<a href="${searchHref(context, `outlet:${id}`, {})}"${inLanguage(language)}>${text}</a>`;
    return html`<p class="facts">${context.words.articlesOfOutlet(link)}</p>\n`;
  });
}

/** What of a query finds nothing, and what may have been meant. */
function adviceList({ advice, view }: SearchResults, context: PageContext): Html | undefined {
  const { words } = context;
  if (advice.length === 0) return undefined;
  const line = ({ part, outletId, meant }: SearchAdvice): Html => {
    const what = outletId === undefined ? words.nothingHas(part) : words.noSuchOutlet(outletId);
    const near =
      meant && words.didYouMean(html`<a href="${searchHref(context, meant.query, view)}">${meant.label}</a>`);
    return html`\n<li>${what} ${near}</li>`;
  };
  return html`<ul class="advice">${advice.map(line)}\n</ul>`;
}

function subscription({ title, variant }: OfferedFeed, query: string, context: PageContext): Html {
  const { words } = context;
  const form = pageHref(context, { kind: "search-feed-page", asked: { q: query } });
  return html`<section class="subscribe" aria-labelledby="subscribe"><div>
<h2 id="subscribe">${words.subscribeToSearch}</h2>
<p>${words.subscribeToSearchNote} ${feedFormats.map((format) => html`${formatLink(variant, format, context)} `)}</p>
${copyableAddress(feedAddress(variant, "rss", context), title, context)}
<p><a href="${form}">${words.feedForm.choose}</a></p>
</div></section>`;
}

function howToSearch(examples: readonly string[], context: PageContext): Html {
  const { words } = context;
  return html`<section class="examples"><h2>${words.howToSearch}</h2>
<dl>${words.searchExamples.map(([example, meaning], index) => {
    const query = examples[index] ?? example;
    const href = pageHref(context, { kind: "search-page", query, page: 1 });
    return html`\n<div><dt><a href="${href}">${query}</a></dt><dd>${meaning}</dd></div>`;
  })}
</dl></section>`;
}

/** Filters as links: each is an address of its own, and works without scripts. */
function searchFilters(found: SearchResults, context: PageContext): Html {
  return html`<div class="filters">${found.filters.map(({ about, choices }) =>
    choiceRow(
      context.words[about],
      choices.map((choice) => choiceLink(choice, found.view, context)),
    ),
  )}${found.count > 1 && views(found, context)}
</div>`;
}

/** The choices of an order, and of reports of one event apart or together. They stand in the address, not in the query. */
function views({ canonical, view, hasStories }: SearchResults, context: PageContext): Html {
  const { words } = context;
  const { order, stories } = view;
  const link = (label: string, of: SearchView): Html => {
    const isChosen = of.order === order && of.stories === stories;
    return html`<a href="${searchHref(context, canonical, of)}"${isChosen && html` aria-current="true"`}>${label}</a>`;
  };
  const orders = [link(words.newestFirst, { stories }), link(words.mostRelevantFirst, { stories, order: "relevance" })];
  const arrangements = [link(words.apart, { order }), link(words.together, { order, stories: "together" })];
  return html`${choiceRow(words.order, orders)}${(hasStories || stories !== undefined) && choiceRow(words.sameEvent, arrangements)}`;
}

function choiceRow(label: string, links: readonly Html[]): Html {
  return html`\n<nav aria-label="${label}"><span>${label}</span> <ul>${links.map((link) => html`<li>${link}</li>`)}</ul></nav>`;
}

function choiceLink(choice: SearchChoice, view: SearchView, context: PageContext): Html {
  const { label, language, query, isChosen, count } = choice;
  const lang = language !== undefined && inLanguage(language);
  return html`<a href="${searchHref(context, query, view)}"${lang}${isChosen && html` aria-current="true"`}>${label}</a>${count !== undefined && html` <small>${count}</small>`}`;
}
