/** A language of the interface; what is quoted of outlets keeps its own. Also its BCP 47 tag. */
export type Locale = "zh-Hans" | "zh-Hant" | "en";

export const locales: readonly Locale[] = ["zh-Hans", "zh-Hant", "en"];

/** What stands before the path of a page in a language: nothing for the default one, else `/en`, `/zh-hant`. */
export function localePrefix(locale: Locale, defaultLocale: Locale): string {
  return locale === defaultLocale ? "" : `/${locale.toLowerCase()}`;
}
