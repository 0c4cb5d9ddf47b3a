import { basePath, pagePath, publicAddress, type PageAddress } from "../model/addresses.ts";
import type { Edition } from "../model/edition.ts";
import { localeOf, type Locale } from "../model/locale.ts";
import { wordsOf } from "./words/words-of.ts";
import type { Words } from "./words/words.ts";

/** Every page is made with this: the edition it belongs to, and the language it speaks. */
export interface PageContext {
  readonly edition: Pick<Edition, "site" | "definitions" | "outlets">;
  readonly locale: Locale;
  readonly words: Words;
  /** True where searches are answered: static files answer none. */
  readonly hasSearch: boolean;
}

export function createPageContext(edition: PageContext["edition"], locale: Locale, hasSearch = true): PageContext {
  return { edition, locale, words: wordsOf[locale], hasSearch };
}

type WithoutLocale<Address> = Address extends PageAddress ? Omit<Address, "locale"> : never;

/** A page, in whichever language. */
export type PageTarget = WithoutLocale<PageAddress>;

/** The path of a page in the language of the context, or in another one, below the public URL. */
export function pathOf(context: PageContext, target: PageTarget, locale: Locale = context.locale): string {
  return pagePath({ ...target, locale }, localeOf(context.edition.site.language));
}

/** The address by which one page finds another: without a host, so that it works under any name of this server. */
export function pageHref(context: PageContext, target: PageTarget, locale?: Locale): string {
  return siteHref(context, pathOf(context, target, locale));
}

/** The same, of anything we publish. */
export function siteHref({ edition }: PageContext, path: string): string {
  return basePath(edition.site.publicUrl) + path;
}

/** Absolute, for those who take it elsewhere. */
export function absolute({ edition }: PageContext, path: string): string {
  return publicAddress(edition.site, path);
}

/** IANA name of the zone an outlet lives in. */
export function timeZoneOf({ edition }: PageContext, outletId: string): string {
  return edition.outlets.find(({ id }) => id === outletId)?.timeZone ?? "UTC";
}
