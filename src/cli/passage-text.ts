import { styleText } from "node:util";
import { printable } from "../lib/text/printable.ts";
import type { Passage } from "../search/passages.ts";

/** A passage as one line, with what was searched for in bold where the output is a terminal. */
export function passageText({ text, isCutBefore, isCutAfter, ranges }: Passage): string {
  let line = isCutBefore ? "…" : "";
  let end = 0;
  for (const range of ranges) {
    line += printable(text.slice(end, range.start)) + styleText("bold", printable(text.slice(range.start, range.end)));
    ({ end } = range);
  }
  return line + printable(text.slice(end)) + (isCutAfter ? "…" : "");
}
