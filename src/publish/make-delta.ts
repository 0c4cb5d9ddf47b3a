import type { CatalogReader } from "../catalog/catalog.ts";
import type { PublishedDocument } from "../model/document.ts";
import type { DeltaAddress, Span } from "../model/feed-version.ts";
import type { Made } from "../model/made.ts";

export type Delta = Omit<PublishedDocument, "codings">;

/**
 * Cuts what is new and changed since an earlier version out of a feed's present document: a feed of its own, in the same
 * order, under the same head. It is made of nothing but present bytes, so that what was taken down is in no delta.
 *
 * Where that would be no entry or all of them, the feed itself is the answer. That an entry is gone only the whole feed
 * can say, and an empty feed is what a broken one looks like: a reader that takes a delta for the feed keeps something.
 */
export function makeDelta(
  catalog: Pick<CatalogReader, "document" | "feedVersion">,
  { path, since }: DeltaAddress,
): Made<Delta> {
  const document = catalog.document(path);
  const present = document && catalog.feedVersion(path, document.etag);
  const base = catalog.feedVersion(path, since);
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
