import type { ArticleAddress } from "../catalog/catalog.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { idOfAddress } from "../ingest/id-of-address.ts";

/** How many published articles would get another id under these outlets: readers would show each of them twice. */
export function countChangedIds(addresses: Iterable<ArticleAddress>, outlets: Outlets): number {
  let changed = 0;
  for (const { id, canonicalUrl } of addresses) {
    if (idOfAddress(canonicalUrl, outlets) !== id) changed++;
  }
  return changed;
}
