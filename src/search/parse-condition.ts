import { nearestWord } from "../lib/text/nearest-word.ts";
import { foldText } from "./fold-text.ts";
import type { Query, TextField } from "./query.ts";
import { mistaken, parsed, type Parsed } from "./query-mistake.ts";
import { endsInHan, runsOf } from "./runs.ts";
import { parseTimeBound } from "./time-bound.ts";

/** One condition as it is written: `title:put*`. */
export interface WrittenTerm {
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

const outletId = /^[a-z0-9][a-z0-9-]*$/;
const languageRange = /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/;

export const fieldNames: readonly string[] = [
  "title",
  "body",
  "author",
  "section",
  "outlet",
  "lang",
  "after",
  "before",
];

/** The condition a term states; undefined for a bare one without a letter or digit, such as a lone dash. */
export function parseCondition(term: WrittenTerm): Parsed<Query | undefined> {
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
      if (outletId.test(folded)) return parsed({ kind: "outlet", outletId: folded });
      return mistaken("outlet: takes the id of an outlet, such as nyt-zh.", valueAt);
    case "lang":
      if (languageRange.test(folded)) return parsed({ kind: "language", range: folded });
      return mistaken("lang: takes a language tag, such as zh, zh-Hant or en.", valueAt);
    case "after":
    case "before": {
      const bound = parseTimeBound(value);
      if (bound !== undefined) return parsed({ kind: field, bound });
      return mistaken(`${field}: takes a date (2024, 2024-05, 2024-05-02) or a span (30d, 2w, 6m, 1y).`, valueAt);
    }
    default:
      return mistaken(unknownField(field), term.at);
  }
}

function parseText(term: WrittenTerm, field: TextField | undefined): Parsed<Query | undefined> {
  const { value, isQuoted, hasStar, valueAt } = term;
  const phrase = runsOf(value).trim();
  if (phrase === "") {
    if (isQuoted) return mistaken("There is no letter or digit between these quotation marks.", valueAt);
    if (hasStar) return mistaken("A * stands for the rest of a word, and must follow its beginning.", valueAt);
    return field === undefined ? parsed(undefined) : mistaken(`${field}: takes a word or a quoted phrase.`, valueAt);
  }
  const isPrefix = hasStar && !endsInHan(phrase);
  return parsed({ kind: "text", ...(field !== undefined && { field }), phrase, isPrefix });
}

function unknownField(field: string): string {
  const meant = nearestWord(field, fieldNames);
  const known = meant === undefined ? `The fields are ${fieldNames.join(", ")}.` : `Did you mean ${meant}:?`;
  return `There is no field ${field}:. ${known} To search for it as text, put it between quotation marks.`;
}
