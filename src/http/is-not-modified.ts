import type { IncomingMessage } from "node:http";
import { parseHttpDate } from "./http-date.ts";

export interface Validators {
  /** `W/"…"` */
  readonly etag: string;
  /** What stands between its quotes. */
  readonly opaqueTag: string;
  /** An HTTP date. */
  readonly lastModified: string;
}

/**
 * Whether a GET or HEAD is to be answered 304 (RFC 9110 §13.2.2): `If-None-Match` decides where it is given, else
 * `If-Modified-Since`. `Cache-Control: no-cache` addresses caches and changes nothing here (RFC 9111 §5.2.1.4), though
 * Express's `fresh` has it otherwise and Node's `fetch` sends it with every conditional request.
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
export function tagsIn(header: string): readonly string[] {
  return header.split(",").map((member) => member.trim().replace(/^W\//i, "").replace(/["\\]/g, ""));
}

const nothingOrCodingSuffix = /^(?:[-;:]{1,2}(?:gzip|deflate|br|zstd))?$/;

/** Whether a tag is meant to be this one: Apache appends `-gzip` within the quotes (bug 45023) and others `;br`. */
export function isTag(tag: string, opaqueTag: string): boolean {
  return tag.startsWith(opaqueTag) && nothingOrCodingSuffix.test(tag.slice(opaqueTag.length));
}
