import { locales } from "../model/locale.ts";
import type { Outlet } from "../model/outlet.ts";
import type { SearchChoice, SearchFilter } from "../pages/search-filters.ts";
import { localeNames } from "../pages/words/words-of.ts";
import type { SearchSpan, Words } from "../pages/words/words.ts";
import { formatQuery } from "../search/format-query.ts";
import { all, type Query } from "../search/query.ts";
import { parseTimeBound } from "../search/time-bound.ts";

const spans: readonly SearchSpan[] = ["1d", "7d", "1m", "1y"];

/** What can be chosen besides a query, by outlet, time and language; the choice in force stands in the query. */
export function filtersOf(query: Query, outlets: readonly Outlet[], words: Words): readonly SearchFilter[] {
  const parts = query.kind === "all" ? query.of : [query];
  const filter = (
    about: SearchFilter["about"],
    isOfKind: (part: Query) => boolean,
    none: string,
    choices: readonly { readonly label: string; readonly language?: string; readonly condition: Query }[],
  ): SearchFilter | undefined => {
    const others = parts.filter((part) => !isOfKind(part));
    if (others.length === 0) return undefined;
    const chosen = parts.filter(isOfKind).map(formatQuery);
    const without: SearchChoice = { label: none, query: formatQuery(all(others)), isChosen: chosen.length === 0 };
    const withOne = choices.map(({ condition, ...choice }) => ({
      ...choice,
      query: formatQuery(all([...others, condition])),
      isChosen: chosen.includes(formatQuery(condition)),
    }));
    return { about, choices: [without, ...withOne] };
  };
  return [
    filter(
      "outlet",
      ({ kind }) => kind === "outlet",
      words.anyOutlet,
      outlets.map(({ id, name, language }) => ({ label: name, language, condition: { kind: "outlet", outletId: id } })),
    ),
    filter(
      "time",
      ({ kind }) => kind === "after",
      words.anyTime,
      spans.flatMap((span) => {
        const bound = parseTimeBound(span);
        return bound === undefined ? [] : [{ label: words.spans[span], condition: { kind: "after", bound } as const }];
      }),
    ),
    filter(
      "language",
      ({ kind }) => kind === "language",
      words.anyLanguage,
      locales.map((locale) => ({
        label: localeNames[locale],
        language: locale,
        condition: { kind: "language", range: locale.toLowerCase() },
      })),
    ),
  ].filter((each) => each !== undefined);
}
