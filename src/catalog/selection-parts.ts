import type { Selection, SelectionCondition } from "../model/selection.ts";
import { everyArticle, languageFacet, outletFacet } from "./facets.ts";
import { firstPlace, newestPlace } from "./place.ts";

/** Articles of one stretch of time that the search index finds by one expression. */
export interface SelectionPart {
  /** FTS5. */
  readonly expression: string;
  /** Places, both included. */
  readonly first: number;
  readonly last: number;
}

/** An FTS5 expression; or whether every article meets a condition, or none. */
type Expression = string | boolean;

/**
 * What a selection asks of the search index, newest first. Between two instants that it names, a condition on time is
 * met by all articles or by none; what is left is one expression. An article surfaces with the capture it shows, so
 * that its place tells when it was captured.
 */
export function selectionParts({ outletIds, match, condition }: Selection): readonly SelectionPart[] {
  const bounds = condition === undefined ? [] : [...new Set(boundsOf(condition))].toSorted((a, b) => b - a);
  const starts = [...bounds, Number.NEGATIVE_INFINITY];
  return starts.flatMap((start, index) => {
    const end = starts[index - 1];
    const whole = both([
      outletIds === undefined || either(outletIds.map((outletId) => phrase(outletFacet(outletId)))),
      match ?? true,
      condition === undefined || expressionOf(condition, start),
    ]);
    if (whole === false) return [];
    const expression = whole === true ? phrase(everyArticle) : whole;
    return [{ expression, first: firstPlace(start), last: end === undefined ? newestPlace : firstPlace(end) - 1 }];
  });
}

/** @param second Whether a condition on time is met is decided for this one, and those up to the next bound. */
function expressionOf(condition: SelectionCondition, second: number): Expression {
  switch (condition.kind) {
    case "match":
      return condition.expression;
    case "outlet":
      return phrase(outletFacet(condition.outletId));
    case "language":
      return phrase(languageFacet(condition.range));
    case "after":
      return second >= boundOf(condition.instant);
    case "before":
      return second < boundOf(condition.instant);
    case "not":
      return not(expressionOf(condition.condition, second));
    case "all":
      return both(condition.of.map((part) => expressionOf(part, second)));
    case "any":
      break;
  }
  return either(condition.of.map((part) => expressionOf(part, second)));
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
function not(part: Expression): Expression {
  return typeof part === "string" ? `(${phrase(everyArticle)} NOT ${part})` : !part;
}

function phrase(token: string): string {
  return `"${token}"`;
}

function boundsOf(condition: SelectionCondition): readonly number[] {
  switch (condition.kind) {
    case "after":
    case "before":
      return [boundOf(condition.instant)];
    case "not":
      return boundsOf(condition.condition);
    case "all":
    case "any":
      return condition.of.flatMap(boundsOf);
    case "match":
    case "outlet":
    case "language":
      break;
  }
  return [];
}

/** The first whole second that is not before an instant. */
function boundOf(instant: Date): number {
  return Math.ceil(instant.getTime() / 1000);
}
