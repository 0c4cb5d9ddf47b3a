import type { Locale } from "../../model/locale.ts";
import { english } from "./en.ts";
import type { Words } from "./words.ts";
import { simplified } from "./zh-hans.ts";
import { traditional } from "./zh-hant.ts";

/** Everything the pages say, in each language of the interface. */
export const wordsOf: Readonly<Record<Locale, Words>> = { "zh-Hans": simplified, "zh-Hant": traditional, en: english };

/** The name that each language has for itself. */
export const localeNames: Readonly<Record<Locale, string>> = { "zh-Hans": "简体", "zh-Hant": "繁體", en: "English" };
