import { QueryTooBroadError, SearchNotReadyError } from "../../catalog/catalog.ts";
import { convertListed, oneOfTwinsAmong } from "../../feeds/scripts.ts";
import { textOfSanitized } from "../../lib/html/text-of.ts";
import { Pace, textUs } from "../../lib/pace.ts";
import { convertScript } from "../../lib/text/convert-script.ts";
import { foldSpace } from "../../lib/text/fold-space.ts";
import type { Article } from "../../model/article.ts";
import type { PageAddress, SearchView } from "../../model/addresses.ts";
import type { Edition } from "../../model/edition.ts";
import type { ChineseScript } from "../../model/locale.ts";
import type { Query } from "../../model/query.ts";
import type { PageContext } from "../../pages/page-context.ts";
import type { ShownMistake } from "../../pages/query-notice.ts";
import type { Highlighted, SearchPageContent, SearchResult, SearchResults } from "../../pages/search-page.ts";
import type { Words } from "../../pages/words/words.ts";
import { formatQuery } from "../../search/canonical-query.ts";
import { parseQuery } from "../../search/parse-query.ts";
import { highlight, passages } from "../../search/passages.ts";
import { showMistake, type QueryMistake } from "../../search/query-mistake.ts";
import { runsOf } from "../../search/runs.ts";
import { relevanceTiers } from "../../search/relevance.ts";
import { firstOf, type SelectDeps } from "../select.ts";
import { adviceOn } from "./advice.ts";
import { exampleQueries, readArchiveWords, type ArchiveWords } from "./archive-words.ts";
import { filtersOf, type Counted, type FindAll } from "./filters.ts";
import { articleNamed } from "./named-article.ts";

const RESULTS_ON_PAGE = 20;
/** Further back nobody reads, and every page costs as much as all before it. */
const MAX_PAGES = 10;
const PASSAGES = 3;
/** So many are counted by outlet, time and language: each of them is read for that. */
const MAX_COUNTED = 1000;

type SearchPageAddress = Extract<PageAddress, { kind: "search-page" }>;

export interface SearchDeps extends SelectDeps {
  readonly edition: Pick<Edition, "site" | "definitions" | "outlets">;
}

/** The content of a search page: what was found, in the order asked for, or why nothing could be searched for. */
export async function searchArticles(
  deps: SearchDeps,
  address: SearchPageAddress,
  context: PageContext,
): Promise<SearchPageContent> {
  const { words } = context;
  const { query } = address;
  if (query === undefined || query.trim() === "") return { examples: await examplesFor(deps) };
  const named = await articleNamed(query.trim(), deps);
  if (named?.article !== undefined) return { query, named: { article: convertListed(named.article, context.script) } };
  if (named !== undefined) return { query, named };
  const parsed = parseQuery(query, deps.edition.outlets);
  if (!parsed.ok) return { query, mistake: mistakeOf(query, parsed.mistake, words) };
  try {
    return { query, found: await resultsOf(parsed.value, address, deps, context) };
  } catch (error) {
    if (error instanceof QueryTooBroadError) return { query, failure: words.queryTooBroad };
    if (error instanceof SearchNotReadyError) return { query, failure: words.searchNotReady };
    throw error;
  }
}

/** A mistake in the language of a page. */
export function mistakeOf(query: string, mistake: QueryMistake, words: Words): ShownMistake {
  return { message: words.queryMistakes[mistake.code](mistake), shown: showMistake(query, mistake) };
}

/** Read once for an edition: another one comes with other articles. */
const wordsOfEditions = new WeakMap<SearchDeps["edition"], Promise<ArchiveWords>>();

function archiveWords({ catalog, edition }: SearchDeps): Promise<ArchiveWords> {
  const known = wordsOfEditions.get(edition) ?? readArchiveWords(catalog);
  wordsOfEditions.set(edition, known);
  return known;
}

async function examplesFor(deps: SearchDeps): Promise<readonly string[]> {
  const outlets = (await deps.catalog.articles.outlets()).toSorted((a, b) => b.articles - a.articles);
  return exampleQueries(await archiveWords(deps), outlets[0]?.outletId);
}

