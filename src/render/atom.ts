import { Feed } from "feed";
import { formatRfc3339 } from "../lib/time/rfc3339.ts";
import { element, textElement } from "../lib/xml/element.ts";
import { feedPath, publicAddress } from "../model/addresses.ts";
import { formatFacts, type Site } from "../model/feed.ts";
import type { Entry } from "./entry.ts";
import { GENERATOR, type Envelope, type FeedFacts } from "./feed-facts.ts";
import {
  deletionElements,
  deletionNamespaces,
  historyElements,
  historyNamespaces,
  MEDIA_NAMESPACE,
  mediaElements,
} from "./extensions.ts";
import {
  addAttributes,
  appendElements,
  cutElement,
  cutFractions,
  splitBeforeEnd,
  unwrapText,
  HTML_MASK,
  maskText,
  unmask,
} from "./feed-package.ts";

/** One `<entry>` of Atom 1.0 (RFC 4287), with Media RSS. */
export function renderAtomEntry(entry: Entry, site: Site): string {
  const feed = new Feed({ title: "", id: entry.source.id, updated: entry.updatedAt });
  feed.addItem({
    id: entry.id,
    title: maskText(entry.title),
    link: entry.url,
    date: entry.updatedAt,
    published: entry.publishedAt,
    author: entry.authors.map((name) => ({ name: maskText(name) })),
    ...(entry.summary === undefined ? {} : { description: maskText(entry.summary) }),
    ...(entry.html === undefined ? {} : { content: HTML_MASK }),
    ...(entry.section === undefined ? {} : { category: [{ term: maskText(entry.section) }] }),
    ...(entry.rights === undefined ? {} : { copyright: maskText(entry.rights) }),
  });
  const written = cutElement(cutFractions(unwrapText(feed.atom1())), "entry");
  const typed = addAttributes(written, "<link", { rel: "alternate", type: "text/html" });
  const tagged = addAttributes(typed, "<entry", { "xml:lang": entry.language });
  return unmask(appendElements(tagged, "entry", entryExtras(entry, site)), entry.html);
}

function entryExtras(entry: Entry, site: Site): readonly string[] {
  return [
    element("link", { rel: "via", href: entry.url }),
    ...entry.related.map(({ url, language }) => element("link", { rel: "related", href: url, hreflang: language })),
    ...entry.recordings.map(({ url, type, title }) => element("link", { rel: "enclosure", type, href: url, title })),
    sourceElement(entry, site),
    ...mediaElements(entry),
  ];
}

/** RFC 4287 §4.2.11. `updated` is the entry's own, so that an entry does not change with its neighbors. */
function sourceElement({ source, updatedAt }: Entry, site: Site): string {
  const href = publicAddress(site, feedPath(source.name, "atom"));
  const parts = [
    textElement("id", source.id),
    textElement("title", source.title),
    textElement("updated", formatRfc3339(updatedAt)),
    element("link", { rel: "self", type: formatFacts.atom.mediaType, href }),
  ];
  return element("source", {}, parts.join(""));
}

export function renderAtomFeed(facts: FeedFacts): Envelope {
  const feed = new Feed({
    id: facts.id,
    title: maskText(facts.title),
    description: maskText(facts.description),
    link: facts.homepage,
    feed: facts.addresses.atom,
    updated: facts.updatedAt,
    generator: GENERATOR,
    favicon: facts.images.favicon,
    image: facts.images.logo,
    ...(facts.hub !== undefined && { hub: facts.hub }),
    ...(facts.rights === undefined ? {} : { copyright: maskText(facts.rights) }),
  });
  const written = cutFractions(feed.atom1());
  const rooted = addAttributes(written, "<feed", { ...namespacesOf(facts), "xml:lang": facts.language });
  const paged = addAttributes(rooted, '<link rel="alternate"', { type: "text/html" });
  const typed = addAttributes(paged, '<link rel="self"', { type: formatFacts.atom.mediaType });
  // Other formats are in the Link header alone: newsboat takes the last alternate here for the feed's page.
  const extended = appendElements(typed, "feed", [
    ...historyElements(facts, "atom", "link"),
    ...deletionElements(facts),
  ]);
  const [head, tail] = splitBeforeEnd(extended, "feed");
  return { head: `${unmask(head)}\n`, separator: "\n", tail: `${unmask(tail)}\n` };
}

function namespacesOf(facts: FeedFacts): Readonly<Record<string, string>> {
  return { "xmlns:media": MEDIA_NAMESPACE, ...historyNamespaces(facts), ...deletionNamespaces(facts) };
}
