import {
  feedFormats,
  formatFacts,
  searchFeedName,
  type Choice,
  type FeedFormat,
  type FeedVariant,
  type HistoryPart,
} from "./feed.ts";
import { chineseScripts, locales, type ChineseScript, type Locale } from "./locale.ts";
import { readParameters, writtenParameters } from "./query-parameters.ts";

/*
 * Every address that feedmill publishes: built and parsed here alone. All of them lie below the public URL. They are a
 * contract: one address is one document in one format, for ever.
 */

export const startPagePath = "/";
/** Explains what our JSON feeds say beyond the format. */
export const jsonExtensionsPath = "/#json-feed";
/** Tells readers' programs what to keep to. */
export const policyPath = "/policy/";
export const searchPath = "/search";
/** Makes a feed of a search. */
const searchFeedFormPath = "/search/feed";
/** Lists feeds that have each article once, for import into a reader. */
export const opmlPath = "/feeds.opml";
/** Lists every feed, to choose from. */
export const everyFeedPath = "/feeds-all.opml";
export const robotsPath = "/robots.txt";
export const hubPath = "/hub";
export const openSearchPath = "/opensearch.xml";
export const manifestPath = "/manifest.webmanifest";
/** The service worker: its scope is all that lies beside it. */
export const workerPath = "/worker.js";
export const stylesheetPath = "/style.css";
export const scriptPath = "/page.js";
/** Applies what a reader has set, before a page is drawn. */
export const settingsScriptPath = "/settings.js";

/** Addresses of the combined feed that people and readers guess. */
export const combinedFeedAliases: Readonly<Record<FeedFormat, readonly string[]>> = {
  rss: ["/feed", "/feed/", "/feed.xml", "/rss", "/rss/", "/rss.xml", "/index.xml"],
  atom: ["/atom", "/atom/", "/atom.xml"],
  json: ["/feed.json"],
};
/** Addresses where conventions look for lists of feeds. */
export const importListAliases: readonly string[] = ["/opml.xml", "/.well-known/recommendations.opml"];
export const everyFeedAliases: readonly string[] = ["/.well-known/feeds"];

/**
 * Pictures of the installation, in the shapes its feeds may name: JSON Feed 1.1 has `icon` and `favicon` square, of 512
 * and 64 pixels; Atom `icon` is square and `logo` twice as wide as high (RFC 4287 §4.2.5, §4.2.8); RSS 2.0 allows an
 * `image` 144 pixels in width.
 */
export const siteImages = {
  icon: { path: "/icon.png", width: 512, height: 512 },
  favicon: { path: "/favicon.png", width: 64, height: 64 },
  logo: { path: "/logo.png", width: 144, height: 72 },
} as const;

/** The document that an address asks for. Whether there is one shows only in making it. */
export type DocumentAddress = FeedAddress | PageAddress;

/** A feed in a format. */
export interface FeedAddress {
  readonly kind: "feed";
  readonly variant: Omit<FeedVariant, "choice">;
  readonly format: FeedFormat;
  /** Absent where the query of the address chooses nothing, and of what cannot be chosen from. */
  readonly asked?: AskedChoice;
}

/** Parameters of a feed's address as they were written, unchecked. */
export interface AskedChoice {
  readonly q?: string;
  readonly limit?: string;
  readonly entries?: string;
}

/** A page for people. */
export type PageAddress =
  | { readonly kind: "start-page"; readonly locale: Locale }
  /** A feed's own page, or one of a part of it. */
  | { readonly kind: "feed-page"; readonly locale: Locale; readonly name: string; readonly shown?: ShownPart }
  | { readonly kind: "article-page"; readonly locale: Locale; readonly id: string }
  /** One event, with all its reports. */
  | { readonly kind: "story-page"; readonly locale: Locale; readonly id: string }
  /** Without a query, the form alone. `page` counts from 1. */
  | ({
      readonly kind: "search-page";
      readonly locale: Locale;
      readonly query?: string;
      readonly page: number;
    } & SearchView)
  | { readonly kind: "search-feed-page"; readonly locale: Locale; readonly asked: AskedSearchFeed }
  | { readonly kind: "policy-page"; readonly locale: Locale };

