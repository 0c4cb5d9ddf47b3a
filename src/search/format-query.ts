import type { Query, TextQuery, TimeBound } from "./query.ts";

/** Words that mean something else where they stand alone and unquoted. */
const operators: ReadonlySet<string> = new Set(["and", "or", "not"]);

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
