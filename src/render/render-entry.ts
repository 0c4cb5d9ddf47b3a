import type { Article } from "../model/article.ts";
import type { FeedFormat, Site } from "../model/feed.ts";
import { toEntry } from "./entry.ts";
import { renderers } from "./renderers.ts";

/** Small buffers of Node share larger ones, which would be kept as long as any entry is. */
const encoder = new TextEncoder();

/**
 * The bytes of one `<item>`, `<entry>` or JSON object. They depend on the article, the format and the site's
 * address and site id only, not on the feed they appear in, so that they can be kept. Nothing an article says makes it
 * throw.
 */
export function renderEntry(article: Article, format: FeedFormat, site: Site): Uint8Array {
  return encoder.encode(renderers[format].entry(toEntry(article, site), site));
}
