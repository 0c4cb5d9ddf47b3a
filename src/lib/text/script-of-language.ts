import type { ChineseScript } from "./convert-script.ts";

/** The script that Chinese of a language tag (BCP 47) is written in: `zh` is `zh-Hans`, `zh-TW` is `zh-Hant`. Undefined for others. */
export function scriptOfLanguage(tag: string): ChineseScript | undefined {
  const locale = localeOf(tag);
  if (locale?.language !== "zh") return undefined;
  return locale.maximize().script === "Hant" ? "zh-Hant" : "zh-Hans";
}

function localeOf(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag);
  } catch {
    return undefined;
  }
}
