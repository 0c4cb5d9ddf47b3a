import type { Query, TimeBound } from "../../model/query.ts";
import { locales } from "../../model/locale.ts";
import type { Outlet } from "../../model/outlet.ts";
import type { PageContext } from "../../pages/page-context.ts";
import { quote } from "../../pages/quoted-text.ts";
import type { SearchChoice, SearchFilter } from "../../pages/search-page.ts";
import { localeNames } from "../../pages/words/words-of.ts";
import type { SearchSpan, Words } from "../../pages/words/words.ts";
import { all, formatQuery } from "../../search/canonical-query.ts";
import { matches, type SearchedArticle } from "../../search/matches.ts";
import { parseTimeBound } from "../../search/time-bound.ts";

/** What an article is counted by; its texts are of no account. */
export type Counted = Pick<SearchedArticle, "outletId" | "language" | "capturedAt">;

/** Articles to count: all that a query finds, or undefined where they are too many. */
export type FindAll = (query: Query) => Promise<readonly Counted[] | undefined>;

export interface FilterDeps {
  readonly outlets: readonly Outlet[];
  readonly findAll: FindAll;
  /** The capture time from which spans count back. */
  readonly newest: Date;
  /** Every year that the archive has articles of. Asked where what is found cannot be counted. */
  readonly years: () => Promise<readonly number[]>;
}

/** A condition that a filter can add to a query, with what it is called. */
interface FilterChoice {
  readonly label: string;
  readonly language?: string;
  readonly condition: Query;
}

/**
 * Filters by outlet, time and language, for what can be chosen besides a query; the choice in force stands in the query.
 * Where all that is found can be counted, each choice has its number, and those of nothing are left out.
 */
export async function filtersOf(
  query: Query,
  deps: FilterDeps,
  context: PageContext,
): Promise<readonly SearchFilter[]> {
  const { words } = context;
  const outlets = deps.outlets.map((outlet) => choiceOfOutlet(outlet, context));
  const timesIn = (found: readonly Counted[] | undefined) => timesOf(found, deps, words);
  const groups = [
    { about: "outlet", kinds: ["outlet"], none: words.anyOutlet, choicesOf: () => outlets },
    { about: "time", kinds: ["after", "before"], none: words.anyTime, choicesOf: timesIn },
    { about: "language", kinds: ["language"], none: words.anyLanguage, choicesOf: () => languages },
  ] as const;
  const filters: SearchFilter[] = [];
  for (const { about, kinds, none, choicesOf } of groups) {
    const parts = query.kind === "all" ? query.of : [query];
    const others = parts.filter((part) => !kinds.some((kind) => kind === part.kind));
    if (others.length === 0) continue;
    const without = all(others);
    const found = await deps.findAll(without);
    const choices = (await choicesOf(found)).map((choice) =>
      choiceIn(query, others, choice, { found, newest: deps.newest }),
    );
    const isChosen = formatQuery(without) === formatQuery(query);
    const shown = choices.filter((choice) => choice.isChosen || choice.count !== 0);
    // Nothing can be chosen where nothing is found.
    if (isChosen && shown.length === 0) continue;
    filters.push({ about, choices: [{ label: none, query: formatQuery(without), isChosen }, ...shown] });
  }
  return filters;
}

function choiceIn(
  query: Query,
  others: readonly Query[],
  { condition, ...choice }: FilterChoice,
  { found, newest }: { readonly found: readonly Counted[] | undefined; readonly newest: Date },
): SearchChoice {
  const narrowed = formatQuery(all([...others, condition]));
  const count = found?.filter((article) => matches(condition, { ...article, ...noTexts }, newest)).length;
  return {
    ...choice,
    query: narrowed,
    isChosen: narrowed === formatQuery(query),
    ...(count !== undefined && { count }),
  };
}

const noTexts = { title: "", body: "", authors: [] };

const spans: readonly SearchSpan[] = ["1d", "7d", "1m", "1y"];
/** The latest of a long archive; earlier ones can be asked for in words. */
const MAX_YEARS = 12;

/** Spans back from the newest capture, and the years in which something was found, or may have been. */
async function timesOf(
  found: readonly Counted[] | undefined,
  { years }: FilterDeps,
  words: Words,
): Promise<readonly FilterChoice[]> {
  const possible = found?.map(({ capturedAt }) => capturedAt.getUTCFullYear()) ?? (await years());
  const latest = [...new Set(possible)].toSorted((a, b) => b - a).slice(0, MAX_YEARS);
  return [...spans.flatMap((span) => choiceOfSpan(span, words)), ...latest.map((year) => choiceOfYear(year, words))];
}

function choiceOfSpan(span: SearchSpan, words: Words): readonly FilterChoice[] {
  const bound = parseTimeBound(span);
  return bound === undefined ? [] : [{ label: words.spans[span], condition: { kind: "after", bound } }];
}

function choiceOfYear(year: number, words: Words): FilterChoice {
  const from: TimeBound = { day: `${year}-01-01` };
  const to: TimeBound = { day: `${year + 1}-01-01` };
  const condition = all([
    { kind: "after", bound: from },
    { kind: "before", bound: to },
  ]);
  return { label: words.year(year), condition };
}

function choiceOfOutlet({ id, name, language: written }: Outlet, context: PageContext): FilterChoice {
  const { text, language } = quote({ text: name, language: written }, context);
  return { label: text, language, condition: { kind: "outlet", outletId: id } };
}

const languages: readonly FilterChoice[] = locales.map((locale) => ({
  label: localeNames[locale],
  language: locale,
  condition: { kind: "language", range: locale.toLowerCase() },
}));
