import { basePath, pagePath, publicAddress, type PageAddress } from "../model/addresses.ts";
import type { Edition } from "../model/edition.ts";
import { localeOf, type ChineseScript, type Locale } from "../model/locale.ts";
import type { Outlet } from "../model/outlet.ts";
import { wordsOf } from "./words/words-of.ts";
import type { Words } from "./words/words.ts";

/** Every page is made with this: the edition it belongs to, and the language it speaks. */
export interface PageContext {
  readonly edition: Pick<Edition, "site" | "definitions"> & {
    readonly outlets: readonly Pick<Outlet, "id" | "name" | "language" | "timeZone">[];
  };
  readonly locale: Locale;
  readonly words: Words;
  /** The script that Chinese is shown in; undefined where it is shown as it was written. */
  readonly script: ChineseScript | undefined;
  /** True where searches are answered: static files answer none. */
  readonly hasSearch: boolean;
}

export function createPageContext(edition: PageContext["edition"], locale: Locale, hasSearch = true): PageContext {
  const script = locale === "zh-Hant" ? locale : undefined;
  return { edition, locale, words: wordsOf[locale], script, hasSearch };
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

const loopbackHost = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** True where no public URL was configured: what other machines would have to ask for here cannot work. */
export function isOnThisMachineOnly({ edition }: PageContext): boolean {
  return loopbackHost.test(new URL(edition.site.publicUrl).hostname);
}

/** IANA name of the zone an outlet lives in; UTC for no outlet. */
export function timeZoneOf({ edition }: PageContext, outletId: string | undefined): string {
  return edition.outlets.find(({ id }) => id === outletId)?.timeZone ?? "UTC";
}
