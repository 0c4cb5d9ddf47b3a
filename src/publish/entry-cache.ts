import { createBoundedCache } from "../lib/cache/bounded-cache.ts";
import type { Article } from "../model/article.ts";
import type { FeedFormat } from "../model/feed.ts";

export type EntryRenderer = (article: Article, format: FeedFormat) => Uint8Array;

/**
 * Keeps rendered entries within `maxBytes`. An entry's bytes depend on nothing but its article's revision and its
 * format, so an entry once kept is never stale; one cache serves one publication.
 */
export function createEntryCache(render: EntryRenderer, maxBytes: number): EntryRenderer {
  const entries = createBoundedCache<Uint8Array>(maxBytes, ({ byteLength }) => byteLength);
  return (article, format) => {
    const key = `${format}:${article.revision}`;
    const kept = entries.get(key);
    if (kept !== undefined) return kept;
    const bytes = render(article, format);
    entries.put(key, bytes);
    return bytes;
  };
}
