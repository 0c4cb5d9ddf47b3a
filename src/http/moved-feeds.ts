import type { RequestHandler } from "express";
import { answerGone, type FeedState } from "./fallback.ts";
import { flatHeaders } from "./flat-headers.ts";

const inFeed = /^((?:\/(?:en|zh-han[st]))?\/feeds\/)([a-z0-9-]+)(\/[^?]*)(\?.*)?$/;

const redirectHeaders = flatHeaders({
  "Content-Length": "0",
  "Cache-Control": "public, max-age=3600",
  "Access-Control-Allow-Origin": "*",
});

/**
 * Leads from whatever lay below a feed's former name to where it lies now, by 301, which all readers follow, and tells
 * those who ask for a feed that is no more to stop asking.
 */
export function createMovedFeedHandler(feedState: (name: string) => FeedState, basePath: string): RequestHandler {
  return (request, response, next) => {
    const [, before = "", name, after = "", query = ""] = inFeed.exec(request.url) ?? [];
    const state = name === undefined ? "unknown" : feedState(name);
    if (state === "gone") return answerGone(request, response);
    if (typeof state === "string") return next();
    const location = `${basePath}${before}${state.renamedTo}${after}${query}`;
    response.writeHead(301, [...redirectHeaders, "Location", location]).end();
  };
}
