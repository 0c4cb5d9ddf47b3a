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
export async function countChangedIds(
  { articles, files }: Pick<CatalogReader, "articles" | "files">,
  outlets: Outlets,
): Promise<number> {
  const hosts = await files.hostFingerprints();
  const isCurrent = hosts.every(({ host, fingerprint }) => fingerprint === currentFingerprint(outlets, host));
  if (isCurrent) return 0;
  let changed = 0;
  for await (const some of articles.addresses()) {
    changed += some.filter(({ id, canonicalUrl }) => idOfAddress(canonicalUrl, outlets) !== id).length;
  }
  return changed;
}
