import type { RequestHandler } from "express";
import { feedNameIn, feedPagePath, feedPath, opmlPath, siteImages, startPagePath } from "../model/addresses.ts";
import { combinedFeedName } from "../model/feed.ts";
import type { DocumentAnswerer } from "./answer-document.ts";
import type { FeedState } from "./fallback.ts";
import { flatHeaders } from "./flat-headers.ts";

const rss = feedPath(combinedFeedName, "rss");
const atom = feedPath(combinedFeedName, "atom");

/** Addresses that people and readers guess. They redirect for ever: readers keep the address they were given. */
const redirects: ReadonlyMap<string, string> = new Map([
  ["/feed", rss],
  ["/feed/", rss],
  ["/feed.xml", rss],
  ["/rss", rss],
  ["/rss/", rss],
  ["/rss.xml", rss],
  ["/index.xml", rss],
  ["/atom", atom],
  ["/atom/", atom],
  ["/atom.xml", atom],
  ["/feed.json", feedPath(combinedFeedName, "json")],
  ["/feeds", startPagePath],
  ["/feeds/", startPagePath],
  ["/index.html", startPagePath],
  ["/favicon.ico", siteImages.favicon.path],
]);

/** Addresses by which conventions look for a list of feeds: they have the bytes of the OPML themselves. */
const opmlAddresses: ReadonlySet<string> = new Set([
  "/opml.xml",
  "/.well-known/feeds",
  "/.well-known/recommendations.opml",
]);

/** Pages of another origin may follow a redirect only if it, too, says that they may (Fetch §4.9). */
const redirectHeaders = flatHeaders({
  "Content-Length": "0",
  "Cache-Control": "public, max-age=3600",
  "Access-Control-Allow-Origin": "*",
});

/** Answers the other addresses of what we publish. Redirects are 301, which all readers follow; not all know 308. */
export function createAliasHandler(
  answerDocument: DocumentAnswerer,
  feedState: (name: string) => FeedState,
  basePath: string,
): RequestHandler {
  return (request, response, next) => {
    if (opmlAddresses.has(request.path)) {
      request.url = opmlPath;
      if (answerDocument(request, response)) return;
    }
    const target = targetOf(request.path);
    if (target === undefined) return next();
    response.writeHead(301, [...redirectHeaders, "Location", basePath + target]).end();
  };

  function targetOf(path: string): string | undefined {
    if (path === basePath) return startPagePath;
    const target = redirects.get(path);
    if (target !== undefined) return target;
    const page = `${path}/`;
    const name = feedNameIn(page);
    return name !== undefined && page === feedPagePath(name) && feedState(name) !== "unknown" ? page : undefined;
  }
}
