import { formatQuery } from "./format-query.ts";

/** What a reader wants: a condition on one article. `all`, `any` and `not` build the canonical form. */
export type Query = TextQuery | OutletQuery | LanguageQuery | TimeQuery | GroupQuery | NotQuery;

/** The articles with a phrase in one of their texts, or in any of them. */
export interface TextQuery {
  readonly kind: "text";
  readonly field?: TextField;
  /** Runs as `runsOf` writes them, without the outer spaces: `g7 峰会`. Never empty. */
  readonly phrase: string;
  /** Whether the last word may go on. Never true of Chinese, which may always go on. */
  readonly isPrefix: boolean;
}

export type TextField = "title" | "body" | "author" | "section";

export const textFields: readonly TextField[] = ["title", "body", "author", "section"];

export interface OutletQuery {
  readonly kind: "outlet";
  readonly outletId: string;
}

/** The articles in a language, or in what is more closely defined by it (RFC 4647 §3.3.1): `zh` finds `zh-Hant`. */
export interface LanguageQuery {
  readonly kind: "language";
  /** BCP 47, lower case. */
  readonly range: string;
}

/** `after`: captured at the instant or later. `before`: captured earlier. */
export interface TimeQuery {
  readonly kind: "after" | "before";
  readonly bound: TimeBound;
}

/** The first instant of a day, in UTC, or a span back from the newest capture in the catalog. */
export type TimeBound = { readonly day: string } | { readonly daysBack: number } | { readonly monthsBack: number };

/** `all` of several conditions, or `any`: two or more, sorted, exclusions last, each once, none a group of the same kind. */
export interface GroupQuery {
  readonly kind: "all" | "any";
  readonly of: readonly Query[];
}

export interface NotQuery {
  readonly kind: "not";
  readonly query: Exclude<Query, NotQuery>;
}

export function all(queries: readonly Query[]): Query {
  return group("all", queries);
}

export function any(queries: readonly Query[]): Query {
  return group("any", queries);
}

export function not(query: Query): Query {
  return query.kind === "not" ? query.query : { kind: "not", query };
}

function group(kind: GroupQuery["kind"], queries: readonly Query[]): Query {
  const flat = queries.flatMap((query) => (query.kind === kind ? query.of : [query]));
  const distinct = new Map(flat.map((query) => [formatQuery(query), query]));
  const [first, ...others] = [...distinct].toSorted(compareSpelled).map(([, query]) => query);
  if (first === undefined) throw new Error("a group needs a condition");
  return others.length === 0 ? first : { kind, of: [first, ...others] };
}

function compareSpelled(
  [a, { kind: kindOfA }]: readonly [string, Query],
  [b, { kind: kindOfB }]: readonly [string, Query],
): number {
  return Number(kindOfA === "not") - Number(kindOfB === "not") || (a < b ? -1 : 1);
}
