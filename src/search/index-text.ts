import { isHan, runsOf } from "./runs.ts";

/** Raised whenever some text comes to be indexed differently: an index made under another number is made anew. */
export const INDEX_TEXT_VERSION = 1;

/**
 * A text as its index takes it: tokens parted by spaces. A word is one token; a run of Chinese is a token for each
 * character, made of it and the next, or of it alone where the run ends: `G7峰会` is `g7 峰会 会`. No token holds an
 * ASCII character but lower-case letters and digits, so that FTS5's `ascii` tokenizer keeps each whole and unchanged.
 */
export function indexText(text: string): string {
  return tokensOf(runsOf(text));
}

/** The tokens of runs as `runsOf` writes them. */
export function tokensOf(runs: string): string {
  let tokens = "";
  let followsHan = false;
  for (const character of runs) {
    const isHanToo = isHan(character);
    tokens += followsHan && isHanToo ? `${character} ${character}` : character;
    followsHan = isHanToo;
  }
  return tokens.trim();
}
