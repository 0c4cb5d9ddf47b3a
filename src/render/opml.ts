import { formatRfc822 } from "../lib/time/rfc822.ts";
import { element, textElement } from "../lib/xml/element.ts";
import { opmlPath, publicAddress } from "../model/addresses.ts";
import type { Feed, Site } from "../model/feed.ts";
import type { Document } from "../model/document.ts";
import { toFeedFacts, type FeedFacts } from "./feed-facts.ts";
import { safeInstant, safeLine } from "./feed-safe.ts";

/** A feed as the list shows it. */
export type ListedFeed = Pick<Feed, "definition" | "updatedAt">;

const MEDIA_TYPE = "text/x-opml";

/**
 * All feeds, for import into a reader: OPML 2.0, one outline a feed, in one folder. Only RSS is listed, or a reader
 * would subscribe to everything three times; a comment says where the other formats are.
 */
export function renderOpml(feeds: readonly ListedFeed[], site: Site): Document {
  const title = safeLine(site.title);
  const outlines = feeds.map((feed) =>
    feedOutline(toFeedFacts({ ...feed, variant: { name: feed.definition.name } }, site)),
  );
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<opml version="2.0">',
    "  <!-- Every feed is also to be had as Atom and as JSON Feed: put atom.xml or feed.json in place of rss.xml. -->",
    "  <head>",
    ...[textElement("title", title), ...dateModified(feeds)].map((line) => `    ${line}`),
    "  </head>",
    "  <body>",
    `    ${element("outline", { text: title }, `\n${outlines.join("")}    `)}`,
    "  </body>",
    "</opml>",
    "",
  ];
  return {
    path: opmlPath,
    contentType: `${MEDIA_TYPE}; charset=utf-8`,
    body: Buffer.from(lines.join("\n")),
    links: [{ rel: "self", href: publicAddress(site, opmlPath), type: MEDIA_TYPE }],
    maxAgeSeconds: site.maxAgeSeconds,
  };
}

function feedOutline({ title, description, language, homepage, addresses }: FeedFacts): string {
  const about = { htmlUrl: homepage, language, description };
  return `      ${element("outline", { text: title, title, type: "rss", xmlUrl: addresses.rss, ...about })}\n`;
}

/** When the newest of the feeds changed; the clock has no say. */
function dateModified(feeds: readonly ListedFeed[]): readonly string[] {
  const instants = feeds.flatMap(({ updatedAt }) => updatedAt ?? []).map(safeInstant);
  const newest = instants.toSorted((a, b) => b.getTime() - a.getTime())[0];
  return newest === undefined ? [] : [textElement("dateModified", formatRfc822(newest))];
}
