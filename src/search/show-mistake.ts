import stringWidth from "string-width";
import type { QueryMistake } from "./query-mistake.ts";

/** What is shown of a long query to either side of the mistake, in UTF-16 units. */
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

/** Half a character, as cutting leaves it, and what cannot be seen become spaces. */
function oneLine(text: string): string {
  return text.replaceAll(unprintable, " ");
}
