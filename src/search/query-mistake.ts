import type stringWidth from "string-width";
import { load } from "../lib/load.ts";
import { englishMistakes, type MistakenValue, type QueryMistakeCode } from "../model/query-mistake.ts";
import type { Result } from "../model/result.ts";

/** Why a text is no query, for the person who wrote it. */
export interface QueryMistake extends MistakenValue {
  readonly code: QueryMistakeCode;
  /** What is wrong, and what would be right, in English. */
  readonly message: string;
  /** Where in the text, in UTF-16 units; the text's length where something is missing at its end. */
  readonly at: number;
}

export type Parsed<T> = Result<T, { readonly mistake: QueryMistake }>;

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** @param about What the sentence names: a value alone, or with what was meant. */
export function mistaken(
  code: QueryMistakeCode,
  at: number,
  about: string | number | MistakenValue = "",
): Parsed<never> {
  return { ok: false, mistake: queryMistake(code, at, about) };
}

export function queryMistake(code: QueryMistakeCode, at: number, about: string | number | MistakenValue): QueryMistake {
  const named = typeof about === "object" ? about : { value: String(about) };
  return { code, ...named, message: englishMistakes[code](named), at };
}

/** A long query is shown this far to either side of the mistake, in UTF-16 units. */
const CONTEXT = 60;

const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Two lines for a terminal or a `pre`: the query, and a caret below the mistake. A Chinese character is two wide. */
export function showMistake(text: string, { at }: QueryMistake): string {
  // Loaded here and not at the top of the file: it takes 20 ms, and most processes meet no mistake.
  const { default: width }: { default: typeof stringWidth } = load("string-width");
  const before = oneLine(text.slice(Math.max(0, at - CONTEXT), at));
  const after = oneLine(text.slice(at, at + CONTEXT));
  const start = at > CONTEXT ? `…${before}` : before;
  const end = at + CONTEXT < text.length ? "…" : "";
  return `${start}${after}${end}\n${" ".repeat(width(start))}^`;
}

/** Half a character, as cutting leaves it, and characters that cannot be seen become spaces. */
function oneLine(text: string): string {
  return text.replaceAll(unprintable, " ");
}
