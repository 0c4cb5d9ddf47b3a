import { createHash } from "node:crypto";
import type { Document } from "../model/document.ts";
import type { HeldEntry } from "../model/feed-version.ts";

/**
 * What a feed's document holds, each entry known by its bytes: whatever an entry changes by, an edit of its article, of
 * a setting, or another version of feedmill, it is another. Nothing can be read from it of what was taken down since.
 */
export function feedVersion({ body, entries }: Document): readonly HeldEntry[] | undefined {
  return entries?.map(({ start, end }) => ({ tag: entryTag(body.subarray(start, end)), start, end }));
}

/** 72 bits. */
function entryTag(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64url").slice(0, 12);
}
