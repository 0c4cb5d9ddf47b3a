import { isBlank } from "../text/fold-space.ts";

const raisedSigns = new Map(pairs("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ"));
const loweredSigns = new Map(pairs("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"));
/** Ordinals and abbreviations that are printed high and mean the same in line: 1st, 2e, Mme, Acme™. */
const joined =
  /^(?:st|nd|rd|th|e|er|re|ère|es|ème|nde?|a|o|os|as|de|ste|te|me|mes|mlle|lle|les?|gr|tm|sm|ts|[®™©℠*†‡§¶°ºª′″'"]+)$/iu;
const word = /^[\p{L}\p{N}]$/u;
const expression = /^[\p{L}\p{N}.,+\-−=*/()]{1,20}$/u;
const latin = /^[\p{Script=Latin}\p{Script=Greek}\p{N}]+$/u;
const letterOrClosing = /[\p{L}\p{N})\]]$/u;

/**
 * What `sup` and `sub` hold, in a line of plain text: `10<sup>6</sup>` is 10⁶ and no 106, `CO<sub>2</sub>` is CO₂,
 * `e<sup>kt</sup>` is e^(kt). Ordinals and signs stay as they are, and so does what is no exponent.
 *
 * @param before The text up to it, or the end of that.
 */
export function scriptText(kind: "sup" | "sub", held: string, before: string): string {
  const text = held.trim();
  if (isBlank(text) || (kind === "sup" && joined.test(text))) return held;
  const signs = kind === "sup" ? raisedSigns : loweredSigns;
  const characters = Array.from(text);
  const hasDigit = /\d/.test(text);
  if (characters.every((character) => signs.has(character)) && (hasDigit || letterOrClosing.test(before))) {
    return characters.map((character) => signs.get(character)).join("");
  }
  if (!expression.test(text) || !/[\p{Script=Latin}\p{Script=Greek}\p{N}]/u.test(text)) return held;
  if (!letterOrClosing.test(before)) return held;
  const mark = kind === "sup" ? "^" : "_";
  return word.test(text) || (kind === "sub" && latin.test(text)) ? mark + text : `${mark}(${text})`;
}

function pairs(from: string, to: string): [string, string][] {
  const signs = Array.from(to);
  return Array.from(from).map((character, index) => [character, signs[index] ?? character]);
}
