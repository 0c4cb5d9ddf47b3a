import type { Article } from "../model/article.ts";
import type { FeedFormat } from "../model/feed.ts";

export type EntryRenderer = (article: Article, format: FeedFormat) => Uint8Array;

/**
 * Keeps rendered entries, least recently used out first, within `maxBytes`. An entry's bytes depend on nothing but
 * its article's revision and its format, so an entry once kept is never stale; one cache serves one publication.
 */
export function createEntryCache(render: EntryRenderer, maxBytes: number): EntryRenderer {
  const entries = new Map<string, Uint8Array>();
  let heldBytes = 0;

  return (article, format) => {
    const key = `${format}:${article.revision}`;
    const kept = entries.get(key);
    if (kept !== undefined) {
      entries.delete(key);
      entries.set(key, kept);
      return kept;
    }
    const bytes = render(article, format);
    entries.set(key, bytes);
    heldBytes += bytes.byteLength;
    for (const [oldest, old] of entries) {
      if (heldBytes <= maxBytes) break;
      entries.delete(oldest);
      heldBytes -= old.byteLength;
    }
    return bytes;
  };
}
