import { QueryTooBroadError, SearchNotReadyError } from "../catalog/search-errors.ts";
import { textOfSanitized } from "../lib/html/text-of-sanitized.ts";
import { foldSpace } from "../lib/text/fold-space.ts";
import type { Article } from "../model/article.ts";
import type { PageAddress } from "../model/addresses.ts";
import type { PageContext } from "../pages/page-context.ts";
import type { SearchPageContent, SearchResult, SearchResults } from "../pages/search-page.ts";
import type { Words } from "../pages/words/words.ts";
import { formatQuery } from "../search/format-query.ts";
import { parseQuery } from "../search/parse-query.ts";
import { highlight, passages } from "../search/passages.ts";
import { planSearch } from "../search/plan-search.ts";
import type { Query } from "../search/query.ts";
import { showMistake } from "../search/show-mistake.ts";
import type { PageDeps } from "./make-page.ts";
import { filtersOf } from "./search-filters-of.ts";

const RESULTS_ON_PAGE = 20;
/** Further back nobody reads, and every page costs as much as all before it. */
const MAX_PAGES = 10;
const PASSAGES = 3;

/** What the search page shows for a query: what was found, newest first, or why nothing could be searched for. */
export function searchArticles(deps: PageDeps, address: SearchPageAddress, { words }: PageContext): SearchPageContent {
  const { query } = address;
  if (query === undefined || query.trim() === "") return {};
  const parsed = parseQuery(query);
  if (!parsed.ok) return { query, mistake: { ...parsed.mistake, shown: showMistake(query, parsed.mistake) } };
  try {
    return { query, found: resultsOf(parsed.value, address.page, deps, words) };
  } catch (error) {
    if (error instanceof QueryTooBroadError) return { query, failure: words.queryTooBroad };
    if (error instanceof SearchNotReadyError) return { query, failure: words.searchNotReady };
    throw error;
  }
}

type SearchPageAddress = Extract<PageAddress, { kind: "search-page" }>;

function resultsOf(query: Query, asked: number, { catalog, edition, isOver }: PageDeps, words: Words): SearchResults {
  const selection = planSearch(query, catalog.newestCapturedAt() ?? new Date(0));
  const page = Math.min(Math.max(1, asked), MAX_PAGES);
  const start = (page - 1) * RESULTS_ON_PAGE;
  const found = Iterator.from(catalog.newest(selection, isOver))
    .drop(start)
    .take(RESULTS_ON_PAGE + 1)
    .toArray();
  const isMore = found.length > RESULTS_ON_PAGE;
  return {
    canonical: formatQuery(query),
    count: catalog.count(selection, isOver),
    results: found.slice(0, RESULTS_ON_PAGE).map((article) => resultOf(article, query)),
    filters: filtersOf(query, edition.outlets, words),
    page,
    hasMore: isMore && page < MAX_PAGES,
    isCut: isMore && page === MAX_PAGES,
  };
}

function resultOf(article: Article, query: Query): SearchResult {
  const text = article.entries === "full" ? foldSpace(textOfSanitized(article.bodyHtml)) : article.excerpt;
  return { article, title: highlight(query, article.title, "title"), passages: passages(query, text, PASSAGES) };
}
