import type { RequestHandler } from "express";
import { feedNameIn, underFeedName } from "../model/addresses.ts";
import { answerGone, type FeedState } from "./fallback.ts";
import { flatHeaders } from "./flat-headers.ts";

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
    const name = feedNameIn(request.url);
    const state = name === undefined ? "unknown" : feedState(name);
    if (state === "gone") return answerGone(request, response);
    if (typeof state === "string") return next();
    const location = basePath + underFeedName(request.url, state.renamedTo);
    response.writeHead(301, [...redirectHeaders, "Location", location]).end();
  };
}
