import { tokensOf } from "./index-text.ts";
import type { GroupQuery, Query, TextQuery } from "./query.ts";
import { endsInHan } from "./runs.ts";

/**
 * The FTS5 expression (SQLite FTS5 §3) that selects what a query does from a table whose columns `title`, `body`,
 * `author` and `section` hold what `indexText` gives. Undefined for a query that asks for anything but text, and for
 * one that would select every article without some text: FTS5 can exclude only from a selection.
 */
export function matchExpression(query: Query): string | undefined {
  switch (query.kind) {
    case "text":
      return phraseExpression(query);
    case "all":
      return allExpression(query);
    case "any":
      return joined(query.of.map(matchExpression), "OR");
    case "not":
    case "outlet":
    case "language":
    case "after":
    case "before":
      break;
  }
  return undefined;
}

function allExpression(query: GroupQuery): string | undefined {
  const wanted = joined(query.of.filter(({ kind }) => kind !== "not").map(matchExpression), "AND");
  const unwanted = query.of.flatMap((part) => (part.kind === "not" ? [matchExpression(part.query)] : []));
  if (wanted === undefined || unwanted.length === 0) return wanted;
  const excluded = joined(unwanted, "OR");
  return excluded === undefined ? undefined : `(${wanted} NOT ${excluded})`;
}

/** Parts joined and held together; undefined where there are none, or one of them cannot be expressed. */
function joined(parts: readonly (string | undefined)[], operator: "AND" | "OR"): string | undefined {
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  return parts.length === 1 ? parts[0] : `(${parts.join(` ${operator} `)})`;
}

/**
 * A phrase of tokens. Its last token tells that a run ends with a Chinese character, which a phrase does not ask for:
 * the token is left out where the one before it holds the character too, else it may be the beginning of a token.
 */
function phraseExpression({ field, phrase, isPrefix }: TextQuery): string {
  const tokens = tokensOf(phrase);
  const last = tokens.slice(tokens.lastIndexOf(" ") + 1);
  const column = field === undefined ? "" : `${field} : `;
  if (!endsInHan(phrase)) return `${column}"${tokens}"${isPrefix ? " *" : ""}`;
  const isAlone = phrase === last || phrase.endsWith(` ${last}`);
  return `${column}"${isAlone ? tokens : tokens.slice(0, -last.length - 1)}"${isAlone ? " *" : ""}`;
}
