import { load } from "cheerio";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import RssParser from "rss-parser";
import type { FeedFormat } from "../src/model/feed.ts";

/** What a reader finds of an entry, in the words that the formats share. */
export interface ReadEntry {
  readonly id: string | undefined;
  readonly url: string | undefined;
  readonly title: string | undefined;
  readonly published: number;
  readonly updated: number;
  readonly authors: readonly (string | undefined)[];
  /** Plain text. */
  readonly summary: string | undefined;
  readonly body: string | undefined;
}

/** How an RSS `description` without `content:encoded` is to be understood. */
type Alone = "summary" | "body";

/** Reads a document's entries with feedsmith. */
export function readWithFeedsmith(document: string, format: FeedFormat, alone: Alone): readonly ReadEntry[] {
  return readers[format](document, alone);
}

const readers: Readonly<Record<FeedFormat, (document: string, alone: Alone) => readonly ReadEntry[]>> = {
  rss: (document, alone) =>
    (parseRssFeed(document).items ?? []).map((item) => ({
      id: item.guid?.value,
      url: item.link,
      title: item.title,
      published: Date.parse(item.pubDate ?? ""),
      updated: Date.parse(item.atom?.updated ?? ""),
      authors: item.dc?.creators ?? [],
      ...fromDescription(item.description, item.content?.encoded, alone),
    })),
  atom: (document) =>
    (parseAtomFeed(document).entries ?? []).map((entry) => ({
      id: entry.id,
      url: entry.links?.find(({ rel }) => rel === "alternate")?.href,
      title: entry.title?.value,
      published: Date.parse(entry.published ?? ""),
      updated: Date.parse(entry.updated ?? ""),
      authors: (entry.authors ?? []).map(({ name }) => name),
      summary: entry.summary?.value,
      body: entry.content?.value,
    })),
  json: (document) =>
    (parseJsonFeed(document).items ?? []).map((item) => ({
      id: item.id,
      url: item.url,
      title: item.title,
      published: Date.parse(item.date_published ?? ""),
      updated: Date.parse(item.date_modified ?? ""),
      authors: (item.authors ?? []).map(({ name }) => name),
      summary: item.summary,
      body: item.content_html,
    })),
};

interface ParsedItem {
  readonly id?: string;
  readonly summary?: string;
  readonly creators?: readonly string[];
  readonly people?: readonly { readonly name?: readonly string[] }[];
  readonly changed?: string;
  readonly "content:encoded"?: string;
}

const rssParser = new RssParser<object, ParsedItem>({
  customFields: {
    item: [
      ["dc:creator", "creators", { keepArray: true }],
      ["author", "people", { keepArray: true }],
      ["atom:updated", "changed"],
      ["updated", "changed"],
    ],
  },
});

/** Reads an XML document's entries with rss-parser. */
export async function readWithRssParser(
  document: string,
  format: Exclude<FeedFormat, "json">,
  alone: Alone,
): Promise<readonly ReadEntry[]> {
  const { items } = await rssParser.parseString(document);
  return items.map((item) => ({
    id: item.guid ?? item.id,
    url: item.link,
    title: item.title,
    published: Date.parse(item.pubDate ?? ""),
    updated: Date.parse(item.changed ?? ""),
    ...(format === "rss"
      ? { authors: item.creators ?? [], ...fromDescription(item.content, item["content:encoded"], alone) }
      : {
          authors: (item.people ?? []).map(({ name }) => name?.[0]),
          summary: item.summary,
          body: item.content,
        }),
  }));
}

/** RSS has HTML in `description`, where the other formats have plain text in `summary`. */
function fromDescription(
  description: string | undefined,
  content: string | undefined,
  alone: Alone,
): Pick<ReadEntry, "summary" | "body"> {
  if (content === undefined && alone === "body") return { summary: undefined, body: description };
  return { summary: description === undefined ? undefined : load(description).text(), body: content };
}
