import { chineseScript } from "../lib/text/chinese-script.ts";

const chinese = /^zh(?:-|$)/i;
const chineseOfAnyScript = /^zh(?:-Han[st])?$/i;
const letter = /\p{L}/gu;
const han = /\p{Script=Han}/gu;
const otherEastAsian = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;

/**
 * The article's language (BCP 47). The outlet's, with two refinements: Chinese takes its script from the address where
 * that names one (`named`), else from the text, whichever script the outlet mostly uses; only a region (`zh-TW`) settles it. Text
 * of an unknown language, `und`, is Chinese if over a third of its letters are Han and hardly any are Japanese or
 * Korean. Other languages are not guessed.
 */
export function findLanguage(declared: string, named: "Hans" | "Hant" | undefined, text: string): string {
  const base = declared === "und" && isChinese(text) ? "zh" : declared;
  if (!chinese.test(base)) return base;
  if (named !== undefined) return `zh-${named}`;
  if (!chineseOfAnyScript.test(base)) return base;
  return chineseScript(text) ?? base;
}

function isChinese(text: string): boolean {
  const hanCount = count(text, han);
  return hanCount * 3 > count(text, letter) && count(text, otherEastAsian) * 10 < hanCount;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
