/** What an article's times and place in a history are drawn from: one capture without its content. Instants are whole seconds. */
export interface CaptureFact {
  /** Of the file's bytes, in hex. With the article's id, the identity of the capture. */
  readonly sha256: string;
  readonly capturedAt: Date;
  /** What the article says; absent where it says nothing. */
  readonly publishedAt?: Date;
  /** Equal hashes are the same text. */
  readonly textHash: string;
  /** UTF-8 bytes that feeds may show of it: what a history is cut by. Absent where an older feedmill remembered it. */
  readonly shownBytes?: number;
}

/** The order captures of one article are in: by capture time, then by SHA-256, so that no two are in doubt. */
export function compareCaptures(a: CaptureFact, b: CaptureFact): number {
  return a.capturedAt.getTime() - b.capturedAt.getTime() || (a.sha256 < b.sha256 ? -1 : Number(a.sha256 > b.sha256));
}
