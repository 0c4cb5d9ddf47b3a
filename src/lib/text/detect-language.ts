import type * as francMin from "franc-min";
import { load } from "../load.ts";

/** Scripts that one language of news is written in, each with its BCP 47 tag. Of shared ones, letters that one language alone has. */
const languagesByScript: readonly (readonly [tag: string, letters: RegExp])[] = [
  ["ko", /\p{Script=Hangul}/gu],
  ["he", /\p{Script=Hebrew}/gu],
  ["el", /\p{Script=Greek}/gu],
  ["th", /\p{Script=Thai}/gu],
  ["lo", /\p{Script=Lao}/gu],
  ["km", /\p{Script=Khmer}/gu],
  ["my", /\p{Script=Myanmar}/gu],
  ["bo", /\p{Script=Tibetan}/gu],
  ["hy", /\p{Script=Armenian}/gu],
  ["ka", /\p{Script=Georgian}/gu],
  ["ta", /\p{Script=Tamil}/gu],
  ["te", /\p{Script=Telugu}/gu],
  ["si", /\p{Script=Sinhala}/gu],
];
const letter = /\p{L}/gu;
const han = /\p{Script=Han}/gu;
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu;
/** Arabic letters that Uyghur writes its vowels with. */
const uyghur = /[ەۈېۆ]/g;

/** So much of a text tells its language; UTF-16 units. */
const SAMPLE = 10_000;
/** Fewer letters are too few to tell a language by. */
const MIN_LETTERS = 60;

/** The language (BCP 47) that the script of a text tells: that of over a third of its letters. Undefined where several are written in it. */
export function languageOfScript(text: string): string | undefined {
  const sample = text.slice(0, SAMPLE);
  if (isPlainlyChinese(sample)) return "zh";
  const letters = count(sample, letter);
  const isMost = (some: number): boolean => some * 3 > letters;
  const [hanCount, kanaCount] = [count(sample, han), count(sample, kana)];
  if (isMost(hanCount + kanaCount)) {
    return kanaCount * 4 >= hanCount ? "ja" : "zh";
  }
  const [tag] = languagesByScript.find(([, pattern]) => isMost(count(sample, pattern))) ?? [];
  return tag ?? (count(sample, uyghur) * 10 > letters ? "ug" : undefined);
}

/** Whether over a third of the text, white space and all, is Chinese and hardly anything can be Japanese: told without patterns. */
function isPlainlyChinese(text: string): boolean {
  const [chinese, perhapsKana] = [countUnits(text, isChinese), countUnits(text, isPerhapsKana)];
  return chinese * 3 > text.length && perhapsKana * 4 < chinese;
}

function countUnits(text: string, counts: (unit: number) => boolean): number {
  let units = 0;
  for (let index = 0; index < text.length; index++) if (counts(text.charCodeAt(index))) units++;
  return units;
}

function isChinese(unit: number): boolean {
  return unit >= 0x4e00 && unit <= 0x9fff;
}

function isPerhapsKana(unit: number): boolean {
  return (unit >= 0x3040 && unit <= 0x33ff) || (unit >= 0xd800 && unit <= 0xdfff) || unit >= 0xff66;
}

/**
 * The language (BCP 47) that the groups of three letters in a text are most like; undefined where there are too few of
 * them, and for languages that fewer than eight million people speak.
 */
export function languageOfLetters(text: string): string | undefined {
  const sample = text.slice(0, SAMPLE);
  if (count(sample, letter) < MIN_LETTERS) return undefined;
  // Loaded here and not at the top of the file: it brings tables of all languages, and news in Chinese needs none of them.
  const { franc }: typeof francMin = load("franc-min");
  // It answers by ISO 639-3, which the canonical form of a tag shortens: `deu` is `de`.
  const [tag] = Intl.getCanonicalLocales(franc(sample));
  return tag === "und" ? undefined : tag;
}

/** Whether a text is in another language than Chinese, whatever is said of it; false where there are too few letters to tell. */
export function isOtherThanChinese(text: string): boolean {
  const told = languageOfScript(text);
  if (told === "zh") return false;
  const letters = count(text, letter);
  if (letters < MIN_LETTERS) return false;
  return told !== undefined || count(text, han) * 20 < letters;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
