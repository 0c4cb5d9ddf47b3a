import { foldCharacter } from "./fold-character.ts";
import { parseCondition } from "./parse-condition.ts";
import type { Query } from "./query.ts";
import { parsed, type Parsed } from "./query-mistake.ts";
import { readTerm } from "./read-term.ts";

export type QueryToken =
  | { readonly kind: "(" | ")" | "AND" | "OR" | "NOT"; readonly at: number }
  | { readonly kind: "condition"; readonly query: Query; readonly at: number };

/** White space, and characters that cannot be seen. */
const blank = /[\s\p{Default_Ignorable_Code_Point}]+/uy;
/** A hyphen excludes what it touches; elsewhere it is text. The words are signs only where they stand alone. */
const sign = /[()]|\|+|-(?=[^\s|)-])|(?:and|or|not)(?![^\s()|"「『])/y;
const kinds: Readonly<Record<string, "(" | ")" | "AND" | "NOT">> = {
  "(": "(",
  ")": ")",
  and: "AND",
  not: "NOT",
  "-": "NOT",
};
const curlyQuotes: ReadonlySet<string> = new Set(["“", "”", "„", "‟"]);

/** The signs and conditions of a query, in order. */
export function readQueryTokens(text: string): Parsed<readonly QueryToken[]> {
  const plain = plainSpelling(text);
  const tokens: QueryToken[] = [];
  let at = 0;
  while (at < plain.length) {
    blank.lastIndex = sign.lastIndex = at;
    const [space] = blank.exec(plain) ?? [];
    const [mark] = sign.exec(plain) ?? [];
    if (space !== undefined) {
      at += space.length;
    } else if (mark !== undefined) {
      tokens.push({ kind: kinds[mark] ?? "OR", at });
      at += mark.length;
    } else {
      const term = readTerm(text, plain, at);
      if (!term.ok) return term;
      const condition = parseCondition(term.value);
      if (!condition.ok) return condition;
      if (condition.value !== undefined) tokens.push({ kind: "condition", query: condition.value, at });
      at = term.value.end;
    }
  }
  return parsed(tokens);
}

/** The text in half-width and lower-case form, with straight quotation marks, and every character where it was. */
function plainSpelling(text: string): string {
  let plain = "";
  for (const character of text) {
    const folded = foldCharacter(character.codePointAt(0) ?? 0);
    if (curlyQuotes.has(folded)) plain += '"';
    else plain += folded.length === character.length ? folded : character;
  }
  return plain;
}
