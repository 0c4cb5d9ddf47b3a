import type { CatalogReader } from "../catalog/catalog.ts";
import type { FeedDefinition } from "../model/feed.ts";
import type { Selection } from "../model/selection.ts";
import { selectionOf } from "./selection-of.ts";

/** What a feed as it is defined selects of a catalog now. */
export function standingSelection(
  catalog: Pick<CatalogReader, "newestCapturedAt">,
  definition: Pick<FeedDefinition, "outletIds" | "query">,
): Selection {
  return selectionOf(definition, undefined, catalog.newestCapturedAt());
}
