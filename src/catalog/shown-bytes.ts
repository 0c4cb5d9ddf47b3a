import type { Capture } from "../model/article.ts";

/** UTF-8 bytes that feeds may show of a capture. */
export function shownBytesOf({ entries, bodyHtml, excerpt }: Capture): number {
  return Buffer.byteLength(entries === "full" ? bodyHtml : excerpt);
}
