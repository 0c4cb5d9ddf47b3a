import { feedDocumentPath, feedPagePath, publicAddress } from "../model/addresses.ts";
import { formatFacts, type Feed, type FeedFormat, type Site } from "../model/feed.ts";
import type { Article } from "../model/article.ts";
import type { Document } from "../model/document.ts";
import type { Span } from "../model/feed-version.ts";
import { otherFormats, toFeedFacts } from "./feed-facts.ts";
import { renderers } from "./renderers.ts";

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
  const { name } = feed.definition;
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
      ...facts.history.map(({ rel, address }) => ({ rel, href: address(format), type: mediaType })),
      ...otherFormats(format).map((other) => ({
        rel: "alternate",
        href: facts.addresses[other],
        type: formatFacts[other].mediaType,
      })),
      { rel: "alternate", href: publicAddress(site, feedPagePath(name)), type: "text/html" },
    ],
    maxAgeSeconds,
    entries,
  };
}
