import type { Span } from "./feed-version.ts";

/** Bytes at a path: a feed, a page or a list. */
export interface Document {
  /** Below the public URL, e.g. `/feeds/all/rss.xml`. */
  readonly path: string;
  /** Full `Content-Type`, charset included. */
  readonly contentType: string;
  readonly body: Uint8Array;
  /** For the `Link` header (RFC 8288), `self` among them where the document has one. */
  readonly links: readonly DocumentLink[];
  readonly maxAgeSeconds: number;
  /** Absent: 200. Otherwise a page that says why there is no other: no cache keeps it, and nothing revalidates it. */
  readonly status?: 400 | 503;
  /** The entries of a feed, by where they stand in the body, in order. */
  readonly entries?: readonly Span[];
}

export interface DocumentLink {
  readonly rel: string;
  /** Absolute. */
  readonly href: string;
  readonly type?: string;
  readonly title?: string;
}

export type ContentCoding = "identity" | "gzip" | "br" | "zstd";

/** A document with all that a response needs computed beforehand. */
export interface FinishedDocument extends Document {
  /** One weak entity tag for all codings, `W/"…"` (RFC 9110 §8.8.1): a hash of the body. */
  readonly etag: string;
  /** Whole seconds; grows whenever the entity tag changes. */
  readonly lastModified: Date;
  /** The tag of the version that a delta begins at. `etag` is then that of the version it leads to. */
  readonly deltaBase?: string;
  /** Compressed bodies. */
  readonly codings: Readonly<Record<Exclude<ContentCoding, "identity">, Uint8Array>>;
}

/** The result of making the document that an address asks for. */
export type Made<Kind extends object = Document> =
  | { readonly kind: "document"; readonly document: Kind }
  /** The address is another spelling of that of a document which is kept ready. */
  | { readonly kind: "ready"; readonly path: string }
  /** The address asks for something in a way that is not understood: `shown` points at where, in a line or two. */
  | { readonly kind: "mistake"; readonly message: string; readonly shown: string }
  /** There was something here, and it was taken away for good. */
  | { readonly kind: "gone" }
  | { readonly kind: "none" }
  /** There will be, once there is an article. */
  | { readonly kind: "not-yet" }
  /** To find out would take longer than anybody is given. */
  | { readonly kind: "too-broad" }
  /** More is asked for than can be made at the moment. */
  | { readonly kind: "busy" };
