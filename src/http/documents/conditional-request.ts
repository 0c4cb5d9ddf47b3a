import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** Tell one version of a document from another. */
export interface Validators {
  /** `W/"…"` */
  readonly etag: string;
  /** Stands between its quotes. */
  readonly opaqueTag: string;
  /** An HTTP date. */
  readonly lastModified: string;
}

/**
 * Tells whether a GET or HEAD is answered 304 (RFC 9110 §13.2.2): `If-None-Match` decides where it is given, else
 * `If-Modified-Since`. `Cache-Control: no-cache` addresses caches and changes nothing here (RFC 9111 §5.2.1.4), though
 * Express's `fresh` has it otherwise and Node's `fetch` sends it with every conditional request: hence no `fresh` here.
 */
export function isNotModified(request: IncomingMessage, validators: Validators): boolean {
  const wanted = request.headers["if-none-match"];
  if (wanted !== undefined) return wanted === validators.etag || names(wanted, validators.opaqueTag);
  const since = request.headers["if-modified-since"];
  if (since === undefined || request.headersDistinct["if-modified-since"]?.length !== 1) return false;
  if (since === validators.lastModified) return true;
  const time = parseHttpDate(since);
  return time !== undefined && Date.parse(validators.lastModified) <= time;
}

/** Weak comparison with each tag of a list. */
function names(header: string, opaqueTag: string): boolean {
  return header.trim() === "*" || tagsIn(header).some((tag) => isTag(tag, opaqueTag));
}

/** The tags of a list. Some readers drop `W/` or the quotes, or escape them, hence none has any here. */
function tagsIn(header: string): readonly string[] {
  return header.split(",").map((member) => member.trim().replace(/^W\//i, "").replace(/["\\]/g, ""));
}

/** More tags of a request are not looked at: no reader holds so many. */
const MAX_TAGS = 100;

/** Some servers in between append a coding after one sign, others after two. Our own tags may end in such a sign. */
const codingSuffixes = [/[-;:](?:gzip|deflate|br|zstd)$/, /[-;:]{2}(?:gzip|deflate|br|zstd)$/];

/** The opaque tags that a request says its client holds, as they came and without what servers in between append. */
export function heldTags({ "if-none-match": header = "" }: IncomingHttpHeaders): readonly string[] {
  const tags = tagsIn(header).slice(0, MAX_TAGS);
  const named = tags.filter((tag) => tag !== "" && tag !== "*");
  return [...new Set(named.flatMap((tag) => [tag, ...codingSuffixes.map((suffix) => tag.replace(suffix, ""))]))];
}

const nothingOrCodingSuffix = /^(?:[-;:]{1,2}(?:gzip|deflate|br|zstd))?$/;

/** Tells whether a tag is meant to be this one: Apache appends `-gzip` within the quotes (bug 45023) and others `;br`. */
function isTag(tag: string, opaqueTag: string): boolean {
  return tag.startsWith(opaqueTag) && nothingOrCodingSuffix.test(tag.slice(opaqueTag.length));
}

/**
 * The entity tag of the newest of a feed's earlier `versions` that the client says it holds, where it takes a feed of
 * what is new since (RFC 3229 §10.5.3, with the instance manipulation `feed`). Absent where it does not, or holds none
 * that is known.
 */
export function deltaBase(
  { headers }: IncomingMessage,
  versions: readonly Pick<Validators, "etag" | "opaqueTag">[],
): string | undefined {
  if (versions.length === 0 || takesDeltaForFailure.test(headers["user-agent"] ?? "")) return undefined;
  const accepted = headers["a-im"];
  const held = headers["if-none-match"];
  if (accepted === undefined || held === undefined || !acceptsFeed(String(accepted))) return undefined;
  const tags = tagsIn(held).slice(0, MAX_TAGS);
  return versions.find(({ opaqueTag }) => tags.some((tag) => isTag(tag, opaqueTag)))?.etag;
}

/**
 * The library feedparser 6.0 asks for deltas in the name of every program that uses it, and rss2email 3.13, which gives no
 * other name than the library's, takes a 226 for a failure.
 */
const takesDeltaForFailure = /^(?:feedparser|rss2email)\b/i;

const refused = /;\s*q\s*=\s*0(?:\.0*)?\s*(?:;|$)/;

/** Tells whether `A-IM` lists `feed`, with any parameters but `q=0`. */
function acceptsFeed(accepted: string): boolean {
  return accepted
    .toLowerCase()
    .split(",")
    .some((member) => /^\s*feed\s*(?:;|$)/.test(member) && !refused.test(member));
}

const fixdate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const rfc850 = /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/;
const asctime = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

/**
 * Reads an HTTP date in any of its three forms (RFC 9110 §5.6.7), as epoch milliseconds. `Date.parse` alone takes
 * much that is not one, and reads the third form in the machine's zone.
 */
export function parseHttpDate(text: string): number | undefined {
  if (!fixdate.test(text) && !rfc850.test(text) && !asctime.test(text)) return undefined;
  const time = Date.parse(asctime.test(text) ? `${text} GMT` : text);
  return Number.isNaN(time) ? undefined : time;
}
