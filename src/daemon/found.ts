import type { CatalogReader } from "../catalog/catalog.ts";
import { GENERIC_OUTLET_ID } from "../model/outlet.ts";
import type { Outlets } from "../outlets/outlets.ts";
import type { Found } from "./messages.ts";

/** What there is after a scan, for people. Configured outlets come first, also those without articles. */
export function foundIn(catalog: CatalogReader, outlets: Outlets, missingRoots: readonly string[]): Found {
  const summaries = catalog.outlets();
  const articlesOf = (id: string): number => summaries.find(({ outletId }) => outletId === id)?.articles ?? 0;
  const configured = outlets.all.map(({ id, name }) => ({ name, articles: articlesOf(id) }));
  const others = articlesOf(GENERIC_OUTLET_ID);
  return {
    files: catalog.fileCount(),
    articles: summaries.reduce((sum, { articles }) => sum + articles, 0),
    outlets: others === 0 ? configured : [...configured, { name: GENERIC_OUTLET_ID, articles: others }],
    problems: catalog.problemCount(),
    held: catalog.heldLosses()?.count ?? 0,
    missingRoots,
  };
}