/** How what a search found is shown: the newest first and each by itself, where nothing else is said. */
export interface SearchView {
  /** What has the words in its title comes first. */
  readonly order?: "relevance" | undefined;
  /** Reports of one story stand below the first of them. */
  readonly stories?: "together" | undefined;
}

/** What the form for the feed of a search was filled in with, unchecked. */
export interface AskedSearchFeed extends AskedChoice {
  readonly script?: ChineseScript;
  /** Id of the one outlet that it is of. */
  readonly outlet?: string;
}

/**
 * A part of a feed, for people: a UTC day of first capture (`2024-05-17`), a month (`2024-05`), a day of every year
 * (`05-17`), or all its days at a glance.
 */
export type ShownPart =
  | { readonly day: string }
  | { readonly month: string }
  | { readonly onDay: string }
  | { readonly everyDay: true };

/** An address as readers get to see it. It comes from the configured `publicUrl`, never from a request. */
export function publicAddress({ publicUrl }: { readonly publicUrl: string }, path: string): string {
  return publicUrl + path;
}

/** The path of a public URL without its final slash; empty for a bare host. It stands before every path of ours. */
export function basePath(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/$/, "");
}

// --- building ---

/** The path of a feed, as it is defined, in a format. */
export function feedPath(name: string, format: FeedFormat): string {
  return `/feeds/${name}/${formatFacts[format].fileName}`;
}

/** The path of a document of a feed below the public URL, query included. */
export function feedDocumentPath({ name, script, part, onDay, choice }: FeedVariant, format: FeedFormat): string {
  const { fileName } = formatFacts[format];
  const query = choice === undefined ? "" : choiceQuery(choice);
  const room = name === searchFeedName ? searchPath : `/feeds/${name}`;
  const inScript = script === undefined ? room : `${room}/${tagSegment(script)}`;
  if (part !== undefined) return `${inScript}/${partSegment(part)}/${fileName}${query}`;
  if (onDay !== undefined) return `${inScript}/on/${onDay}/${fileName}${query}`;
  return `${inScript}/${fileName}${query}`;
}

/** Tells a feed from others of its name, for its id; absent where nothing but the name does. */
export function variantKey({ script, onDay, choice }: FeedVariant): string | undefined {
  const words = [script && tagSegment(script), onDay && `on/${onDay}`, choice && choiceQuery(choice)].filter(Boolean);
  return words.length === 0 ? undefined : words.join("/");
}

/** `?q=…&limit=…&entries=summary`, in this order and only what is said. */
export function choiceQuery({ query, limit, entries }: Choice): string {
  return parameters({ q: query, limit: limit?.toString(), entries });
}

/** The page of a feed, in the default language. */
export function feedPagePath(name: string): string {
  return `/feeds/${name}/`;
}

/** The path of a page below the public URL, query included; the page of an article or a story is named by the UUID of its id. */
export function pagePath(address: PageAddress, defaultLocale: Locale): string {
  const { locale } = address;
  return (locale === defaultLocale ? "" : `/${tagSegment(locale)}`) + pathInLocale(address);
}

function pathInLocale(address: PageAddress): string {
  switch (address.kind) {
    case "start-page":
      return startPagePath;
    case "feed-page":
      return feedPagePath(address.name) + shownSegment(address.shown);
    case "article-page":
      return `/articles/${address.id.slice(idScheme.length)}/`;
    case "story-page":
      return `/stories/${address.id.slice(idScheme.length)}/`;
    case "search-page":
      return searchPath + searchParameters(address);
    case "search-feed-page":
      return searchFeedFormPath + formParameters(address.asked);
    case "policy-page":
      break;
  }
  return policyPath;
}

function searchParameters({ query, order, stories, page }: Extract<PageAddress, { kind: "search-page" }>): string {
  return parameters({ q: query, order, stories, page: page > 1 ? String(page) : undefined });
}

function formParameters({ q, limit, entries, script, outlet }: AskedSearchFeed): string {
  return parameters({ q, limit, entries, script: script && tagSegment(script), outlet });
}

const idScheme = "urn:uuid:";

function shownSegment(shown: ShownPart | undefined): string {
  if (shown === undefined) return "";
  if ("everyDay" in shown) return everyDaySegment;
  if ("onDay" in shown) return `on/${shown.onDay}/`;
  return `${"day" in shown ? shown.day : shown.month}/`;
}

