import { foldText } from "../lib/text/fold-text.ts";

/** A term as a number of 20 bits: few terms share one, and no text can be read from it. */
export type Term = number;

const run = /(\p{Script=Han}+)|[[\p{L}\p{N}]--\p{Script=Han}]+/gv;

/**
 * The terms of a text, in its order: each pair of neighboring Chinese characters, and each word of other letters and
 * digits. Both scripts and letter cases of a term are one.
 */
export function termsOf(text: string): readonly string[] {
  const terms: string[] = [];
  for (const [found, chinese] of foldText(text).matchAll(run)) {
    if (chinese === undefined) terms.push(found);
    else addPairs(terms, chinese);
  }
  return terms;
}

function addPairs(terms: string[], chinese: string): void {
  let previous = "";
  for (const character of chinese) {
    if (previous !== "") terms.push(previous + character);
    previous = character;
  }
}

/** Terms that there are at most. */
export const TERMS = 2 ** 20;

/** FNV-1a of a term's UTF-16 units, folded into 20 bits. */
export function numberOf(term: string): Term {
  let hash = 0x811c9dc5;
  for (let index = 0; index < term.length; index++) hash = Math.imul(hash ^ term.charCodeAt(index), 0x01000193);
  return ((hash >>> 20) ^ hash) & (TERMS - 1);
}
