import type { GroupQuery, Query, TextQuery, TimeBound } from "../model/query.ts";

/** Words that mean something else where they stand alone and unquoted. */
const operators: ReadonlySet<string> = new Set(["and", "or", "not"]);

/** The articles that meet every condition, in canonical form. */
export function all(queries: readonly Query[]): Query {
  return group("all", queries);
}

/** The articles that meet one of the conditions, in canonical form. */
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

/** The one spelling of a query: `parseQuery` makes the same query of it. */
export function formatQuery(query: Query): string {
  switch (query.kind) {
    case "text":
      return formatText(query);
    case "outlet":
      return `outlet:${query.outletId}`;
    case "language":
      return `lang:${query.range}`;
    case "after":
    case "before":
      return `${query.kind}:${formatBound(query.bound)}`;
    case "not":
      return `-${isGroup(query.query) ? parenthesized(query.query) : formatQuery(query.query)}`;
    case "all":
      return query.of.map((part) => (part.kind === "any" ? parenthesized(part) : formatQuery(part))).join(" ");
    case "any":
      break;
  }
  return query.of.map(formatQuery).join(" OR ");
}

function isGroup(query: Query): boolean {
  return query.kind === "all" || query.kind === "any";
}

function parenthesized(query: Query): string {
  return `(${formatQuery(query)})`;
}

function formatText({ field, phrase, isPrefix }: TextQuery): string {
  const isQuoted = phrase.includes(" ") || operators.has(phrase);
  return `${field === undefined ? "" : `${field}:`}${isQuoted ? `"${phrase}"` : phrase}${isPrefix ? "*" : ""}`;
}

function formatBound(bound: TimeBound): string {
  if ("day" in bound) return bound.day;
  return "daysBack" in bound ? `${bound.daysBack}d` : `${bound.monthsBack}m`;
}
