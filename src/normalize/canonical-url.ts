import { stripTracking } from "../lib/url/strip-tracking.ts";

/** The outlet's own address of the article: no tracking, no fragment, no credentials (WHATWG URL does the rest). */
export function canonicalUrl(claim: string): URL {
  const url = new URL(stripTracking(new URL(claim)));
  url.hash = "";
  url.username = "";
  url.password = "";
  return url;
}
