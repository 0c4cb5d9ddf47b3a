import { QueryTooBroadError, SearchNotReadyError } from "../catalog/catalog.ts";
import { textOfSanitized } from "../lib/html/text-of.ts";
import { convertListed } from "../feeds/scripts.ts";
import { convertScript } from "../lib/text/convert-script.ts";
import { foldSpace } from "../lib/text/fold-space.ts";
import type { Article } from "../model/article.ts";
import type { PageAddress } from "../model/addresses.ts";
import { locales, type ChineseScript } from "../model/locale.ts";
import type { Outlet } from "../model/outlet.ts";
import type { PageContext } from "../pages/page-context.ts";
import { quote } from "../pages/quoted-text.ts";
import type {
  Highlighted,
  SearchChoice,
  SearchFilter,
  SearchPageContent,
  SearchResult,
  SearchResults,
} from "../pages/search-page.ts";
import { localeNames } from "../pages/words/words-of.ts";
import type { SearchSpan, Words } from "../pages/words/words.ts";
import { formatQuery, all } from "../search/canonical-query.ts";
import { parseQuery } from "../search/parse-query.ts";
import { highlight, passages } from "../search/passages.ts";
import type { Query } from "../model/query.ts";
import { showMistake, type QueryMistake } from "../search/query-mistake.ts";
import { parseTimeBound } from "../search/time-bound.ts";
import { firstOf, type SelectDeps } from "./select.ts";

const RESULTS_ON_PAGE = 20;
/** Further back nobody reads, and every page costs as much as all before it. */
const MAX_PAGES = 10;
const PASSAGES = 3;

type SearchPageAddress = Extract<PageAddress, { kind: "search-page" }>;

/** The content of a search page: what was found, newest first, or why nothing could be searched for. */
export async function searchArticles(
  deps: SelectDeps,
  { query, page }: SearchPageAddress,
  context: PageContext,
): Promise<SearchPageContent> {
  const { words } = context;
  if (query === undefined || query.trim() === "") return {};
  const parsed = parseQuery(query, deps.edition.outlets);
  if (!parsed.ok) return { query, mistake: mistakeOf(query, parsed.mistake, words) };
  try {
    return { query, found: await resultsOf(parsed.value, page, deps, context) };
  } catch (error) {
    if (error instanceof QueryTooBroadError) return { query, failure: words.queryTooBroad };
    if (error instanceof SearchNotReadyError) return { query, failure: words.searchNotReady };
    throw error;
  }
}

function mistakeOf(query: string, mistake: QueryMistake, words: Words): NonNullable<SearchPageContent["mistake"]> {
  return { message: words.queryMistakes[mistake.code](mistake), shown: showMistake(query, mistake) };
}

async function resultsOf(
  query: Query,
  asked: number,
  { catalog, edition, signal }: SelectDeps,
  context: PageContext,
): Promise<SearchResults> {
  const selection = { query };
  const page = Math.min(Math.max(1, asked), MAX_PAGES);
  const start = (page - 1) * RESULTS_ON_PAGE;
  const newest = await firstOf(catalog.articles.newest(selection, signal), start + RESULTS_ON_PAGE + 1);
  const found = newest.slice(start);
  const { articles: count, isAtLeast } = await catalog.articles.count(selection, signal);
  const isMore = found.length > RESULTS_ON_PAGE;
  return {
    canonical: formatQuery(query),
    count,
    isAtLeast,
    results: found.slice(0, RESULTS_ON_PAGE).map((article) => resultOf(article, query, context)),
    filters: filtersOf(query, edition.outlets, context),
    page,
    hasMore: isMore && page < MAX_PAGES,
    isCut: isMore && page === MAX_PAGES,
  };
}

function resultOf(written: Article, query: Query, { script }: PageContext): SearchResult {
  const text = written.entries === "full" ? foldSpace(textOfSanitized(written.bodyHtml)) : written.excerpt;
  const article = convertListed(written, script);
  const isConverted = article.convertedFrom !== undefined && script !== undefined;
  const shown = (piece: Highlighted): Highlighted => (isConverted ? convertHighlighted(piece, script) : piece);
  return {
    article,
    title: shown(highlight(query, written.title, "title")),
    passages: passages(query, text, PASSAGES).map(shown),
  };
}

/** What was searched for is converted by itself, so that it stays marked whatever becomes of its length. */
function convertHighlighted({ text, ranges, ...cut }: Highlighted, script: ChineseScript): Highlighted {
  let converted = "";
  let at = 0;
  const marked = ranges.map(({ start, end }) => {
    converted += convertScript(text.slice(at, start), script);
    const range = { start: converted.length, end: 0 };
    converted += convertScript(text.slice(start, end), script);
    at = end;
    return { ...range, end: converted.length };
  });
  return { ...cut, text: converted + convertScript(text.slice(at), script), ranges: marked };
}

/** A condition that a filter can add to a query, with what it is called. */
interface FilterChoice {
  readonly label: string;
  readonly language?: string;
  readonly condition: Query;
}

/** Filters by outlet, time and language, for what can be chosen besides a query; the choice in force stands in the query. */
function filtersOf(query: Query, outlets: readonly Outlet[], context: PageContext): readonly SearchFilter[] {
  const { words } = context;
  const parts = query.kind === "all" ? query.of : [query];
  const filter = (
    about: SearchFilter["about"],
    kind: Query["kind"],
    none: string,
    choices: readonly FilterChoice[],
  ): readonly SearchFilter[] => {
    const others = parts.filter((part) => part.kind !== kind);
    if (others.length === 0) return [];
    const chosen = parts.filter((part) => part.kind === kind).map(formatQuery);
    const without: SearchChoice = { label: none, query: formatQuery(all(others)), isChosen: chosen.length === 0 };
    const withOne = choices.map(({ condition, ...choice }) => ({
      ...choice,
      query: formatQuery(all([...others, condition])),
      isChosen: chosen.includes(formatQuery(condition)),
    }));
    return [{ about, choices: [without, ...withOne] }];
  };
  return [
    ...filter(
      "outlet",
      "outlet",
      words.anyOutlet,
      outlets.map((outlet) => choiceOfOutlet(outlet, context)),
    ),
    ...filter(
      "time",
      "after",
      words.anyTime,
      spans.flatMap((span) => choiceOfSpan(span, words)),
    ),
    ...filter(
      "language",
      "language",
      words.anyLanguage,
      locales.map((locale) => ({
        label: localeNames[locale],
        language: locale,
        condition: { kind: "language", range: locale.toLowerCase() },
      })),
    ),
  ];
}

const spans: readonly SearchSpan[] = ["1d", "7d", "1m", "1y"];

function choiceOfSpan(span: SearchSpan, words: Words): readonly FilterChoice[] {
  const bound = parseTimeBound(span);
  return bound === undefined ? [] : [{ label: words.spans[span], condition: { kind: "after", bound } }];
}

function choiceOfOutlet({ id, name, language: written }: Outlet, context: PageContext): FilterChoice {
  const { text, language } = quote({ text: name, language: written }, context);
  return { label: text, language, condition: { kind: "outlet", outletId: id } };
}
