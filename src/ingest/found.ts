import type { CatalogReader } from "../catalog/catalog.ts";
import { GENERIC_OUTLET_ID } from "../model/outlet.ts";
import type { Outlets } from "../outlets/outlets.ts";
import type { Found, FoundOutlet } from "../daemon/messages.ts";

/** What there is after a scan, for people. Configured outlets come first, also those without articles. */
export function foundIn(catalog: CatalogReader, outlets: Outlets, missingRoots: readonly string[]): Found {
  const summaries = catalog.outlets();
  const found = (id: string, name: string): FoundOutlet => {
    const { articles = 0, newestSurfacedAt } = summaries.find(({ outletId }) => outletId === id) ?? {};
    return { id, name, articles, ...(newestSurfacedAt === undefined ? {} : { newestSurfacedAt }) };
  };
  const configured = outlets.all.map(({ id, name }) => found(id, name));
  const others = found(GENERIC_OUTLET_ID, GENERIC_OUTLET_ID);
  const problemCounts = catalog.problemCounts();
  return {
    files: catalog.fileCount(),
    articles: summaries.reduce((sum, { articles }) => sum + articles, 0),
    outlets: others.articles === 0 ? configured : [...configured, others],
    problems: problemCounts.values().reduce((sum, files) => sum + files, 0),
    problemCounts,
    held: catalog.heldLosses()?.count ?? 0,
    missingRoots,
  };
}
