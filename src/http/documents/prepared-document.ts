import { startPagePaths } from "../../model/addresses.ts";
import type { ContentCoding, FinishedDocument } from "../../model/document.ts";
import { flatHeaders, type HeaderFields } from "../headers.ts";
import { AnswerCounts } from "../answer-counts.ts";
import type { Validators } from "./conditional-request.ts";
import { linkHeader } from "./link-header.ts";

/** A document with all its answers prepared. To answer is to choose one. */
export interface PreparedDocument extends Validators {
  readonly path: string;
  /** Counts its answers. */
  readonly counts: AnswerCounts;
  /** Earlier versions from which a delta can start, the latest first. */
  readonly versions: readonly Pick<Validators, "etag" | "opaqueTag">[];
  /** The status of an answer with a body. */
  readonly status: 200 | 226 | 400 | 503;
  readonly variants: Readonly<Record<ContentCoding, PreparedVariant>>;
  /** The headers of a 304, names and values in turn. */
  readonly notModifiedHeaders: string[];
}

export interface PreparedVariant {
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: Buffer;
}

/**
 * Prepares every answer of a document. Answers are counted in `counts`, if given. `versions` are its known entity tags,
 * the latest first. Throws if a fact of the document cannot be sent in a header.
 */
export function prepareDocument(
  document: FinishedDocument,
  counts: AnswerCounts = new AnswerCounts("", "none"),
  versions: readonly string[] = [],
): PreparedDocument {
  const { path, etag, codings } = document;
  const lastModified = document.lastModified.toUTCString();
  const revalidation = revalidationFields(document);
  const fields = { ...representationFields(document), ...revalidation, ...keepingFields(document, lastModified) };

  function variant(bytes: Uint8Array, coding?: ContentCoding): PreparedVariant {
    const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const length = String(body.length);
    return { headers: flatHeaders({ ...fields, "Content-Encoding": coding, "Content-Length": length }), body };
  }

  return {
    path,
    counts,
    etag,
    opaqueTag: opaque(etag),
    lastModified,
    versions: versions.filter((tag) => tag !== etag).map((tag) => ({ etag: tag, opaqueTag: opaque(tag) })),
    status: document.status ?? (document.deltaBase === undefined ? 200 : 226),
    notModifiedHeaders: flatHeaders(revalidation),
    variants: {
      identity: variant(document.body),
      gzip: variant(codings.gzip, "gzip"),
      br: variant(codings.br, "br"),
      zstd: variant(codings.zstd, "zstd"),
    },
  };
}

function opaque(etag: string): string {
  return etag.slice(etag.indexOf('"') + 1, -1);
}

/** The memory of a document in bytes, without its headers. */
export function preparedBytes({ variants }: PreparedDocument): number {
  return Object.values(variants).reduce((sum, { body }) => sum + body.length, 0);
}

const staleWhileRevalidateSeconds = 60;
const staleIfErrorSeconds = 86_400;
const exposed = "ETag, Last-Modified, Link, Retry-After, Cache-Control";

/** A 304 repeats these of its 200 (RFC 9110 §15.4.5). The last two let a page of another origin read it (Fetch §3.3). */
function revalidationFields({ etag, maxAgeSeconds, deltaBase }: FinishedDocument): HeaderFields {
  const stale = `stale-while-revalidate=${staleWhileRevalidateSeconds}, stale-if-error=${staleIfErrorSeconds}`;
  return {
    ETag: etag,
    "Cache-Control": `public, max-age=${maxAgeSeconds}, ${stale}`,
    Vary: "Accept-Encoding",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": exposed,
    ...(deltaBase !== undefined && deltaFields(deltaBase)),
  };
}

/** The headers about time and caches. An error page may not be cached. */
function keepingFields({ status }: FinishedDocument, lastModified: string): HeaderFields {
  return status === undefined
    ? { "Last-Modified": lastModified }
    : { ETag: undefined, "Cache-Control": "no-store", "Last-Modified": undefined };
}

/**
 * The headers in which a delta differs from its feed (RFC 3229 §10.5). A delta is right only for a client that has its
 * base, and a cache that does not know 226 must not keep it. The full feed is right for every client, so it does not vary.
 */
function deltaFields(base: string): HeaderFields {
  return {
    IM: "feed",
    "Delta-Base": base,
    "Cache-Control": "private, no-store",
    Vary: "A-IM, If-None-Match, Accept-Encoding",
    "Access-Control-Expose-Headers": `${exposed}, IM, Delta-Base`,
  };
}

/** Pages load only our stylesheet, our script, pictures and recordings. Their forms send only to us. */
const contentSecurityPolicy =
  "default-src 'none'; img-src https: http:; media-src https: http:; style-src 'self'; script-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; " +
  "form-action 'self'; frame-ancestors 'none'";

/** Keeps pages with articles out of search engines, which should lead to the outlets. */
function representationFields({ path, contentType, links }: FinishedDocument): HeaderFields {
  const isPage = contentType.startsWith("text/html");
  return {
    "Content-Type": contentType,
    "Accept-Ranges": "none",
    Link: linkHeader(links),
    "X-Robots-Tag": startPagePaths.has(path) ? undefined : "noindex",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": isPage ? "same-origin" : "cross-origin",
    "Content-Security-Policy": isPage ? contentSecurityPolicy : undefined,
  };
}
