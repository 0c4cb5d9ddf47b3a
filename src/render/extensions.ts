import { formatRfc3339 } from "../lib/time/rfc3339.ts";
import { element, escapeXml } from "../lib/xml/element.ts";
import { formatFacts } from "../model/feed.ts";
import type { Entry } from "./entry.ts";
import type { FeedFacts } from "./feed-facts.ts";

/* Elements that RSS and Atom have in common, of vocabularies that belong to neither. */

/** The namespace of `historyElements`, where they need it (RFC 5005 §4). */
export function historyNamespaces({ isArchive }: FeedFacts): Readonly<Record<string, string>> {
  return isArchive ? { "xmlns:fh": "http://purl.org/syndication/history/1.0" } : {};
}

/** The links of a document through its history, and the mark of an archive; `link` is the element of links in the format. */
export function historyElements(
  { isArchive, history }: FeedFacts,
  format: "rss" | "atom",
  link: "link" | "atom:link",
): readonly string[] {
  const type = formatFacts[format].mediaType;
  return [
    ...history.map(({ rel, address }) => element(link, { rel, type, href: address(format) })),
    ...(isArchive ? [element("fh:archive", {})] : []),
  ];
}

/** Atom Tombstones (RFC 6721 §3). Why an article was taken down is not published. */
export function deletionNamespaces({ deletions }: FeedFacts): Readonly<Record<string, string>> {
  return deletions.length === 0 ? {} : { "xmlns:at": "http://purl.org/atompub/tombstones/1.0" };
}

export function deletionElements({ deletions }: FeedFacts): readonly string[] {
  return deletions.map(({ id, takenDownAt }) =>
    element("at:deleted-entry", { ref: id, when: formatRfc3339(takenDownAt) }),
  );
}

/** Media RSS 1.5.1. The name is compared by readers character by character. */
export const MEDIA_NAMESPACE = "http://search.yahoo.com/mrss/";

/**
 * The lead picture, for readers that show one beside the entry. A full text holds it, so that there it is a thumbnail alone:
 * newsboat shows a `media:content` besides. There is never a `media:description`, which feedparser and newsboat take for
 * the entry's summary, and it is never an enclosure: that is downloaded, and for recordings.
 */
export function mediaElements({ picture, html }: Pick<Entry, "picture" | "html">): readonly string[] {
  if (picture === undefined) return [];
  const { url, credit, width, height } = picture;
  const small = picture.thumbnail;
  const thumbnail = element("media:thumbnail", small === undefined ? { url, width, height } : { url: small });
  if (html !== undefined) return [thumbnail];
  const credits = credit === undefined ? "" : element("media:credit", {}, escapeXml(credit));
  return [element("media:content", { url, medium: "image", type: mediaType(url), width, height }, credits), thumbnail];
}

const output = /[?&]output=(jpe?g|png|gif|webp|avif)(?:&|$)/i;
const extension = /\.(jpe?g|png|gif|webp|avif)(?:[?#&]|$)/i;

/** The type that the address tells, else the most common one: newsboat offers what has no type as a podcast. */
function mediaType(url: string): string {
  const name = (output.exec(url) ?? extension.exec(url))?.[1]?.toLowerCase() ?? "jpeg";
  return `image/${name === "jpg" ? "jpeg" : name}`;
}
