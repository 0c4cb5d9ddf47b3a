import { formatRfc3339 } from "../lib/time/rfc3339.ts";
import { element } from "../lib/xml/element.ts";
import { formatFacts } from "../model/feed.ts";
import type { FeedFacts } from "./feed-facts.ts";

/** The namespace of `historyElements`, where they need it (RFC 5005 §4). */
export function historyNamespaces({ isArchive }: FeedFacts): Readonly<Record<string, string>> {
  return isArchive ? { "xmlns:fh": "http://purl.org/syndication/history/1.0" } : {};
}

/** What says that a document is an archive, and its links to others; `link` is the name that a format has for them. */
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
