/** An entry as a version of a feed's document holds it. */
export interface HeldEntry extends Span {
  /** A hash of its bytes: the same entry under the same tag is the same in every respect. */
  readonly tag: string;
}

/** A stretch of the body of a document, in bytes: from `start` up to `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Asks for what leads from an earlier version of a feed's document to the present one (RFC 3229). */
export interface DeltaAddress {
  readonly kind: "delta";
  /** The path of the feed's document. */
  readonly path: string;
  /** The entity tag of the version the client holds. */
  readonly since: string;
}
