import { foldCharacter } from "./fold-character.ts";

/** The text with every character folded by itself, so that `foldText(a + b)` is `foldText(a) + foldText(b)`. */
export function foldText(text: string): string {
  let folded = "";
  for (const character of text) folded += foldCharacter(character.codePointAt(0) ?? 0);
  return folded;
}
