import { createHash } from "node:crypto";
import type { CatalogReader } from "../catalog/catalog.ts";
import type { Document, FinishedDocument, Made } from "../model/document.ts";
import type { DeltaAddress, HeldEntry, Span } from "../model/feed-version.ts";

/**
 * A version of a feed's document, for deltas to begin at: its entries, each known by its bytes. Any change of an entry,
 * by an edit of its article, of a setting, or another version of feedmill, makes it another. Nothing of what was taken
 * down since can be read from it. Undefined for a document without entries.
 */
export function feedVersion({ body, entries }: Document): readonly HeldEntry[] | undefined {
  return entries?.map(({ start, end }) => ({ tag: entryTag(body.subarray(start, end)), start, end }));
}

/** 72 bits. */
function entryTag(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("base64url").slice(0, 12);
}

export type Delta = Omit<FinishedDocument, "codings">;

/**
 * Cuts the new and changed entries since an earlier version out of a feed's present document (RFC 3229): a feed of its
 * own, in the same order, under the same head. It is made of present bytes alone, so no delta holds what was taken down.
 *
 * The feed itself is the answer where the delta would hold no entry or every entry. Only the whole feed can say that an
 * entry is gone. An empty feed looks like a broken one to a reader that takes a delta for the feed.
 */
export async function makeDelta(
  { documents }: Pick<CatalogReader, "documents">,
  { path, since }: DeltaAddress,
): Promise<Made<Delta>> {
  const document = await documents.find(path);
  const present = document && (await documents.version(path, document.etag));
  const base = await documents.version(path, since);
  if (document === undefined || present === undefined || base === undefined) return { kind: "ready", path };
  const held = new Set(base.map(({ tag }) => tag));
  const news = present.filter(({ tag }) => !held.has(tag));
  if (news.length === 0 || news.length === present.length) return { kind: "ready", path };
  return {
    kind: "document",
    document: { ...document, body: withOnly(news, present, document.body), deltaBase: since },
  };
}

/** A document with some of its entries. What stands between any two of them stands between all. */
function withOnly(some: readonly Span[], entries: readonly Span[], body: Uint8Array): Uint8Array {
  const [first, second] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) return body;
  const separator = body.subarray(first.end, second?.start ?? first.end);
  const pieces = some.flatMap(({ start, end }, at) => [...(at === 0 ? [] : [separator]), body.subarray(start, end)]);
  return Buffer.concat([body.subarray(0, first.start), ...pieces, body.subarray(last.end)]);
}
