import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { canonicalJson } from "../lib/canonical-json.ts";
import type { Capture } from "../model/article.ts";

/** Everything that a capture shows besides its body. */
export type Metadata = Omit<Capture, "id" | "outletId" | "bodyHtml" | "capturedAt" | "publishedAt" | "textHash">;

/** The content of a capture: everything that does not stand in a column of its own. */
export type Content = Metadata & Pick<Capture, "bodyHtml">;

/*
 * A content is packed as one piece of zstd (RFC 8878): its metadata as JSON, a line feed, the body. A dictionary holds what
 * bodies have in common. It is made of early bodies, once there are some, and never changed; another could follow.
 */

/** The number of the dictionary that contents are packed with now; those packed before it was made have 0. */
export const DICTIONARY = 1;
const DICTIONARY_BYTES = 16 * 1024;
/** Bodies that a dictionary is made of. */
export const DICTIONARY_SAMPLES = 48;
/**
 * Bodies of usual length take a fifteenth of a millisecond at this level, with a tenth less room than without a dictionary.
 * The next level, with a dictionary twice as large, would take twice as long for a twelfth of the room.
 */
const LEVEL = 4;
/** A longer content is packed at a lower level. */
const LONG_BYTES = 128 * 1024;
const LEVEL_OF_LONG = 3;

export function packContent(content: Capture | Content, dictionary: Uint8Array | undefined): Uint8Array {
  const bytes = Buffer.from(`${metadataOf(content)}\n${content.bodyHtml}`);
  const level = bytes.length > LONG_BYTES ? LEVEL_OF_LONG : LEVEL;
  const params = { [constants.ZSTD_c_compressionLevel]: level };
  return zstdCompressSync(bytes, { params, ...(dictionary && { dictionary }) });
}

/** @param dictionary The one that it was packed with. */
export function unpackContent(packed: Uint8Array, dictionary: Uint8Array | undefined): Content {
  const text = zstdDecompressSync(packed, dictionary && { dictionary }).toString("utf8");
  const end = text.indexOf("\n");
  const metadata: Metadata = JSON.parse(text.slice(0, end));
  return { ...metadata, bodyHtml: text.slice(end + 1) };
}

/** Makes a dictionary of bodies; undefined while there are too few. */
export function dictionaryOf(contents: readonly Content[]): Uint8Array | undefined {
  if (contents.length < DICTIONARY_SAMPLES) return undefined;
  const share = Math.ceil(DICTIONARY_BYTES / contents.length);
  const pieces = contents.map(({ bodyHtml }) => {
    const body = Buffer.from(bodyHtml);
    return body.subarray(0, Math.max(share, body.length >> 2));
  });
  return Buffer.concat(pieces).subarray(0, DICTIONARY_BYTES);
}

function metadataOf(content: Capture | Content): string {
  const metadata: Partial<Capture> = { ...content };
  for (const column of ["id", "outletId", "bodyHtml", "capturedAt", "publishedAt", "textHash"] as const) {
    delete metadata[column];
  }
  return canonicalJson(metadata);
}
