import { parse, v5 as uuidV5 } from "uuid";
import { plainText } from "../lib/text/plain-text.ts";
import { identityHost } from "../lib/url/identity-host.ts";
import { stripTracking } from "../lib/url/strip-tracking.ts";
import type { Twin } from "../model/article.ts";
import type { Outlet } from "../model/outlet.ts";

/** The namespace of all articles' ids (RFC 9562 §5.5). Changing it would change every id. */
const articleNamespace = parse("7af8cd14-9fdb-4fd8-9cd8-034f79b6ddc8");

const escape = /%[0-9a-f]{2}/gi;
const slashes = /\/{2,}/g;
const finalSlashes = /\/+$/;
const lastSegmentNumber = /^([0-9]+)(?:\.[a-z]+)?$/;
const numberAtEnd = /-[0-9]+(?:\.[a-z]+)?$/;
const digits = /^[0-9]+$/;
/** A fragment that is an address of its own, in pages that are one program. */
const route = /^#(?:!|\/)./;
/** The pages' other form for telephones, on whatever host. */
const ampEnding = /\/amp$/i;

/**
 * The outlet's own address of the article: no tracking, no fragment but one that is a route, no credentials (WHATWG URL
 * does the rest).
 */
export function canonicalUrl(claim: string): URL {
  const url = new URL(stripTracking(new URL(claim)));
  if (!route.test(url.hash)) url.hash = "";
  url.username = "";
  url.password = "";
  return url;
}

/**
 * What an article is recognized by, whichever way it was addressed: the host, as `identityHost` gives it, and after `#`
 * the outlet's own number of the article, or else the path, without endings that lead to another form of it. The query
 * counts where nobody knows the outlet's addresses, less tracking parameters, and else as far as the profile says. Ids
 * are made of keys: they are the same for ever.
 */
export function articleKey(address: URL | string, outlet: Outlet): string {
  const url = new URL(address);
  const number = outlet.articleNumber === undefined ? undefined : articleNumber(url, outlet.articleNumber);
  if (number !== undefined) {
    // The other script's edition is an article of its own. A number is the outlet's, on all of its hosts.
    const script = pathSegments(url).find((segment) => scriptOf(segment, outlet) !== undefined);
    const host = identityHost(new URL(`https://${outlet.hosts[0] ?? url.host}/`));
    return `${host}#${number}${script === undefined ? "" : `/${script.toLowerCase()}`}`;
  }
  const written = identityHost(url) + identityPath(url, outlet) + identityQuery(url, outlet);
  return written.replace(escape, (triplet) => triplet.toUpperCase()) + (route.test(url.hash) ? url.hash : "");
}

/** `urn:uuid:…`, version 5, of an article's key. */
export function articleId(key: string): string {
  return `urn:uuid:${uuidV5(key, articleNamespace)}`;
}

function identityPath(url: URL, outlet: Outlet): string {
  const isClaimed = outlet.hosts.length > 0;
  const path = (isClaimed ? url.pathname.replace(slashes, "/") : url.pathname).replace(finalSlashes, "");
  const ending = outlet.pathEndings.find((candidate) => path.toLowerCase().endsWith(candidate.toLowerCase()));
  return ending === undefined ? path.replace(ampEnding, "") : path.slice(0, -ending.length);
}

function identityQuery(url: URL, outlet: Outlet): string {
  if (outlet.hosts.length === 0) return stripTracking(url).search;
  const named = url.search
    .slice(1)
    .split("&")
    .filter((parameter) => outlet.articleQuery.includes(parameter.split("=", 1)[0] ?? ""));
  return named.length === 0 ? "" : `?${named.toSorted().join("&")}`;
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

/** The same article in Simplified Chinese, where the path says that this one is in Traditional. */
export function findTwin(url: URL, outlet: Outlet): Twin | undefined {
  const segment = pathSegments(url).find((one) => scriptOf(one, outlet) === "Hant");
  if (segment === undefined) return undefined;
  const { hans } = outlet.scripts;
  const twin = new URL(url);
  // Where the segment is not that of HTML's language tags, the outlet has one for each script.
  twin.pathname = url.pathname.replace(`/${segment}`, segment.toLowerCase() === "zh-hant" ? "" : `/${hans}`);
  return { id: articleId(articleKey(twin, outlet)), url: twin.href };
}

/** The outlet's department, where its addresses name it. A number is none. */
export function findSection(url: URL, outlet: Outlet): string | undefined {
  if (!outlet.section) return undefined;
  const { pathSegment, labels } = outlet.section;
  const segments = pathSegments(url).filter((segment) => scriptOf(segment, outlet) === undefined);
  const written = segments[pathSegment - 1];
  if (written === undefined || digits.test(written)) return undefined;
  // The last segment is the article's own; what stands before its number may be a section's name.
  const name = pathSegment < segments.length ? written : written.replace(numberAtEnd, "");
  if (pathSegment === segments.length && name === written) return undefined;
  const decoded = plainText(decode(name));
  return labels[decoded] ?? (decoded || undefined);
}

/** In which Chinese script the address says that the page is. */
export function findScript(url: URL, outlet: Outlet): "Hans" | "Hant" | undefined {
  return pathSegments(url)
    .map((segment) => scriptOf(segment, outlet))
    .find((script) => script !== undefined);
}

function scriptOf(segment: string, { scripts }: Outlet): "Hans" | "Hant" | undefined {
  const name = segment.toLowerCase();
  if (name === "zh-hant" || name === scripts.hant.toLowerCase()) return "Hant";
  return name === "zh-hans" || name === scripts.hans.toLowerCase() ? "Hans" : undefined;
}

/** The segments of a path that are not empty, as they are written. */
function pathSegments(url: URL): string[] {
  return url.pathname.split("/").filter((segment) => segment !== "");
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
