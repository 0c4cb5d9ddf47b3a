/** The most that a query has as it is written, in UTF-16 units. */
export const MAX_QUERY_LENGTH = 500;

/** A condition on one article, as a tree: what a reader wants. `search/` parses, spells and decides it. */
export type Query = TextQuery | OutletQuery | LanguageQuery | TimeQuery | GroupQuery | NotQuery;

/** The articles with a phrase in one of their texts, or in any of them. */
export interface TextQuery {
  readonly kind: "text";
  readonly field?: TextField;
  /** Runs as `runsOf` writes them, without the outer spaces: `g7 峰会`. Never empty. */
  readonly phrase: string;
  /** True where the last word may go on. Never for Chinese, which may always go on. */
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

/**
 * `all` of several conditions, or `any`. In canonical form, as `search/canonical-query.ts` builds it: two or more,
 * sorted, exclusions last, each once, none a group of the same kind.
 */
export interface GroupQuery {
  readonly kind: "all" | "any";
  readonly of: readonly Query[];
}

export interface NotQuery {
  readonly kind: "not";
  readonly query: Exclude<Query, NotQuery>;
}
