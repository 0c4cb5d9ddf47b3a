import { isGraphemeStart } from "./cut-graphemes.ts";

/** The end of a Chinese or a Latin sentence, with the quotation marks and brackets that close after it. */
const sentenceEnd = /[。！？!?…][”’」』）)"]*|\.[”’)"]*(?= |$)/g;
const clauseEnd = /[，、；：,;:]| /g;
const trailingMark = /[，、；：,;: ]$/;

/**
 * The text, or if it is longer than `max`, its beginning: cut after the last sentence that ends between `min` and
 * `max`, else, with an ellipsis, after a clause or a word, else after a grapheme. Lengths are in UTF-16 units.
 */
export function cutAtSentence(text: string, min: number, max: number): string {
  if (text.length <= max) return text;
  const whole = lastCut(text, sentenceEnd, min, max);
  if (whole !== undefined) return text.slice(0, whole);
  const clause = lastCut(text, clauseEnd, min, max - 1);
  if (clause !== undefined) return `${text.slice(0, clause).replace(trailingMark, "")}…`;
  let end = max - 1;
  while (end > 0 && !isGraphemeStart(text, end)) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}

/** The last place between `min` and `max` that `pattern` ends at and that parts two graphemes. */
function lastCut(text: string, pattern: RegExp, min: number, max: number): number | undefined {
  const cuts = [...text.slice(0, max + 1).matchAll(pattern)].map((match) => match.index + match[0].length);
  return cuts.findLast((end) => end >= min && end <= max && isGraphemeStart(text, end));
}
