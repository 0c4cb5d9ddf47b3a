import { Feed, type Item } from "feed";
import { formatRfc3339 } from "../lib/time/rfc3339.ts";
import { escapeText } from "../lib/html/escape-html.ts";
import { element, escapeXml, textElement } from "../lib/xml/element.ts";
import { feedPath, publicAddress, siteImages } from "../model/addresses.ts";
import type { Site } from "../model/feed.ts";
import type { Entry } from "./entry.ts";
import { GENERATOR, type Envelope, type FeedFacts } from "./feed-facts.ts";
import { historyElements, historyNamespaces, MEDIA_NAMESPACE, mediaElements } from "./extensions.ts";
import {
  addAttributes,
  appendElements,
  cutElement,
  splitBeforeEnd,
  unwrapText,
  HTML_MASK,
  maskText,
  unmask,
} from "./feed-package.ts";

/* RSS 2.0, with the Dublin Core, Atom, Media RSS, Content and Syndication modules. */

const SPECIFICATION = "https://www.rssboard.org/rss-specification";

const namespaces = {
  "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
  "xmlns:dc": "http://purl.org/dc/elements/1.1/",
  "xmlns:media": MEDIA_NAMESPACE,
  "xmlns:sy": "http://purl.org/rss/1.0/modules/syndication/",
};

/** One `<item>`. */
export function renderItem(entry: Entry, site: Site): string {
  const feed = new Feed({ title: "", link: site.publicUrl, updated: entry.updatedAt });
  feed.addItem({
    id: entry.id,
    title: maskText(entry.title),
    link: entry.url,
    date: entry.updatedAt,
    published: entry.publishedAt,
    ...descriptionAndContent(entry),
    ...(entry.section === undefined ? {} : { category: [{ name: maskText(entry.section) }] }),
  });
  const item = cutElement(unwrapText(feed.rss2()), "item");
  return unmask(appendElements(item, "item", itemExtras(entry, site)), entry.html);
}

/** A `description` is HTML (RSS 2.0), so that a summary is escaped once more; alone, it holds the full text. */
function descriptionAndContent({ summary, html }: Entry): Pick<Item, "description" | "content"> {
  if (summary === undefined) return { description: HTML_MASK };
  const description = maskText(escapeText(summary));
  return html === undefined ? { description } : { description, content: HTML_MASK };
}

function itemExtras(entry: Entry, site: Site): readonly string[] {
  const { source } = entry;
  return [
    textElement("dc:creator", entry.authors.join(separatorOfNames(entry.language))),
    ...(entry.rights === undefined ? [] : [textElement("dc:rights", entry.rights)]),
    textElement("dc:language", entry.language),
    textElement("atom:updated", formatRfc3339(entry.updatedAt)),
    ...entry.related.map(({ url, language }) =>
      element("atom:link", { rel: "related", href: url, hreflang: language }),
    ),
    element("source", { url: publicAddress(site, feedPath(source.name, "rss")) }, escapeXml(source.title)),
    // RSS has one at most, and programs keep the first. A length that nobody knows is 0.
    ...entry.recordings.slice(0, 1).map(({ url, type }) => element("enclosure", { url, length: "0", type })),
    ...mediaElements(entry),
  ];
}

/** Readers keep the first or the last of several `dc:creator`, so there is one with all names. */
function separatorOfNames(language: string): string {
  return /^(?:zh|ja)\b/i.test(language) ? "、" : ", ";
}

export function renderChannel(facts: FeedFacts, { maxAgeSeconds }: Site): Envelope {
  const minutes = Math.max(1, Math.round(maxAgeSeconds / 60));
  const feed = new Feed({
    title: maskText(facts.title),
    description: maskText(facts.description),
    link: facts.homepage,
    feed: facts.addresses.rss,
    language: facts.language,
    updated: facts.updatedAt,
    ttl: minutes,
    generator: GENERATOR,
    docs: SPECIFICATION,
    image: facts.images.logo,
    ...(facts.hub !== undefined && { hub: facts.hub }),
    ...(facts.rights === undefined ? {} : { copyright: maskText(facts.rights) }),
  });
  const pictured = appendElements(feed.rss2(), "image", [
    textElement("width", String(siteImages.logo.width)),
    textElement("height", String(siteImages.logo.height)),
  ]);
  // Other formats are in the Link header alone: SimplePie takes the last alternate here for the site's page.
  const channel = appendElements(pictured, "channel", [
    ...historyElements(facts, "rss", "atom:link"),
    ...syndicationElements(minutes),
  ]);
  const [head, tail] = splitBeforeEnd(
    addAttributes(channel, "<rss", { ...namespaces, ...historyNamespaces(facts) }),
    "channel",
  );
  return { head: `${unmask(head)}\n`, separator: "\n", tail: `${unmask(tail)}\n` };
}

const periods = [
  ["hourly", 60],
  ["daily", 1440],
  ["weekly", 10_080],
] as const;

/** The same interval as `ttl`, in the words of the Syndication module; nothing where they have none for it. */
function syndicationElements(ttlMinutes: number): readonly string[] {
  const period = periods.find(([, minutes]) => minutes % ttlMinutes === 0);
  if (period === undefined) return [];
  const [name, minutes] = period;
  return [textElement("sy:updatePeriod", name), textElement("sy:updateFrequency", String(minutes / ttlMinutes))];
}
