import { matchExpression } from "./match-expression.ts";
import { all, any, type GroupQuery, type Query } from "./query.ts";
import { resolveTimeBound } from "./time-bound.ts";

/** How to select what a query asks for, from an index of texts and a table of articles. */
export interface SearchPlan {
  /** FTS5 expression every selected article matches. Absent where the texts alone do not narrow the selection. */
  readonly match?: string;
  /** What else must hold; absent where nothing must. */
  readonly condition?: SearchCondition;
}

export type SearchCondition =
  | { readonly kind: "match"; readonly expression: string }
  | { readonly kind: "outlet"; readonly outletId: string }
  /** The language's tag, in lower case, is the range or begins with it and a hyphen. */
  | { readonly kind: "language"; readonly range: string }
  /** Captured at the instant or later. */
  | { readonly kind: "after"; readonly instant: Date }
  /** Captured earlier than the instant. */
  | { readonly kind: "before"; readonly instant: Date }
  | { readonly kind: "not"; readonly condition: SearchCondition }
  /** At least two. */
  | { readonly kind: "all" | "any"; readonly of: readonly SearchCondition[] };

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

function conditionOf(query: Query, newest: Date): SearchCondition {
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
function groupCondition({ kind, of }: GroupQuery, newest: Date): SearchCondition {
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
