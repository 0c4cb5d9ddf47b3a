import type { AskedChoice, DocumentAddress, PageAddress } from "../model/document-address.ts";
import { feedFormats, formatFacts, type FeedFormat } from "../model/feed.ts";
import { searchFeedName, type FeedScript } from "../model/feed-place.ts";
import { locales, type Locale } from "../model/locale.ts";

const formats: ReadonlyMap<string, FeedFormat> = new Map(
  feedFormats.map((format) => [formatFacts[format].fileName, format]),
);
const scripts: ReadonlyMap<string, FeedScript> = new Map([
  ["zh-hans", "zh-hans"],
  ["zh-hant", "zh-hant"],
]);
const localesBySegment: ReadonlyMap<string, Locale> = new Map(locales.map((locale) => [locale.toLowerCase(), locale]));

const feedName = /^[a-z0-9-]{1,64}$/;
const partPattern = /^(\d{4}-\d\d-\d\d)(?:-([2-9]|[1-9]\d{1,5}))?$/;
const dayOfYear = /^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const pageNumber = /^[1-9]\d{0,3}$/;

/**
 * What a path and its query (with or without `?`) ask for; undefined where no document could lie there. Parameters that
 * are none of ours change nothing, and of one that is repeated the first counts.
 *
 * @param path Below the base path, e.g. `/feeds/all/2024-05-17/rss.xml`.
 * @param defaultLocale The language of pages whose path names none.
 */
export function parseAddress(path: string, query: string, defaultLocale: Locale): DocumentAddress | undefined {
  const segments = path.split("/").slice(1);
  const format = formats.get(segments.at(-1) ?? "");
  if (format === undefined) return parsePage(path, query, defaultLocale);
  const place = parsePlace(segments.slice(0, -1));
  if (place === undefined) return undefined;
  const asked = parseChoice(query);
  const isWhole = place.part === undefined && place.onDay === undefined;
  return { kind: "feed", place, format, ...(asked !== undefined && isWhole && { asked }) };
}

type Place = Extract<DocumentAddress, { kind: "feed" }>["place"];

function parsePlace([first, name, sub, day, ...rest]: readonly string[]): Place | undefined {
  if (first === searchFeedName && name === undefined) return { name: searchFeedName };
  if (first !== "feeds" || name === undefined || !feedName.test(name) || rest.length > 0) return undefined;
  if (sub === undefined) return { name };
  if (sub === "on" && day !== undefined) return dayOfYear.test(day) ? { name, onDay: day } : undefined;
  if (day !== undefined) return undefined;
  const script = scripts.get(sub);
  if (script !== undefined) return { name, script };
  const part = parsePart(sub);
  return part && { name, part };
}

function parsePart(segment: string): { readonly day: string; readonly number: number } | undefined {
  const [, day, number = "1"] = partPattern.exec(segment) ?? [];
  return day === undefined || !isDay(day) ? undefined : { day, number: Number(number) };
}

function isDay(day: string): boolean {
  const instant = new Date(day);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day);
}

function parseChoice(query: string): AskedChoice | undefined {
  if (query === "") return undefined;
  const parameters = new URLSearchParams(query);
  const [q, limit, entries] = [parameters.get("q"), parameters.get("limit"), parameters.get("entries")];
  if (q === null && limit === null && entries === null) return undefined;
  return { ...(q !== null && { q }), ...(limit !== null && { limit }), ...(entries !== null && { entries }) };
}

const localeSegment = /^\/(zh-hans|zh-hant|en)(?=\/)/;
const articlePath = /^\/articles\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/$/;
const feedPagePath = /^\/feeds\/([a-z0-9-]{1,64})\/(?:(\d{4}-\d\d-\d\d)\/|on\/(\d\d-\d\d)\/)?$/;

function parsePage(path: string, query: string, defaultLocale: Locale): PageAddress | undefined {
  const segment = localeSegment.exec(path)?.[1];
  const locale = segment === undefined ? defaultLocale : localesBySegment.get(segment);
  // The default language has no address of its own: one document, one address.
  if (locale === undefined || (segment !== undefined && locale === defaultLocale)) return undefined;
  const rest = segment === undefined ? path : path.slice(segment.length + 1);
  if (rest === "/") return { kind: "start-page", locale };
  if (rest === "/search") return searchPage(locale, query);
  if (rest === "/policy/") return { kind: "policy-page", locale };
  const article = articlePath.exec(rest)?.[1];
  if (article !== undefined) return { kind: "article-page", locale, id: `urn:uuid:${article}` };
  const [, name, day, onDay] = feedPagePath.exec(rest) ?? [];
  if (name === undefined) return undefined;
  if (day !== undefined) return isDay(day) ? { kind: "feed-page", locale, name, shown: { day } } : undefined;
  if (onDay === undefined) return { kind: "feed-page", locale, name };
  return dayOfYear.test(onDay) ? { kind: "feed-page", locale, name, shown: { onDay } } : undefined;
}

function searchPage(locale: Locale, query: string): PageAddress {
  const parameters = new URLSearchParams(query);
  const asked = parameters.get("q") ?? "";
  const page = parameters.get("page") ?? "";
  const number = pageNumber.test(page) ? Number(page) : 1;
  return { kind: "search-page", locale, page: number, ...(asked !== "" && { query: asked }) };
}
