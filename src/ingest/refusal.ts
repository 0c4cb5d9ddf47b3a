import type { CatalogReader } from "../catalog/catalog.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { countChangedIds } from "./id-of-address.ts";
import { currentFingerprint } from "./ingest-file.ts";

/**
 * Why these profiles are not taken over: they would give published articles other ids, and every reader would show
 * them twice. Absent where they change none, or the operator insists.
 */
export function refusalOf(catalog: CatalogReader, outlets: Outlets, insists: boolean): string | undefined {
  // Ids follow from profiles: where every article still has the profile it was made under, there is nothing to count.
  const isCurrent = catalog
    .hostFingerprints()
    .every(({ host, fingerprint }) => fingerprint === currentFingerprint(outlets, host));
  if (insists || isCurrent) return undefined;
  const changed = countChangedIds(catalog.addresses(), outlets);
  if (changed === 0) return undefined;
  return (
    `The outlets' profiles would change the ids of ${changed} published articles, and readers would show each of them twice. ` +
    "Undo the edit of hosts or article-number, or insist with: feedmill accept-ids."
  );
}
