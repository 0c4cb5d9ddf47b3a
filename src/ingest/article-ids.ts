import type { CatalogReader } from "../catalog/catalog.ts";
import { articleId, articleKey } from "../normalize/identity.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { currentFingerprint } from "./ingest-file.ts";

/** The id that the article at an outlet's address has, whether or not there is one. */
export function idOfAddress(address: string, outlets: Outlets): string {
  return articleId(articleKey(address, outlets.identify(address)));
}

/**
 * Counts the articles of a catalog that would get another id under these outlets: readers would show each of them twice.
 * Quick where every host still has the profile of its articles.
 */
export function countChangedIds(
  catalog: Pick<CatalogReader, "hostFingerprints" | "addresses">,
  outlets: Outlets,
): number {
  const isCurrent = catalog
    .hostFingerprints()
    .every(({ host, fingerprint }) => fingerprint === currentFingerprint(outlets, host));
  if (isCurrent) return 0;
  let changed = 0;
  for (const { id, canonicalUrl } of catalog.addresses()) {
    if (idOfAddress(canonicalUrl, outlets) !== id) changed++;
  }
  return changed;
}
