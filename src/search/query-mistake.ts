import stringWidth from "string-width";

/** Why a text is no query, for the person who wrote it. */
export interface QueryMistake {
  /** What is wrong, and what would be right, in sentences. */
  readonly message: string;
  /** Where in the text, in UTF-16 units; the text's length where something is missing at its end. */
  readonly at: number;
}

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly mistake: QueryMistake };

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function mistaken(message: string, at: number): Parsed<never> {
  return { ok: false, mistake: { message, at } };
}

/** A long query is shown this far to either side of the mistake, in UTF-16 units. */
const CONTEXT = 60;

const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Two lines for a terminal or a `pre`: the query, and a caret below the mistake. A Chinese character is two wide. */
export function showMistake(text: string, { at }: QueryMistake): string {
  const before = oneLine(text.slice(Math.max(0, at - CONTEXT), at));
  const after = oneLine(text.slice(at, at + CONTEXT));
  const start = at > CONTEXT ? `…${before}` : before;
  const end = at + CONTEXT < text.length ? "…" : "";
  return `${start}${after}${end}\n${" ".repeat(stringWidth(start))}^`;
}

/** Half a character, as cutting leaves it, and characters that cannot be seen become spaces. */
function oneLine(text: string): string {
  return text.replaceAll(unprintable, " ");
}
