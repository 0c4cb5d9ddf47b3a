import type { ParentNode } from "domhandler";
import { chineseScript } from "../lib/text/chinese-script.ts";
import { isOtherThanChinese, languageOfLetters, languageOfScript } from "../lib/text/detect-language.ts";
import { textOf } from "../lib/html/text-of.ts";
import { elementsOf, isElement } from "../lib/html/walk.ts";

const chinese = /^zh(?:-|$)/i;
const chineseOfAnyScript = /^zh(?:-Han[st])?$/i;
const languageTag = /^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i;

/** What an article tells of its language. */
export interface LanguageClaims {
  /** Of its outlet (BCP 47). */
  readonly declared: string;
  /** The script that its address names. */
  readonly named: "Hans" | "Hant" | undefined;
  /** Finds that of its markup (BCP 47), as `languageOfMarkup` does. Few articles need it, and it takes a walk of the body. */
  readonly marked: () => string | undefined;
  readonly text: string;
}

/**
 * The article's language (BCP 47): the outlet's, where that is known and the text can be in it. Else the language that
 * the text's script tells, then that of the markup, then the one its letters are most like; `und` where nothing tells.
 * Chinese takes its script from the address where that names one, else from the text, whichever script the outlet
 * mostly uses; only a region (`zh-TW`) settles it.
 */
export function findLanguage({ declared, named, marked, text }: LanguageClaims): string {
  const isKnown = declared !== "und" && !(chinese.test(declared) && isOtherThanChinese(text));
  const base = isKnown ? declared : (languageOfScript(text) ?? marked() ?? languageOfLetters(text) ?? "und");
  if (!chinese.test(base)) return base;
  if (named !== undefined) return `zh-${named}`;
  if (!chineseOfAnyScript.test(base)) return base;
  return chineseScript(text) ?? base;
}

/** The language that most of a text is marked to be in; undefined where nothing says so. */
export function languageOfMarkup(root: ParentNode): string | undefined {
  const around = isElement(root) ? [root, ...elementsOf(root)] : elementsOf(root);
  const marked = around.find(({ attribs: { lang } }) => lang !== undefined && languageTag.test(lang));
  if (marked === undefined || textOf(marked).length * 2 < textOf(root).length) return undefined;
  return marked.attribs["lang"];
}