async function resultsOf(
  query: Query,
  { order, stories, page: asked }: SearchPageAddress,
  deps: SearchDeps,
  context: PageContext,
): Promise<SearchResults> {
  const { catalog, edition, signal } = deps;
  const page = Math.min(Math.max(1, asked), MAX_PAGES);
  const start = (page - 1) * RESULTS_ON_PAGE;
  const first = await firstOf(inOrder(query, order, deps), start + RESULTS_ON_PAGE + 1);
  const found = first.slice(start);
  const onPage = found.slice(0, RESULTS_ON_PAGE);
  const results = await resultsIn(onPage, query, deps, context);
  const byStory = groupByStory(results, oneOfTwinsAmong(onPage, { script: context.script, outlets: edition.outlets }));
  const { articles: count, isAtLeast } = await catalog.articles.count({ query }, signal);
  const isMore = found.length > RESULTS_ON_PAGE;
  const { newestCapturedAt: newest = new Date(0) } = await catalog.articles.extent();
  const years = async (): Promise<readonly number[]> =>
    (await catalog.articles.days()).map(({ day }) => Number(day.slice(0, "2024".length)));
  return {
    canonical: formatQuery(query),
    view: { order, stories },
    count,
    isAtLeast,
    results: stories === "together" ? firstOfEach(byStory) : results,
    hasStories: byStory.values().some((ofStory) => ofStory.length > 1),
    filters: await filtersOf(query, { outlets: edition.outlets, findAll: finder(deps), newest, years }, context),
    outlets: outletsOf(query, edition.outlets),
    advice: first.length === 0 ? await adviceFor(query, deps) : [],
    page,
    pages: Math.min(MAX_PAGES, Math.max(page + (isMore ? 1 : 0), isAtLeast ? 1 : Math.ceil(count / RESULTS_ON_PAGE))),
    isCut: isMore && page === MAX_PAGES,
  };
}

/** More outlets than that have a part in common that says nothing, such as 中文. */
const MAX_NAMED = 2;

/** The outlets that a query of one word may mean, by their names or ids: words of articles are all that it finds. */
function outletsOf(query: Query, outlets: Edition["outlets"]): Edition["outlets"] {
  if (query.kind !== "text" || query.field !== undefined || query.phrase.length < 2) return [];
  const isMeant = ({ id, name }: Edition["outlets"][number]): boolean =>
    id === query.phrase || runsOf(name).includes(query.phrase);
  const meant = outlets.filter(isMeant);
  return meant.length > MAX_NAMED ? [] : meant;
}

async function* inOrder(
  query: Query,
  order: SearchView["order"],
  { catalog, signal }: SearchDeps,
): AsyncGenerator<Article, void> {
  const tiers = order === "relevance" ? relevanceTiers(query) : [query];
  for (const tier of tiers) yield* catalog.articles.newest({ query: tier }, signal);
}

/** Looks for all articles of a query, once for each. */
function finder({ catalog, signal }: SearchDeps): FindAll {
  const known = new Map<string, Promise<readonly Counted[] | undefined>>();
  const read = async (query: Query): Promise<readonly Counted[] | undefined> => {
    const counted: Counted[] = [];
    try {
      for await (const { outletId, language, capturedAt } of catalog.articles.newest({ query }, signal)) {
        if (counted.push({ outletId, language, capturedAt }) > MAX_COUNTED) return undefined;
      }
      return counted;
    } catch (error) {
      // What was found is there by now, and is shown without numbers rather than not at all.
      if (error instanceof QueryTooBroadError) return undefined;
      throw error;
    }
  };
  return (query) => {
    const key = formatQuery(query);
    const counted = known.get(key) ?? read(query);
    known.set(key, counted);
    return counted;
  };
}

async function adviceFor(query: Query, deps: SearchDeps): Promise<SearchResults["advice"]> {
  const { catalog, edition, signal } = deps;
  const { pieces: words } = await archiveWords(deps);
  return adviceOn(query, {
    outletIds: edition.outlets.map(({ id }) => id),
    words,
    isFound: async (part) => (await firstOf(catalog.articles.newest({ query: part }, signal), 1)).length > 0,
  });
}

async function resultsIn(
  articles: readonly Article[],
  query: Query,
  { signal }: SearchDeps,
  context: PageContext,
): Promise<readonly SearchResult[]> {
  const pace = new Pace(signal);
  const results: SearchResult[] = [];
  for (const article of articles) {
    await pace.step(textUs(article));
    results.push(resultOf(article, query, context));
  }
  return results;
}

/** Of an article that was found in both scripts, the one that is among those to be shown. */
function groupByStory(
  results: readonly SearchResult[],
  shown: readonly Article[],
): ReadonlyMap<string, readonly SearchResult[]> {
  const ids = new Set(shown.map(({ id }) => id));
  return Map.groupBy(
    results.filter(({ article }) => ids.has(article.id)),
    ({ article }) => article.storyId ?? article.id,
  );
}

/** Of each story the first with the others below it: those on this page alone. What other pages have is not looked at. */
function firstOfEach(byStory: ReadonlyMap<string, readonly SearchResult[]>): readonly SearchResult[] {
  return [...byStory.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [{ ...first, others }]));
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
