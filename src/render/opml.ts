import { formatRfc822 } from "../lib/time/rfc822.ts";
import { element, textElement } from "../lib/xml/element.ts";
import { everyFeedPath, opmlPath, publicAddress } from "../model/addresses.ts";
import type { Document } from "../model/document.ts";
import type { Feed, FeedVariant, Site } from "../model/feed.ts";
import { toFeedFacts, type FeedFacts } from "./feed-facts.ts";
import { safeInstant, safeLine } from "./feed-safe.ts";

/** A feed as a list shows it: as it is defined, where no variant is said. */
export type ListedFeed = Pick<Feed, "definition" | "updatedAt"> & { readonly variant?: FeedVariant };

export interface Folder {
  readonly title: string;
  readonly feeds: readonly ListedFeed[];
}

const MEDIA_TYPE = "text/x-opml";
const formats = "Every feed is also to be had as Atom and as JSON Feed: put atom.xml or feed.json in place of rss.xml.";

/**
 * The feeds that a reader subscribes to who wants everything: each article is in one of them. A reader program that knows
 * an article by its id alone would move it from one feed to another.
 */
export function renderOpml(feeds: readonly ListedFeed[], site: Site): Document {
  const note = `Each article is in one of these feeds. All feeds to choose from: ${publicAddress(site, everyFeedPath)}`;
  return renderList(opmlPath, [{ title: site.title, feeds }], [formats, note], site);
}

/** Every feed there is, to choose from. */
export function renderEveryFeed(folders: readonly Folder[], site: Site): Document {
  const note = `An article is in several of these feeds. To subscribe to all, each once: ${publicAddress(site, opmlPath)}`;
  return renderList(everyFeedPath, folders, [formats, note], site);
}

/** OPML 2.0. Only RSS is listed, or a reader would subscribe to everything three times. */
function renderList(path: string, folders: readonly Folder[], notes: readonly string[], site: Site): Document {
  const all = folders.flatMap(({ feeds }) => feeds);
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<opml version="2.0">',
    ...notes.map((note) => `  <!-- ${note} -->`),
    "  <head>",
    ...[textElement("title", safeLine(site.title)), ...dateModified(all)].map((line) => `    ${line}`),
    "  </head>",
    "  <body>",
    ...folders.filter(({ feeds }) => feeds.length > 0).map((folder) => `    ${folderOutline(folder, site)}`),
    "  </body>",
    "</opml>",
    "",
  ];
  return {
    path,
    contentType: `${MEDIA_TYPE}; charset=utf-8`,
    body: Buffer.from(lines.join("\n")),
    links: [{ rel: "self", href: publicAddress(site, path), type: MEDIA_TYPE }],
    maxAgeSeconds: site.maxAgeSeconds,
  };
}

function folderOutline({ title, feeds }: Folder, site: Site): string {
  const outlines = feeds.map(({ definition, variant = { name: definition.name } }) =>
    feedOutline(toFeedFacts({ definition, variant }, site)),
  );
  return element("outline", { text: safeLine(title) }, `\n${outlines.join("")}    `);
}

function feedOutline({ title, description, language, homepage, addresses }: FeedFacts): string {
  const about = { htmlUrl: homepage, language, description };
  return `      ${element("outline", { text: title, title, type: "rss", xmlUrl: addresses.rss, ...about })}\n`;
}

/** The time of the newest change of a feed; the clock has no say. */
function dateModified(feeds: readonly ListedFeed[]): readonly string[] {
  const instants = feeds.flatMap(({ updatedAt }) => updatedAt ?? []).map(safeInstant);
  const newest = instants.toSorted((a, b) => b.getTime() - a.getTime())[0];
  return newest === undefined ? [] : [textElement("dateModified", formatRfc822(newest))];
}
