/** A script that Chinese is written in, as the language tag (BCP 47) of Chinese in it. */
export type ChineseScript = "zh-Hans" | "zh-Hant";

/** A language of the interface, as its BCP 47 tag. What is quoted of outlets keeps its own. */
export type Locale = ChineseScript | "en";

export const chineseScripts: readonly ChineseScript[] = ["zh-Hans", "zh-Hant"];
export const locales: readonly Locale[] = [...chineseScripts, "en"];

interface PageLanguages {
  /** BCP 47 tag of the site. */
  readonly language: string;
  /** As in `Site`. */
  readonly extent?: "core";
}

/** The languages that a site's pages are published in. */
export function localesOf({ language, extent }: PageLanguages): readonly Locale[] {
  return extent === "core" ? [localeOf(language)] : locales;
}

/** The language of pages for those who read a feed in a script; without one, the site's. */
export function localeOfReaders(site: PageLanguages, script: ChineseScript | undefined): Locale {
  return script !== undefined && localesOf(site).includes(script) ? script : localeOf(site.language);
}

/** The language of the interface where a site's own language is this BCP 47 tag. */
export function localeOf(language: string): Locale {
  if (/^zh-(?:hant|tw|hk|mo)\b/i.test(language)) return "zh-Hant";
  return /^zh\b/i.test(language) ? "zh-Hans" : "en";
}
