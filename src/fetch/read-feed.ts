import { parseFeed, type AnyFeed } from "feedsmith";
import type { AtomFeed, JsonFeed, MediaNs, RdfFeed, RssFeed } from "feedsmith";
import { withAbsoluteAddresses } from "../lib/html/absolute-addresses.ts";
import { escapeAttribute, escapeText } from "../lib/html/escape-html.ts";
import { parseFragment } from "../lib/html/parse-fragment.ts";
import { textOf } from "../lib/html/text-of.ts";
import { readTime } from "../lib/time/read-time.ts";
import { bodyLimits } from "../model/body-limits.ts";
import { webText } from "./web-text.ts";

/** A feed's document as it was fetched, whatever its format. */
export interface FetchedFeed {
  readonly title: string;
  readonly entries: readonly FetchedEntry[];
  /** Entries that no article file can be made of, and why. */
  readonly unusable: readonly { readonly id: string; readonly why: string }[];
  /** Where older entries are (RFC 5005 §3 and §4, JSON Feed `next_url`). */
  readonly olderUrl?: string;
  /** WebSub hubs of the feed. */
  readonly hubs: readonly string[];
  /** Its own address, as it says it. */
  readonly selfUrl?: string;
  /** How seldom the publisher asks to be polled: RSS `ttl`, or `sy:updatePeriod` by `sy:updateFrequency`. Whole, a year at most. */
  readonly pollSeconds?: number;
}

/** An entry as its feed has it: what an article file can say. */
export interface FetchedEntry {
  /** The publisher's, else the address. */
  readonly id: string;
  readonly url: string;
  /** HTML. */
  readonly titleHtml: string;
  readonly authors: readonly string[];
  readonly publishedAt?: Date;
  readonly bodyHtml: string;
}

/** Tells entries of a feed apart. A changed version of one has the same key. */
export function keyOf({ id, url }: FetchedEntry): string {
  return `${id} ${url}`;
}

/** What was fetched is no feed. The message is a sentence for the operator. */
export class NoFeedError extends Error {}

/**
 * Reads RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed. Relative addresses are resolved against `xml:base` and the
 * document's own address (RFC 4287 §2). Throws `NoFeedError`.
 *
 * @param url The document's address, after redirects.
 */
export function readFeed(bytes: Uint8Array, contentType: string | undefined, url: string): FetchedFeed {
  const parsed = parse(webText(bytes, contentType));
  try {
    if (parsed.format === "atom") return readAtom(parsed.feed, url);
    return parsed.format === "json" ? readJson(parsed.feed, url) : readRss(parsed.feed, url);
  } catch (error) {
    // Whatever a feed does here must cost no other source anything.
    throw new NoFeedError("What was fetched holds something that no feed can be read with.", { cause: error });
  }
}

function parse(text: string): AnyFeed {
  try {
    return parseFeed(text);
  } catch (error) {
    throw new NoFeedError("What was fetched is no feed, or breaks off within.", { cause: error });
  }
}

// --- the formats ------------------------------------------------------------------------------------------------------

function readRss(feed: RssFeed.Feed<string> | RdfFeed.Feed<string>, url: string): FetchedFeed {
  const links = feed.atom?.links ?? [];
  const feedBase = resolved(feed.xml?.base, url);
  const items = (feed.items ?? []).map((item): Claims => {
    const { title, link, description, content, dc, media, xml, atom } = item;
    const { guid, pubDate, authors, enclosures } = rssOnly(item);
    return {
      id: guid?.value,
      urls: [link, ...linksOf(atom?.links, "alternate"), guid?.isPermaLink === false ? undefined : guid?.value],
      base: resolved(xml?.base, feedBase),
      titleHtml: title,
      html: content?.encoded ?? description,
      authors: [...(dc?.creators ?? []), ...(authors ?? []).map(({ name, email }) => name ?? email)],
      dates: [pubDate, dc?.dates?.[0], atom?.published, atom?.updated],
      media: [...mediaOf(media), ...(enclosures ?? [])],
    };
  });
  const { sy, title = "" } = feed;
  const ttl = "ttl" in feed ? feed.ttl : undefined;
  return feedOf(title, items, url, {
    older: [...linksOf(links, "prev-archive"), ...linksOf(links, "next")],
    hubs: linksOf(links, "hub"),
    self: linksOf(links, "self"),
    pollSeconds: ttl === undefined ? syndicationSeconds(sy) : ttl * 60,
  });
}

/** RSS 1.0 has none of these. */
function rssOnly(item: RssFeed.Item<string> | RdfFeed.Item<string>): Partial<RssFeed.Item<string>> {
  return "about" in item || "rdf" in item ? {} : item;
}

