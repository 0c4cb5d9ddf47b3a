import { feedPagePath, startPagePath } from "./addresses.ts";
import type { PageAddress } from "./document-address.ts";
import { localePrefix, type Locale } from "./locale.ts";

const idScheme = "urn:uuid:";

/** Where a page lies below the public URL, query included; an article's page is named by the UUID of its id. */
export function pagePath(address: PageAddress, defaultLocale: Locale): string {
  return localePrefix(address.locale, defaultLocale) + pathInLocale(address);
}

function pathInLocale(address: PageAddress): string {
  switch (address.kind) {
    case "start-page":
      return startPagePath;
    case "feed-page":
      return feedPagePath(address.name) + shownSegment(address.shown);
    case "article-page":
      return `/articles/${address.id.replace(idScheme, "")}/`;
    case "search-page":
      return `/search${searchQuery(address)}`;
    case "policy-page":
      break;
  }
  return "/policy/";
}

type FeedPageAddress = Extract<PageAddress, { kind: "feed-page" }>;
type SearchPageAddress = Extract<PageAddress, { kind: "search-page" }>;

function shownSegment(shown: FeedPageAddress["shown"]): string {
  if (shown === undefined) return "";
  return "day" in shown ? `${shown.day}/` : `on/${shown.onDay}/`;
}

function searchQuery({ query, page }: SearchPageAddress): string {
  if (query === undefined) return "";
  const parameters = new URLSearchParams({ q: query });
  if (page > 1) parameters.set("page", String(page));
  return `?${parameters.toString()}`;
}
