import fc from "fast-check";
import { MAX_QUERY_LENGTH } from "../../src/model/query.ts";
import { formatQuery } from "../../src/search/canonical-query.ts";
import { parseQuery } from "../../src/search/parse-query.ts";
import { termsOfQuery, timeParts } from "../../src/search/candidates.ts";
import { fuzzTarget, type FuzzTarget } from "./fuzz-target.ts";

const piece = fc.oneof(
  fc.constantFrom(
    "(",
    ")",
    "|",
    "OR",
    "or",
    "AND",
    "NOT",
    "not",
    "-",
    "--",
    "*",
    '"',
    "“",
    "”",
    "「",
    "」",
    "『",
    "』",
    ":",
    "：",
  ),
  fc.constantFrom(
    "title:",
    "body:",
    "author:",
    "section:",
    "outlet:",
    "lang:",
    "after:",
    "before:",
    "tilte:",
    "x:",
    "TITLE：",
    "near(",
  ),
  fc.constantFrom(
    "nyt-zh",
    "zh-Hant",
    "2024-05",
    "30d",
    "99999y",
    "2024-02-30",
    "中国",
    "中國",
    "台",
    "G7峰会",
    "ａ",
    "７",
    "é",
    "ß",
    "İ",
    "ς",
  ),
  fc.constantFrom(
    " ",
    "\u3000",
    "\n",
    "\u200b",
    "\ufe0f",
    "\u0301",
    "\0",
    "\ud800",
    "\udc00",
    "\u202e",
    "\ufeff",
    "'",
    ";",
    "\\",
    "^",
    "{",
    "}",
    "+",
    "NEAR",
    "rowid",
  ),
  fc.string({ unit: "binary", maxLength: 4 }),
  fc.string({ unit: "grapheme", maxLength: 4 }),
);
const text = fc.oneof(
  { weight: 8, arbitrary: fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join("")) },
  { weight: 1, arbitrary: fc.array(piece, { minLength: 100, maxLength: 300 }).map((pieces) => pieces.join("")) },
  { weight: 1, arbitrary: fc.tuple(piece, fc.nat(600)).map(([unit, times]) => unit.repeat(times)) },
);

const newest = new Date("2024-06-10T00:00:00Z");

/** Whatever the text: a mistake within it, or a query that is its own spelling, with no more terms than characters. */
export const queryTarget: FuzzTarget = fuzzTarget("queries", text, [], (input) => {
  const parsed = parseQuery(input);
  if (!parsed.ok) {
    const { at, message } = parsed.mistake;
    if (at < 0 || at > input.length || message === "") throw new Error(`a mistake nowhere: ${message} at ${at}`);
    return;
  }
  const spelling = formatQuery(parsed.value);
  const again = parseQuery(spelling);
  if (!again.ok) throw new Error(`${JSON.stringify(spelling)} is no query: ${again.mistake.message}`);
  if (formatQuery(again.value) !== spelling) throw new Error(`${spelling} becomes ${formatQuery(again.value)}`);
  if (JSON.stringify(again.value) !== JSON.stringify(parsed.value)) throw new Error(`${spelling} means something else`);
  for (const { query } of timeParts(parsed.value, newest)) {
    if (termsOfQuery(query).length > MAX_QUERY_LENGTH) throw new Error(`${spelling} has more terms than characters`);
  }
});
