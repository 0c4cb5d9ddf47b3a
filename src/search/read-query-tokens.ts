import { nearestWord } from "../lib/text/nearest-word.ts";
import type { Outlet } from "../model/outlet.ts";
import { queryFields } from "../model/query-mistake.ts";
import type { Query, TextField } from "../model/query.ts";
import { any } from "./canonical-query.ts";
import { foldCharacter, foldText } from "../lib/text/fold-text.ts";
import { mistaken, parsed, type Parsed } from "./query-mistake.ts";
import { endsInHan, runsOf } from "./runs.ts";
import { parseTimeBound } from "./time-bound.ts";

export type QueryToken =
  | { readonly kind: "(" | ")" | "AND" | "OR" | "NOT"; readonly at: number }
  | { readonly kind: "condition"; readonly query: Query; readonly at: number };

/** One condition as it is written: `title:put*`. */
interface WrittenTerm {
  /** Folded, without the colon. */
  readonly field?: string;
  readonly value: string;
  readonly isQuoted: boolean;
  /** Whether a `*` follows. */
  readonly hasStar: boolean;
  /** Where the term and its value begin. */
  readonly at: number;
  readonly valueAt: number;
}

/** An outlet as a query names it. */
export type NamedOutlet = Pick<Outlet, "id" | "name">;

/** White space, characters that cannot be seen, and commas: words with one between them must both be found. */
const blank = /[\s,、\p{Default_Ignorable_Code_Point}]+/uy;
/** A hyphen excludes what it touches; elsewhere it is text. The words are signs only where they stand alone. */
const sign = /[()]|\|+|-(?=[^\s|)-])|(?:and|or|not)(?![^\s,、()|"「『])/y;
const kinds: Readonly<Record<string, "(" | ")" | "AND" | "NOT">> = {
  "(": "(",
  ")": ")",
  and: "AND",
  not: "NOT",
  "-": "NOT",
};
const curlyQuotes: ReadonlySet<string> = new Set(["“", "”", "„", "‟"]);

const fieldName = /([a-z]+):(\s*)/y;
const quoted = /"[^"]*"?|「[^」]*」?|『[^』]*』?/y;
const closed = /^["「『][^]*["」』]$/;
/** A comma between digits is part of a number. */
const bare = /(?:[^\s,、()|"「『]|(?<=\d),(?=\d))+/y;

const outletId = /^[a-z0-9][a-z0-9-]*$/;
const languageRange = /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/;

/** The signs and conditions of a query, in order. */
export function readQueryTokens(text: string, outlets: readonly NamedOutlet[]): Parsed<readonly QueryToken[]> {
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
      const condition = parseCondition(term.value, outlets);
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

/**
 * The term that begins at an index, and where it ends.
 *
 * @param plain The same text as `plainSpelling` gives it: signs are looked for here.
 */
function readTerm(text: string, plain: string, at: number): Parsed<WrittenTerm & { readonly end: number }> {
  const [opening = "", name = "", gap = ""] = matchAt(fieldName, plain, at) ?? [];
  const touchesValue = gap === "" && at + opening.length < plain.length;
  const isField = queryFields.includes(name) || (name !== "" && touchesValue);
  const valueAt = isField ? at + opening.length : at;
  const field = isField ? { field: name } : {};

  const [quotation] = matchAt(quoted, plain, valueAt) ?? [];
  if (quotation !== undefined) {
    if (!closed.test(quotation)) return mistaken("quotation-not-closed", valueAt);
    const end = valueAt + quotation.length;
    const hasStar = plain[end] === "*";
    const value = text.slice(valueAt + 1, end - 1);
    return parsed({ ...field, value, isQuoted: true, hasStar, at, valueAt, end: hasStar ? end + 1 : end });
  }

  const [word = ""] = matchAt(bare, plain, valueAt) ?? [];
  const end = valueAt + word.length;
  const star = word.indexOf("*");
  if (star >= 0 && star < word.length - 1) return mistaken("star-inside", valueAt + star);
  const value = text.slice(valueAt, star < 0 ? end : end - 1);
  return parsed({ ...field, value, isQuoted: false, hasStar: star >= 0, at, valueAt, end });
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** The condition a term states; undefined for a bare one without a letter or digit, such as a lone dash. */
function parseCondition(term: WrittenTerm, outlets: readonly NamedOutlet[]): Parsed<Query | undefined> {
  const { field, hasStar, valueAt } = term;
  const value = hasStar ? `${term.value}*` : term.value;
  const folded = foldText(value);
  switch (field) {
    case undefined:
    case "title":
    case "body":
    case "author":
    case "section":
      return parseText(term, field);
    case "outlet":
      return parseOutlet(folded, outlets, valueAt);
    case "lang":
      if (languageRange.test(folded)) return parsed({ kind: "language", range: folded });
      return mistaken("no-language", valueAt);
    case "after":
    case "before": {
      const bound = parseTimeBound(value);
      if (bound !== undefined) return parsed({ kind: field, bound });
      return mistaken("no-time", valueAt, field);
    }
    default:
      return mistaken("no-field", term.at, { value: field, meant: nearestWord(field, queryFields) });
  }
}

/** The outlet of an id, else those with the value in their names. An id that is none today is a condition all the same: feeds are asked for by it. */
function parseOutlet(folded: string, outlets: readonly NamedOutlet[], at: number): Parsed<Query> {
  const isKnown = outlets.some(({ id }) => id === folded);
  const named = isKnown || folded === "" ? [] : outlets.filter(({ name }) => foldText(name).includes(folded));
  if (named.length > 0) return parsed(any(named.map(({ id }) => ({ kind: "outlet", outletId: id }))));
  if (outletId.test(folded)) return parsed({ kind: "outlet", outletId: folded });
  return mistaken("no-outlet", at, folded);
}

function parseText(term: WrittenTerm, field: TextField | undefined): Parsed<Query | undefined> {
  const { value, isQuoted, hasStar, valueAt } = term;
  const phrase = runsOf(value).trim();
  if (phrase === "") {
    if (isQuoted) return mistaken("empty-quotation", valueAt);
    if (hasStar) return mistaken("star-alone", valueAt);
    return field === undefined ? parsed(undefined) : mistaken("no-value", valueAt, field);
  }
  const isPrefix = hasStar && !endsInHan(phrase);
  return parsed({ kind: "text", ...(field !== undefined && { field }), phrase, isPrefix });
}
