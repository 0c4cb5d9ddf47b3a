import { scriptPairs } from "./script-pairs.ts";

const scriptForms = readPairs(scriptPairs);

/** Folds met so far, of code points below 0x10000: to fold a character again costs many times as much. */
const folds: (string | undefined)[] = Array.from({ length: 0x1_0000 });

/** The text with every character folded by itself, so that `foldText(a + b)` is `foldText(a) + foldText(b)`. */
export function foldText(text: string): string {
  let folded = "";
  for (const character of text) folded += foldCharacter(character.codePointAt(0) ?? 0);
  return folded;
}

/**
 * The one character that stands for a character, its full-width or half-width form, its other case, and its
 * Simplified, Traditional or regional forms. One code point becomes one code point, and folding again changes nothing.
 */
export function foldCharacter(codePoint: number): string {
  const known = folds[codePoint];
  if (known !== undefined) return known;
  const character = lowerCase(compatible(String.fromCodePoint(codePoint)));
  const fold = scriptForms.get(character) ?? character;
  if (codePoint < folds.length) folds[codePoint] = fold;
  return fold;
}

/** The compatibility form (UAX #15), where that is one code point: `Ａ` is `A`, but `℃` stays itself. */
function compatible(character: string): string {
  const form = character.normalize("NFKC");
  return isOne(form) ? form : character;
}

/** By way of the upper case, so that `ς` meets `σ`; of `İ`, which becomes two code points, the first. */
function lowerCase(character: string): string {
  const upper = character.toUpperCase();
  const [lower = character] = (isOne(upper) ? upper : character).toLowerCase();
  return lower;
}

function isOne(text: string): boolean {
  return text.length === ((text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1);
}

function readPairs(pairs: string): ReadonlyMap<string, string> {
  const characters = Array.from(pairs);
  const forms = new Map<string, string>();
  for (let index = 0; index < characters.length; index += 2) {
    forms.set(characters[index] ?? "", characters[index + 1] ?? "");
  }
  return forms;
}
