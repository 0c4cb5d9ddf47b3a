import type { TextQuery } from "../model/query.ts";
import { foldCharacter } from "../lib/text/fold-text.ts";

/** Roles that a folded character can have in a search. */
type Role = "han" | "word" | "nothing" | "separator";

const ideograph = /^[[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Hangul}]&&[\p{L}\p{N}\p{M}]]$/v;
const wordCharacter = /^[\p{L}\p{N}\p{M}]$/u;
const ignorable = /^\p{Default_Ignorable_Code_Point}$/u;
const firstCharacter = /^./su;
const lastCharacter = /.$/su;

/** Roles met so far, of characters of one UTF-16 unit. */
const roles: (Role | undefined)[] = Array.from({ length: 0x1_0000 });

/**
 * Told, in order, each folded character that can be searched for, where it stands in the text, and where a run begins.
 * A run is characters written without spaces, such as Chinese, that stand together, or a word of other letters and
 * digits. All else only parts runs, but for characters that cannot be seen, which are as if they were not there.
 */
export function readRuns(
  text: string,
  visit: (character: string, startsRun: boolean, start: number, end: number) => void,
): void {
  let previous: Role = "separator";
  let index = 0;
  for (const original of text) {
    const start = index;
    index += original.length;
    const character = foldCharacter(original.codePointAt(0) ?? 0);
    const role = roleOf(character);
    if (role === "nothing") continue;
    if (role !== "separator") visit(character, role !== previous, start, index);
    previous = role;
  }
}

/**
 * The runs of a text, folded, with a space before each and one at the end: ` g7 峰会 在 北约 `. A phrase is found in a
 * text exactly if its runs, as `needleOf` writes them, are a substring of the text's.
 */
export function runsOf(text: string): string {
  let runs = "";
  readRuns(text, (character, startsRun) => {
    runs += startsRun ? ` ${character}` : character;
  });
  return `${runs} `;
}

/**
 * A text holds the phrase exactly if its runs, as `runsOf` writes them, hold this. Chinese at either end
 * of a phrase may be part of a longer run; everything else stands whole, and runs stand in the same order in a row.
 */
export function needleOf({ phrase, isPrefix }: TextQuery): string {
  const startsInHan = isHan(firstCharacter.exec(phrase)?.[0] ?? " ");
  return `${startsInHan ? "" : " "}${phrase}${isPrefix || endsInHan(phrase) ? "" : " "}`;
}

/** True for a folded character of those that are written without spaces. */
export function isHan(character: string): boolean {
  return roleOf(character) === "han";
}

/** True where the last of folded characters is one that is written without spaces. */
export function endsInHan(folded: string): boolean {
  return isHan(lastCharacter.exec(folded)?.[0] ?? " ");
}

function roleOf(character: string): Role {
  if (character.length > 1) return newRoleOf(character);
  const unit = character.charCodeAt(0);
  return (roles[unit] ??= newRoleOf(character));
}

function newRoleOf(character: string): Role {
  if (ignorable.test(character)) return "nothing";
  if (ideograph.test(character)) return "han";
  return wordCharacter.test(character) ? "word" : "separator";
}
