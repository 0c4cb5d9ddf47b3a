/** A language of the interface; what is quoted of outlets keeps its own. Also its BCP 47 tag. */
export type Locale = "zh-Hans" | "zh-Hant" | "en";

export const locales: readonly Locale[] = ["zh-Hans", "zh-Hant", "en"];

/** What stands before the path of a page in a language: nothing for the default one, else `/en`, `/zh-hant`. */
export function localePrefix(locale: Locale, defaultLocale: Locale): string {
  return locale === defaultLocale ? "" : `/${locale.toLowerCase()}`;
}

/** The language of the interface where a site's own language is this BCP 47 tag. */
export function localeOf(language: string): Locale {
  if (/^zh-(?:hant|tw|hk|mo)\b/i.test(language)) return "zh-Hant";
  return /^zh\b/i.test(language) ? "zh-Hans" : "en";
}