function readAtom(feed: AtomFeed.Feed<string>, url: string): FetchedFeed {
  const feedBase = resolved(feed.xml?.base, url);
  const entries = (feed.entries ?? []).map((entry): Claims => {
    const { id, links = [], xml, title, content, summary, authors, published, updated, media } = entry;
    return {
      id,
      urls: linksOf(links, "alternate"),
      base: resolved(xml?.base, feedBase),
      titleHtml: atomHtml(title),
      html: atomHtml(content) ?? atomHtml(summary),
      authors: (authors ?? feed.authors ?? []).map(({ name }) => name),
      dates: [published, updated],
      media: [...mediaOf(media), ...links.filter(({ rel }) => rel === "enclosure").map(enclosureOf)],
    };
  });
  const links = feed.links ?? [];
  return feedOf(textOfHtml(atomHtml(feed.title)), entries, url, {
    older: [...linksOf(links, "prev-archive"), ...linksOf(links, "next")],
    hubs: linksOf(links, "hub"),
    self: linksOf(links, "self"),
    pollSeconds: syndicationSeconds(feed.sy),
  });
}

function readJson(feed: JsonFeed.Feed<string>, url: string): FetchedFeed {
  const items = (feed.items ?? []).map((item): Claims => {
    const { content_html: html, content_text: text, image, banner_image: banner } = item;
    const pictures = [image, banner].filter((each) => each !== undefined);
    return {
      id: item.id,
      urls: [item.url, item.external_url],
      base: url,
      titleHtml: item.title === undefined ? undefined : escapeText(item.title),
      html: html ?? (text === undefined ? item.summary && escapeText(item.summary) : paragraphs(text)),
      authors: (item.authors ?? feed.authors ?? []).map(({ name }) => name),
      dates: [item.date_published, item.date_modified],
      media: [
        ...pictures.map((picture) => ({ url: picture, type: "image/" })),
        ...(item.attachments ?? []).map(({ url: address, mime_type: type }) => ({ url: address, type })),
      ],
    };
  });
  const hubs = (feed.hubs ?? []).map(({ url: hub }) => hub);
  return feedOf(feed.title ?? "", items, url, {
    older: [feed.next_url],
    hubs,
    self: [feed.feed_url],
    pollSeconds: undefined,
  });
}

// --- what they have in common -----------------------------------------------------------------------------------------

type Maybe<T> = T | undefined;

/** What an entry says of itself, each in the order of preference. */
interface Claims {
  readonly id: Maybe<string>;
  readonly urls: readonly Maybe<string>[];
  readonly base: string;
  readonly titleHtml: Maybe<string>;
  readonly html: Maybe<string>;
  readonly authors: readonly Maybe<string>[];
  readonly dates: readonly Maybe<string>[];
  readonly media: readonly Medium[];
}

interface Medium {
  readonly url?: string | undefined;
  /** A media type, or the part before its slash. */
  readonly type?: string | undefined;
}

interface FeedClaims {
  readonly older: readonly Maybe<string>[];
  readonly hubs: readonly Maybe<string>[];
  readonly self: readonly Maybe<string>[];
  readonly pollSeconds: Maybe<number>;
}

function feedOf(title: string, items: readonly Claims[], url: string, claims: FeedClaims): FetchedFeed {
  const entries = new Map<string, FetchedEntry>();
  const unusable: { id: string; why: string }[] = [];
  for (const item of items) {
    const entry = entryOf(item, url);
    // Of entries with one id and one address the first is the newest, by the custom of feeds.
    if ("why" in entry) unusable.push(entry);
    else if (!entries.has(keyOf(entry))) entries.set(keyOf(entry), entry);
  }
  const olderUrl = claims.older.find((each) => each !== undefined);
  const selfUrl = claims.self.flatMap((each) => webAddress(each, url) ?? [])[0];
  return {
    title: title.trim(),
    entries: [...entries.values()],
    unusable,
    ...(olderUrl !== undefined && { olderUrl: resolved(olderUrl, url) }),
    hubs: claims.hubs.flatMap((hub) => webAddress(hub, url) ?? []),
    ...(selfUrl !== undefined && { selfUrl }),
    ...(claims.pollSeconds !== undefined &&
      claims.pollSeconds > 0 && { pollSeconds: Math.round(Math.min(claims.pollSeconds, YEAR_SECONDS)) }),
  };
}

function entryOf(claims: Claims, feedUrl: string): FetchedEntry | { readonly id: string; readonly why: string } {
  const { id, urls, base, titleHtml = "", html = "", media } = claims;
  const name = id ?? titleHtml;
  const url = urls.flatMap((each) => webAddress(each, base) ?? [])[0];
  if (url === undefined) return { id: name, why: "It has no http or https address." };
  if (textOfHtml(titleHtml).trim() === "") return { id: name, why: "It has no title." };
  const parsed = parseFragment(html, bodyLimits);
  if ("exceeded" in parsed)
    return { id: name, why: `Its markup is beyond what an article may have: ${parsed.exceeded}.` };
  // A body's relative addresses count from the article's own; where the feed says another base, they are resolved here.
  const body = base === feedUrl ? html : withAbsoluteAddresses(parsed.root, base);
  const bodyHtml = withMedia(withoutAttribution(body, url), media, base);
  if (bodyHtml.trim() === "") return { id: name, why: "It has no text and no picture." };
  const publishedAt = claims.dates
    .filter((date) => date !== undefined)
    .map((date) => readTime(date, "UTC"))
    .flatMap((claim) => (claim?.kind === "instant" ? claim.instant : []))[0];
  return {
    id: id ?? url,
    url,
    titleHtml,
    authors: [...new Set(claims.authors.flatMap((author) => author?.trim() || []))],
    ...(publishedAt !== undefined && { publishedAt }),
    bodyHtml,
  };
}

