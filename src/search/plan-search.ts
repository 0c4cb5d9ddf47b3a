import type { Selection, SelectionCondition } from "../model/selection.ts";
import { matchExpression } from "./match-expression.ts";
import { all, any, type GroupQuery, type Query } from "./query.ts";
import { resolveTimeBound } from "./time-bound.ts";

/** What a query asks for, as the catalog selects it; which outlets it is about besides is the caller's to add. */
export type SearchPlan = Omit<Selection, "outletIds">;

/**
 * The plan of a query. As much as possible is one FTS5 expression.
 *
 * @param newest The newest capture time in the catalog, from which spans count back.
 */
export function planSearch(query: Query, newest: Date): SearchPlan {
  const condition = conditionOf(query, newest);
  if (condition.kind === "match") return { match: condition.expression };
  if (condition.kind !== "all") return { condition };
  const [match, ...others] = condition.of;
  if (match?.kind !== "match") return { condition };
  const [other, ...more] = others;
  if (other === undefined) return { match: match.expression };
  return { match: match.expression, condition: more.length === 0 ? other : { kind: "all", of: others } };
}

function conditionOf(query: Query, newest: Date): SelectionCondition {
  const expression = matchExpression(query);
  if (expression !== undefined) return { kind: "match", expression };
  switch (query.kind) {
    case "text":
      throw new Error("every text has an expression");
    case "outlet":
    case "language":
      return query;
    case "after":
    case "before":
      return { kind: query.kind, instant: resolveTimeBound(query.bound, newest) };
    case "not":
      return { kind: "not", condition: conditionOf(query.query, newest) };
    case "all":
    case "any":
      break;
  }
  return groupCondition(query, newest);
}

/** The texts as one expression, before all else. Only an `all` that asks for texts excludes texts by expression. */
function groupCondition({ kind, of }: GroupQuery, newest: Date): SelectionCondition {
  const wanted = of.filter(isText);
  const canExclude = kind === "all" && wanted.length > 0;
  const unwanted = of.filter((part) => canExclude && part.kind === "not" && isText(part.query));
  const texts = [...wanted, ...unwanted];
  const others = of.filter((part) => !texts.includes(part)).map((part) => conditionOf(part, newest));
  if (texts.length === 0) return { kind, of: others };
  const text = conditionOf(kind === "all" ? all(texts) : any(texts), newest);
  return { kind, of: [text, ...others] };
}

function isText(query: Query): boolean {
  return matchExpression(query) !== undefined;
}
