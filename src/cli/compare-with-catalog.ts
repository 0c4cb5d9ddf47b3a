import type { CatalogReader } from "../catalog/catalog.ts";
import { deriveArticle } from "../catalog/derive-article.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { countChangedIds } from "../ingest/id-of-address.ts";
import type { CheckedCapture } from "./check-files.ts";
import { shownContent } from "./shown-content.ts";

/** What publishing would change of what the catalog holds, in articles. */
export interface Comparison {
  readonly added: number;
  readonly changed: number;
  /** Published articles whose ids the profiles would change: readers would show them twice. */
  readonly changedIds: number;
  /** Files whose loss is held back. */
  readonly held: number;
}

/** Compares articles as they would be now, by id, with those that are published. */
export function compareWithCatalog(
  captures: ReadonlyMap<string, readonly CheckedCapture[]>,
  outlets: Outlets,
  catalog: CatalogReader,
): Comparison {
  let added = 0;
  let changed = 0;
  for (const [id, all] of captures) {
    const published = catalog.article(id);
    const now = deriveArticle(all, []);
    const isSame =
      published &&
      now?.shown.content === shownContent(published) &&
      now.publishedAt.getTime() === published.publishedAt.getTime();
    if (published && !isSame) changed++;
    else if (!published && !catalog.takedown(id)) added++;
  }
  const changedIds = countChangedIds(catalog.addresses(), outlets);
  return { added, changed, changedIds, held: catalog.heldLosses()?.count ?? 0 };
}
