import { load } from "cheerio/slim";
import type { WebClient } from "../lib/net/web-client.ts";
import { type FetchedFeed, NoFeedError, readFeed } from "./read-feed.ts";
import { webText } from "./web-text.ts";

export interface FoundFeed {
  readonly url: string;
  readonly feed: FetchedFeed;
}

const feedTypes: ReadonlySet<string> = new Set([
  "application/rss+xml",
  "application/atom+xml",
  "application/feed+json",
  "application/rdf+xml",
  "application/json",
  "application/xml",
  "text/xml",
]);
/** Where feeds are on most sites that do not name them in their pages. */
const commonPaths = ["/feed", "/feed/", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json"];

/**
 * The feeds of an address: itself if it is one, else those that its page names (`link rel=alternate`, HTML Standard
 * §4.6.7.1), else those at common addresses of its site. Rejects with a `WebError` where the address does not answer.
 */
export async function findFeeds(url: string, client: WebClient, signal: AbortSignal): Promise<readonly FoundFeed[]> {
  const answer = await client.request(url, { signal });
  const itself = feedIn(answer.body, answer.header("content-type"), answer.url);
  if (itself !== undefined) return [itself];
  const named = await fetchAll(
    namedFeeds(webText(answer.body, answer.header("content-type")), answer.url),
    client,
    signal,
  );
  if (named.length > 0) return named;
  return fetchAll(
    commonPaths.map((path) => new URL(path, answer.url).href),
    client,
    signal,
  );
}

/** Addresses of feeds that a page names, the main one first by custom. */
function namedFeeds(html: string, pageUrl: string): readonly string[] {
  const $ = load(html);
  const base = URL.parse($("base[href]").attr("href") ?? "", pageUrl)?.href ?? pageUrl;
  const links = $("link[rel~='alternate'][type][href]").toArray();
  const addresses = links
    .filter(({ attribs }) => feedTypes.has((attribs["type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? ""))
    .flatMap(({ attribs }) => URL.parse(attribs["href"] ?? "", base)?.href ?? []);
  return [...new Set(addresses)];
}

/** One after another: they are all on one host, as a rule. */
async function fetchAll(urls: readonly string[], client: WebClient, signal: AbortSignal): Promise<FoundFeed[]> {
  const found = new Map<string, FoundFeed>();
  for (const url of urls) {
    const answer = await client.request(url, { signal }).catch(() => undefined);
    signal.throwIfAborted();
    const feed = answer?.status === 200 && feedIn(answer.body, answer.header("content-type"), answer.url);
    if (feed) found.set(feed.url, feed);
  }
  return [...found.values()];
}

function feedIn(bytes: Uint8Array, contentType: string | undefined, url: string): FoundFeed | undefined {
  try {
    return { url, feed: readFeed(bytes, contentType, url) };
  } catch (error) {
    if (error instanceof NoFeedError) return undefined;
    throw error;
  }
}
