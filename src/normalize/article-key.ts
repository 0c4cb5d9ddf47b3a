import { v5 as uuidV5 } from "uuid";
import { identityHost } from "../lib/url/identity-host.ts";
import { stripTracking } from "../lib/url/strip-tracking.ts";
import type { Outlet } from "../model/outlet.ts";
import { isScriptSegment, pathSegments } from "./path-segments.ts";

/** The namespace of all articles' ids (RFC 9562 §5.5). Changing it would change every id. */
const articleNamespace = "7af8cd14-9fdb-4fd8-9cd8-034f79b6ddc8";

const escape = /%[0-9a-f]{2}/gi;
const finalSlashes = /\/+$/;
const lastSegmentNumber = /^([0-9]+)(?:\.[a-z]+)?$/;
const digits = /^[0-9]+$/;

/**
 * What an article is recognized by, whichever way it was addressed: the host, as `identityHost` gives it, and after `#`
 * the outlet's own number of the article, or else the path. The query counts only where nobody knows the outlet's
 * addresses, and then in the order given, less tracking parameters. Ids are made of keys: they are the same for ever.
 */
export function articleKey(address: URL | string, outlet: Outlet): string {
  const url = new URL(address);
  const host = identityHost(url);
  const number = outlet.articleNumber === undefined ? undefined : articleNumber(url, outlet.articleNumber);
  if (number !== undefined) {
    // The other script's edition is an article of its own.
    const script = pathSegments(url).find(isScriptSegment);
    return script === undefined ? `${host}#${number}` : `${host}#${number}/${script.toLowerCase()}`;
  }
  const query = outlet.hosts.length === 0 ? stripTracking(url).search : "";
  return host + (url.pathname.replace(finalSlashes, "") + query).replace(escape, (triplet) => triplet.toUpperCase());
}

/** `urn:uuid:…`, version 5, of an article's key. */
export function articleId(key: string): string {
  return `urn:uuid:${uuidV5(key, articleNamespace)}`;
}

/** The number by which the outlet knows the article; undefined where the path has none. */
function articleNumber(url: URL, where: string): string | undefined {
  const segments = pathSegments(url);
  if (where === "last-segment") return lastSegmentNumber.exec(segments.at(-1) ?? "")?.[1];
  const [before = "", after = ""] = where.split("{n}");
  return segments
    .filter((segment) => segment.startsWith(before) && segment.endsWith(after))
    .map((segment) => segment.slice(before.length, segment.length - after.length))
    .findLast((number) => digits.test(number));
}
