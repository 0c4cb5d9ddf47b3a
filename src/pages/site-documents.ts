import { cutGraphemes } from "../lib/text/cut-graphemes.ts";
import { element, textElement } from "../lib/xml/element.ts";
import {
  basePath,
  feedDocumentPath,
  manifestPath,
  openSearchPath,
  publicAddress,
  searchPath,
  siteImages,
} from "../model/addresses.ts";
import type { Document } from "../model/document.ts";
import { searchFeedName, type Site } from "../model/feed.ts";

/** What browsers read of the site as a whole: how it is searched, and how it is installed. */
export function siteDocuments(site: Site): readonly Document[] {
  return [openSearch(site), manifest(site)];
}

/** Search from a browser's own bar, as a page and as a feed (OpenSearch 1.1 §4.4). */
function openSearch(site: Site): Document {
  const page = `${publicAddress(site, searchPath)}?q={searchTerms}`;
  const feed = `${publicAddress(site, feedDocumentPath({ name: searchFeedName }, "rss"))}?q={searchTerms}`;
  const { favicon } = siteImages;
  const image = { type: "image/png", width: favicon.width, height: favicon.height };
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
    textElement("ShortName", cutGraphemes(site.title, 16)),
    textElement("Description", site.title),
    textElement("InputEncoding", "UTF-8"),
    element("Image", image, publicAddress(site, favicon.path)),
    element("Url", { type: "text/html", template: page }),
    element("Url", { type: "application/rss+xml", template: feed }),
    "</OpenSearchDescription>",
    "",
  ];
  return {
    path: openSearchPath,
    contentType: "application/opensearchdescription+xml; charset=utf-8",
    body: Buffer.from(lines.join("\n")),
    links: [],
    maxAgeSeconds: site.maxAgeSeconds,
  };
}

/** Makes the site installable (Web Application Manifest). Addresses count from the manifest's own. */
function manifest(site: Site): Document {
  const { icon, favicon } = siteImages;
  const start = `${basePath(site.publicUrl)}/`;
  const body = {
    name: site.title,
    short_name: site.title,
    lang: site.language,
    start_url: start,
    scope: start,
    display: "minimal-ui",
    background_color: "#fbf9f5",
    theme_color: "#fbf9f5",
    icons: [icon, favicon].map(({ path, width, height }) => ({
      src: basePath(site.publicUrl) + path,
      sizes: `${width}x${height}`,
      type: "image/png",
    })),
  };
  return {
    path: manifestPath,
    contentType: "application/manifest+json; charset=utf-8",
    body: Buffer.from(`${JSON.stringify(body, null, 2)}\n`),
    links: [],
    maxAgeSeconds: site.maxAgeSeconds,
  };
}