const everyDaySegment = "days/";

/** The first part of a day has no number. */
function partSegment({ day, number }: HistoryPart): string {
  return number === 1 ? day : `${day}-${number}`;
}

/** Language tags stand in addresses in lower case. */
function tagSegment(tag: Locale): string {
  return tag.toLowerCase();
}

/** A query of what is said, with its question mark; empty where nothing is. */
function parameters(said: Readonly<Record<string, string | undefined>>): string {
  const entries = Object.entries(said).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return entries.length === 0 ? "" : `?${new URLSearchParams(entries).toString()}`;
}

// --- parsing ---

const formats: ReadonlyMap<string, FeedFormat> = new Map(
  feedFormats.map((format) => [formatFacts[format].fileName, format]),
);
const scripts: ReadonlyMap<string, ChineseScript> = new Map(
  chineseScripts.map((script) => [tagSegment(script), script]),
);
const localesBySegment: ReadonlyMap<string, Locale> = new Map(locales.map((locale) => [tagSegment(locale), locale]));

/** Names no feed can have: they stand in addresses for something else. */
export const reservedNames: readonly string[] = [searchFeedName, "on", ...scripts.keys()];

/** The start page in every language of the interface. */
export const startPagePaths: ReadonlySet<string> = new Set([
  startPagePath,
  ...locales.map((locale) => `/${tagSegment(locale)}${startPagePath}`),
]);

/**
 * The document that a path and its query (with or without `?`) ask for; undefined where no document could lie there.
 * Parameters that are none of ours change nothing.
 *
 * @param path Below the base path, e.g. `/feeds/all/2024-05-17/rss.xml`.
 * @param defaultLocale The language of pages whose path names none.
 */
export function parseAddress(path: string, query: string, defaultLocale: Locale): DocumentAddress | undefined {
  const [before, ...segments] = path.split("/");
  if (before !== "" || segments.length === 0) return undefined;
  const format = formats.get(segments.at(-1) ?? "");
  if (format === undefined) return parsePage(path, query, defaultLocale);
  const variant = parseVariant(segments.slice(0, -1));
  if (variant === undefined) return undefined;
  const asked = parseChoice(query);
  const isWhole = variant.part === undefined && variant.onDay === undefined;
  return { kind: "feed", variant, format, ...(asked !== undefined && isWhole && { asked }) };
}

/** The name of the feed that a path lies below, in any language: `/feeds/<name>/…`. */
export function feedNameIn(path: string): string | undefined {
  return belowFeed.exec(path)?.[2];
}

/** A path below a feed, with another name for the feed. */
export function underFeedName(path: string, name: string): string {
  return path.replace(belowFeed, (_, before: string) => before + name);
}

/** Only the part of a query that selects a document, as it is written: a redirect takes nothing else along. */
export function selectingQuery(query: string): string {
  const written = [...writtenParameters(query)].map(([name, value]) => `${name}=${value}`);
  return written.length === 0 ? "" : `?${written.join("&")}`;
}

/** The name of the feed whose document, as the feed is defined, lies at a path. */
export function definedFeedAt(path: string): string | undefined {
  const name = feedNameIn(path);
  return name !== undefined && feedFormats.some((format) => path === feedPath(name, format)) ? name : undefined;
}

const belowFeed = new RegExp(`^((?:/(?:${[...localesBySegment.keys()].join("|")}))?/feeds/)([a-z0-9-]+)(?=/)`);
const feedName = /^[a-z0-9-]{1,64}$/;
const monthPattern = /^\d{4}-\d\d$/;
const dayPattern = /^\d{4}-\d\d-\d\d$/;
const partPattern = /^(.{10})(?:-([2-9]|[1-9]\d{1,5}))?$/;
const dayOfYear = /^(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const pageNumber = /^[1-9]\d{0,3}$/;

function parseVariant([first, ...others]: readonly string[]): FeedAddress["variant"] | undefined {
  const isSearch = first === searchFeedName;
  const [name, ...below] = isSearch ? [searchFeedName, ...others] : others;
  if ((first !== "feeds" && !isSearch) || name === undefined || !feedName.test(name)) return undefined;
  // A search has one address, which is not below the feeds.
  if (!isSearch && name === searchFeedName) return undefined;
  const script = scripts.get(below[0] ?? "");
  const ofFeed = script === undefined ? { name } : { name, script };
  const [sub, day, ...rest] = script === undefined ? below : below.slice(1);
  if (sub === undefined) return ofFeed;
  if (isSearch || rest.length > 0) return undefined;
  if (sub === "on" && day !== undefined) return dayOfYear.test(day) ? { ...ofFeed, onDay: day } : undefined;
  const part = day === undefined ? parsePart(sub) : undefined;
  return part && { ...ofFeed, part };
}

function parsePart(segment: string): HistoryPart | undefined {
  const [, day, number = "1"] = partPattern.exec(segment) ?? [];
  return day === undefined || !isDay(day) ? undefined : { day, number: Number(number) };
}

function isDay(day: string): boolean {
  if (!dayPattern.test(day)) return false;
  const instant = new Date(day);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day);
}

