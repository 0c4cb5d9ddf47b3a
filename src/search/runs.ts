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
  let end = 0;
  for (let start = 0; start < text.length; start = end) {
    const codePoint = text.codePointAt(start) ?? 0;
    end = start + (codePoint > 0xffff ? 2 : 1);
    const character = foldCharacter(codePoint);
    const role = roleOf(character);
    if (role === "nothing") continue;
    if (role !== "separator") visit(character, role !== previous, start, end);
    previous = role;
  }
}

/** What becomes of a UTF-16 unit in runs: left out, a place where runs part, a character of a word or of Chinese. */
const NOT_MET = 0;
const NOTHING = 1;
const SEPARATOR = 2;
const WORD = 3;
const HAN = 4;
/** Half of a character of two units, or one that folds into such a character: looked at as a character. */
const PART = 5;
const kinds = new Uint8Array(0x1_0000);
const foldedUnits = new Uint16Array(0x1_0000);
const kindsOfRoles: Readonly<Record<Role, number>> = { nothing: NOTHING, separator: SEPARATOR, word: WORD, han: HAN };

/** Grows with the longest text of a usual length; a longer one gets a buffer of its own. */
let buffer = new Uint16Array(0x1_0000);
const MAX_KEPT_UNITS = 0x10_0000;

/**
 * The runs of a text, folded, with a space before each and one at the end: ` g7 峰会 在 北约 `. A phrase is found in a
 * text exactly if its runs, as `needleOf` writes them, are a substring of the text's.
 */
export function runsOf(text: string): string {
  // At worst, a space before each character and one at the end. This is the loop that ingest and search spend most on.
  const needed = 2 * text.length + 1;
  const runs = needed <= buffer.length ? buffer : new Uint16Array(needed);
  if (runs !== buffer && needed <= MAX_KEPT_UNITS) buffer = runs;
  let length = 0;
  let previous = SEPARATOR;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    let kind = kinds[unit] ?? NOT_MET;
    if (kind === NOT_MET) kind = meet(unit);
    if (kind === PART) {
      const codePoint = text.codePointAt(index) ?? unit;
      if (codePoint > 0xffff) index++;
      const character = foldCharacter(codePoint);
      kind = kindsOfRoles[roleOf(character)];
      if (kind === NOTHING) continue;
      if (kind !== SEPARATOR) {
        if (kind !== previous) runs[length++] = 0x20;
        for (let part = 0; part < character.length; part++) runs[length++] = character.charCodeAt(part);
      }
      previous = kind;
      continue;
    }
    if (kind === NOTHING) continue;
    if (kind !== SEPARATOR) {
      if (kind !== previous) runs[length++] = 0x20;
      runs[length++] = foldedUnits[unit] ?? unit;
    }
    previous = kind;
  }
  runs[length++] = 0x20;
  return Buffer.from(runs.buffer, runs.byteOffset, 2 * length).toString("utf16le");
}

/** Notes the kind of a unit that is met first, and its fold. */
function meet(unit: number): number {
  const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
  const character = isSurrogate ? "" : foldCharacter(unit);
  const kind = character.length === 1 ? kindsOfRoles[roleOf(character)] : PART;
  kinds[unit] = kind;
  if (kind !== PART) foldedUnits[unit] = character.charCodeAt(0);
  return kind;
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
  // Nearly all characters of Chinese texts: to ask a pattern takes far longer.
  if (character >= "\u4e00" && character <= "\u9fff") return "han";
  if (ignorable.test(character)) return "nothing";
  if (ideograph.test(character)) return "han";
  return wordCharacter.test(character) ? "word" : "separator";
}
