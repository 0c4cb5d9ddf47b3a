import { feedDocumentPath } from "../model/addresses.ts";
import { formatFacts, type Feed, type FeedFormat, type Site } from "../model/feed.ts";
import type { Article } from "../model/article.ts";
import type { Document } from "../model/document.ts";
import type { Span } from "../model/feed-version.ts";
import { renderAtomEntry, renderAtomFeed } from "./atom.ts";
import { toEntry, type Entry } from "./entry.ts";
import { otherFormats, toFeedFacts, type Envelope, type FeedFacts } from "./feed-facts.ts";
import { renderJsonFeed, renderJsonItem } from "./json-feed.ts";
import { renderChannel, renderItem } from "./rss.ts";

/** Writes the parts of a document in one format; they depend on nothing but the arguments. */
interface Renderer {
  readonly entry: (entry: Entry, site: Site) => string;
  readonly envelope: (facts: FeedFacts, site: Site) => Envelope;
}

const renderers: Readonly<Record<FeedFormat, Renderer>> = {
  rss: { entry: renderItem, envelope: renderChannel },
  atom: { entry: renderAtomEntry, envelope: renderAtomFeed },
  json: { entry: renderJsonItem, envelope: renderJsonFeed },
};

/** Small buffers of Node share larger ones, which would be kept as long as any entry is. */
const encoder = new TextEncoder();

/**
 * Renders one `<item>`, `<entry>` or JSON object. Its bytes depend on the article, the format, the public URL and the site
 * id alone, and not on the feed they appear in, so that they can be kept. No article makes it throw.
 */
export function renderEntry(article: Article, format: FeedFormat, site: Site): Uint8Array {
  return encoder.encode(renderers[format].entry(toEntry(article, site), site));
}

/** A part of a history changes only where an article of it does. */
const ARCHIVE_MAX_AGE_SECONDS = 86_400;

/** Puts a feed's entries, rendered by `renderEntry` or kept since, into the envelope of a format. */
export function renderFeed(
  feed: Feed,
  format: FeedFormat,
  site: Site,
  entryBytes: (article: Article, format: FeedFormat) => Uint8Array,
): Document {
  const facts = toFeedFacts(feed, site);
  const maxAgeSeconds = facts.isArchive ? ARCHIVE_MAX_AGE_SECONDS : site.maxAgeSeconds;
  const { head, separator, tail } = renderers[format].envelope(facts, { ...site, maxAgeSeconds });
  const { mediaType } = formatFacts[format];

  const pieces: Uint8Array[] = [Buffer.from(head)];
  const between = Buffer.from(separator);
  const entries: Span[] = [];
  let end = Buffer.byteLength(head);
  for (const [at, article] of feed.articles.entries()) {
    const entry = entryBytes(article, format);
    const start = at === 0 ? end : end + between.length;
    end = start + entry.length;
    if (at > 0) pieces.push(between);
    pieces.push(entry);
    entries.push({ start, end });
  }
  pieces.push(Buffer.from(tail));

  return {
    path: feedDocumentPath(feed.variant, format),
    contentType: `${mediaType}; charset=utf-8`,
    body: Buffer.concat(pieces),
    links: [
      { rel: "self", href: facts.addresses[format], type: mediaType },
      ...(facts.hub === undefined ? [] : [{ rel: "hub", href: facts.hub }]),
      ...facts.history.map(({ rel, address }) => ({ rel, href: address(format), type: mediaType })),
      ...otherFormats(format).map((other) => ({
        rel: "alternate",
        href: facts.addresses[other],
        type: formatFacts[other].mediaType,
      })),
      { rel: "alternate", href: facts.page, type: "text/html" },
    ],
    maxAgeSeconds,
    entries,
  };
}