function parseChoice(query: string): AskedChoice | undefined {
  if (query === "") return undefined;
  const said = readParameters(query);
  const [q, limit, entries] = [said.get("q"), said.get("limit"), said.get("entries")];
  if (q === undefined && limit === undefined && entries === undefined) return undefined;
  return {
    ...(q !== undefined && { q }),
    ...(limit !== undefined && { limit }),
    ...(entries !== undefined && { entries }),
  };
}

/** Pages that are named by the UUID of an id, by where they lie. */
const pagesById: ReadonlyMap<string, "article-page" | "story-page"> = new Map([
  ["articles", "article-page"],
  ["stories", "story-page"],
]);

function parsePage(path: string, query: string, defaultLocale: Locale): PageAddress | undefined {
  const [first = "", ...others] = path.split("/").slice(1);
  const named = others.length > 0 ? localesBySegment.get(first) : undefined;
  // The default language has no address of its own: one document, one address.
  if (named === defaultLocale) return undefined;
  const locale = named ?? defaultLocale;
  const segments = named === undefined ? [first, ...others] : others;
  const rest = `/${segments.join("/")}`;
  if (rest === startPagePath) return { kind: "start-page", locale };
  if (rest === searchPath) return searchPage(locale, query);
  if (rest === searchFeedFormPath) return { kind: "search-feed-page", locale, asked: askedSearchFeed(query) };
  if (rest === policyPath) return { kind: "policy-page", locale };
  // Only a path that ends with a slash is a page's.
  if (segments.pop() !== "") return undefined;
  const [room, name = "", ...shown] = segments;
  const kind = pagesById.get(room ?? "");
  if (kind !== undefined && shown.length === 0) {
    return uuid.test(name) ? { kind, locale, id: idScheme + name } : undefined;
  }
  if (room !== "feeds" || !feedName.test(name)) return undefined;
  if (shown.length === 0) return { kind: "feed-page", locale, name };
  const day = parseShown(shown);
  return day && { kind: "feed-page", locale, name, shown: day };
}

function parseShown([first = "", onDay, ...rest]: readonly string[]): ShownPart | undefined {
  if (rest.length > 0) return undefined;
  if (onDay === undefined) {
    if (`${first}/` === everyDaySegment) return { everyDay: true };
    if (monthPattern.test(first)) return isDay(`${first}-01`) ? { month: first } : undefined;
    return isDay(first) ? { day: first } : undefined;
  }
  return first === "on" && dayOfYear.test(onDay) ? { onDay } : undefined;
}

function searchPage(locale: Locale, query: string): PageAddress {
  const said = readParameters(query);
  const written = said.get("q") ?? "";
  const page = said.get("page") ?? "";
  const number = pageNumber.test(page) ? Number(page) : 1;
  const view: SearchView = {
    ...(said.get("order") === "relevance" && { order: "relevance" }),
    ...(said.get("stories") === "together" && { stories: "together" }),
  };
  return { kind: "search-page", locale, page: number, ...view, ...(written !== "" && { query: written }) };
}

function askedSearchFeed(query: string): AskedSearchFeed {
  const said = readParameters(query);
  const script = scripts.get(said.get("script") ?? "");
  const outlet = said.get("outlet") ?? "";
  return { ...parseChoice(query), ...(script !== undefined && { script }), ...(outlet !== "" && { outlet }) };
}
