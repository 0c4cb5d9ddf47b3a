import type { SQLInputValue } from "node:sqlite";
import type { Query, TextQuery } from "../../model/query.ts";
import type { Selection } from "../../model/selection.ts";
import { endsInHan } from "../../search/runs.ts";
import { tokensOf } from "../../search/searched-texts.ts";
import { resolveTimeBound } from "../../search/time-bound.ts";
import { firstKey, liesBetweenKeys, newestKey } from "./search-key.ts";

/** Articles of one stretch of time that the search index finds by one expression. */
export interface SelectionPart {
  /** FTS5 (SQLite FTS5 §3), over the columns `title`, `body`, `author`, `section` and `facet`. */
  readonly expression: string;
  /** Search keys, both included. */
  readonly first: number;
  readonly last: number;
}

/** An FTS5 expression; or every article meets a condition, or none does. */
type Expression = string | boolean;

/** True for a selection that needs the search index, and not only the outlets. */
export function asksIndex({ query }: Selection): boolean {
  return query !== undefined;
}

/**
 * The parts of a selection, newest first. Between two instants that it names, a condition on time is met by all articles
 * or by none; the rest is one expression. An article surfaces with the capture it shows, so that its search key tells
 * when it was captured.
 *
 * @param newest The newest capture time in the catalog, from which spans count back.
 */
export function selectionParts({ outletIds, query }: Selection, newest: Date): readonly SelectionPart[] {
  const bounds = query === undefined ? [] : [...new Set(boundsOf(query, newest))].toSorted((a, b) => b - a);
  const starts = [...bounds, Number.NEGATIVE_INFINITY];
  return starts.flatMap((start, index) => {
    const end = starts[index - 1];
    const whole = both([
      outletIds === undefined || either(outletIds.map((outletId) => quoted(outletFacet(outletId)))),
      query === undefined || expressionOf(query, start, newest),
    ]);
    if (whole === false) return [];
    const expression = whole === true ? quoted(everyArticle) : whole;
    return [{ expression, first: firstKey(start), last: end === undefined ? newestKey : firstKey(end) - 1 }];
  });
}

/** A condition on rows of `article`, to stand after WHERE or AND, and the values of its parameters in order. */
export interface SelectionSql {
  readonly where: string;
  readonly values: readonly SQLInputValue[];
}

/**
 * The articles of a selection as a condition on `article`, for statements that look at all of them; SQLite finds the
 * search keys once, not for each row. It finds everything only where the search index is complete.
 */
export function selectionSql(selection: Selection, newest: Date): SelectionSql {
  const { outletIds } = selection;
  if (!asksIndex(selection)) {
    if (outletIds === undefined) return { where: "TRUE", values: [] };
    return { where: `outlet_id IN (${outletIds.map(() => "?").join(", ")})`, values: outletIds };
  }
  const parts = selectionParts(selection, newest);
  if (parts.length === 0) return { where: "FALSE", values: [] };
  const found = parts.map(
    () => `article.place IN (SELECT rowid FROM search WHERE search MATCH ? AND ${liesBetweenKeys})`,
  );
  return {
    where: `(${found.join(" OR ")})`,
    values: parts.flatMap(({ expression, first, last }) => [expression, first, last]),
  };
}

/** @param second A condition on time is decided for this one, and those up to the next bound. */
function expressionOf(query: Query, second: number, newest: Date): Expression {
  switch (query.kind) {
    case "text":
      return textExpression(query);
    case "outlet":
      return quoted(outletFacet(query.outletId));
    case "language":
      return quoted(languageFacet(query.range));
    case "after":
      return second >= secondOf(resolveTimeBound(query.bound, newest));
    case "before":
      return second < secondOf(resolveTimeBound(query.bound, newest));
    case "not":
      return excluding(true, expressionOf(query.query, second, newest));
    case "all":
      return allOf(query.of, second, newest);
    case "any":
      break;
  }
  return either(query.of.map((part) => expressionOf(part, second, newest)));
}

function allOf(parts: readonly Query[], second: number, newest: Date): Expression {
  const wanted = parts.filter(({ kind }) => kind !== "not").map((part) => expressionOf(part, second, newest));
  const unwanted = parts.flatMap((part) => (part.kind === "not" ? [expressionOf(part.query, second, newest)] : []));
  return excluding(both(wanted), either(unwanted));
}

/**
 * A phrase of tokens. Its last token tells that a run ends with a Chinese character, which a phrase does not ask for:
 * the token is left out where the one before it holds the character too, else it may be the beginning of a token.
 */
function textExpression({ field, phrase, isPrefix }: TextQuery): string {
  const tokens = tokensOf(phrase);
  const last = tokens.slice(tokens.lastIndexOf(" ") + 1);
  const column = field === undefined ? "" : `${field} : `;
  if (!endsInHan(phrase)) return `${column}${quoted(tokens)}${isPrefix ? " *" : ""}`;
  const isAlone = phrase === last || phrase.endsWith(` ${last}`);
  return `${column}${quoted(isAlone ? tokens : tokens.slice(0, -last.length - 1))}${isAlone ? " *" : ""}`;
}

function both(parts: readonly Expression[]): Expression {
  if (parts.includes(false)) return false;
  return joined(parts, "AND") ?? true;
}

function either(parts: readonly Expression[]): Expression {
  if (parts.includes(true)) return true;
  return joined(parts, "OR") ?? false;
}

function joined(parts: readonly Expression[], operator: "AND" | "OR"): string | undefined {
  const expressions = parts.filter((part) => typeof part === "string");
  if (expressions.length < 2) return expressions[0];
  return `(${expressions.join(` ${operator} `)})`;
}

/** FTS5 can only exclude from a selection. */
function excluding(wanted: Expression, unwanted: Expression): Expression {
  if (wanted === false || unwanted === true) return false;
  if (unwanted === false) return wanted;
  return `(${wanted === true ? quoted(everyArticle) : wanted} NOT ${unwanted})`;
}

function quoted(tokens: string): string {
  return `"${tokens}"`;
}

function boundsOf(query: Query, newest: Date): readonly number[] {
  switch (query.kind) {
    case "after":
    case "before":
      return [secondOf(resolveTimeBound(query.bound, newest))];
    case "not":
      return boundsOf(query.query, newest);
    case "all":
    case "any":
      return query.of.flatMap((part) => boundsOf(part, newest));
    case "text":
    case "outlet":
    case "language":
      break;
  }
  return [];
}

/** The first whole second that is not before an instant. */
function secondOf(instant: Date): number {
  return Math.ceil(instant.getTime() / 1000);
}

/**
 * The search index holds facets of an article besides its texts, as tokens that no text can give: they begin with a
 * character of private use. So a condition of any kind is one expression of FTS5.
 */
const everyArticle = "\u{e000}";

function outletFacet(outletId: string): string {
  return `\u{e001}${asToken(outletId)}`;
}

/** @param range BCP 47, lower case. */
function languageFacet(range: string): string {
  return `\u{e002}${asToken(range)}`;
}

/** The facets of an article: its language, and everything that its language is a closer definition of. */
export function facetsOf(outletId: string, language: string): string {
  const subtags = language.toLowerCase().split("-");
  const ranges = subtags.map((_subtag, index) => subtags.slice(0, index + 1).join("-"));
  return [everyArticle, outletFacet(outletId), ...ranges.map(languageFacet)].join(" ");
}

/** A character that the tokenizer would fold or part at becomes one of private use. */
function asToken(name: string): string {
  return name.replaceAll(/[^a-z\d]/g, (character) => String.fromCharCode(0xe100 + (character.charCodeAt(0) % 0x1000)));
}