const MAX_ATTRIBUTION = 5000;
const firstLink = /<a href="([^"]*)"/;

/** The line that feedmill ends its entries with, for another feedmill that reads them: it names the entry's own page. */
function withoutAttribution(html: string, url: string): string {
  const at = html.lastIndexOf("<p><small>");
  if (at < 0 || !html.trimEnd().endsWith("</small></p>")) return html;
  const line = html.slice(at);
  return line.length < MAX_ATTRIBUTION && firstLink.exec(line)?.[1] === escapeAttribute(url) ? html.slice(0, at) : html;
}

const MAX_MEDIA = 100;

/** Pictures come first where the text has none; recordings that the text does not hold come last. */
function withMedia(html: string, media: readonly Medium[], base: string): string {
  let result = html;
  for (const { url, type = "" } of media.slice(0, MAX_MEDIA)) {
    const address = webAddress(url, base);
    if (address === undefined || result.includes(address) || result.includes(escapeAttribute(address))) continue;
    const source = `src="${escapeAttribute(address)}"`;
    if (type.startsWith("image") && !/<img\b/i.test(result)) result = `<img ${source}>${result}`;
    else if (type.startsWith("audio")) result += `<audio controls ${source}></audio>`;
    else if (type.startsWith("video")) result += `<video controls ${source}></video>`;
  }
  return result;
}

/** Media RSS 1.5.1: the contents of an entry and of its groups, then thumbnails. */
function mediaOf(media: MediaNs.ItemOrFeed | undefined): Medium[] {
  if (media === undefined) return [];
  const groups = [media, ...(media.groups ?? [])];
  const contents = groups.flatMap((group) => group.contents ?? []);
  const thumbnails = groups.flatMap((group) => group.thumbnails ?? []);
  return [
    ...contents.map(({ url, type, medium }) => ({ url, type: type ?? medium })),
    ...thumbnails.map(({ url }) => ({ url, type: "image" })),
  ];
}

function enclosureOf({ href, type }: { readonly href?: string; readonly type?: string }): Medium {
  return { url: href, type };
}

function linksOf(
  links: readonly { readonly href?: string; readonly rel?: string }[] | undefined,
  wanted: string,
): readonly Maybe<string>[] {
  return (links ?? []).filter(({ rel = "alternate" }) => rel === wanted).map(({ href }) => href);
}

/** Nobody waits longer, whatever a feed asks for. */
const YEAR_SECONDS = 31_536_000;

const periodSeconds: ReadonlyMap<string, number> = new Map([
  ["hourly", 3600],
  ["daily", 86_400],
  ["weekly", 604_800],
  ["monthly", 2_592_000],
  ["yearly", YEAR_SECONDS],
]);

function syndicationSeconds(
  sy: { readonly updatePeriod?: string; readonly updateFrequency?: number } | undefined,
): number | undefined {
  const seconds = periodSeconds.get(sy?.updatePeriod?.trim().toLowerCase() ?? "");
  return seconds === undefined ? undefined : seconds / Math.max(1, sy?.updateFrequency ?? 1);
}

/** RFC 4287 §3.1: without a type, and of the type text, it is no markup. */
function atomHtml(text: { readonly value?: string; readonly type?: string } | undefined): string | undefined {
  if (text?.value === undefined) return undefined;
  return text.type === "html" || text.type === "xhtml" || text.type === "text/html"
    ? text.value
    : escapeText(text.value);
}

/** Empty where the markup is beyond what an article may have. */
export function textOfHtml(html: string | undefined): string {
  const parsed = parseFragment(html ?? "", bodyLimits);
  return "root" in parsed ? textOf(parsed.root) : "";
}

function paragraphs(text: string): string {
  return text
    .split(/\n\s*\n/)
    .filter((each) => each.trim() !== "")
    .map((each) => `<p>${escapeText(each.trim()).replaceAll("\n", "<br>")}</p>`)
    .join("\n");
}

function resolved(address: string | undefined, base: string): string {
  return address === undefined ? base : (URL.parse(address, base)?.href ?? base);
}

function webAddress(address: string | undefined, base: string): string | undefined {
  if (address === undefined || address.trim() === "") return undefined;
  const url = URL.parse(address.trim(), base);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : undefined;
}
