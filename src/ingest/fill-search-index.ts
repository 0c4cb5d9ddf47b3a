import type { Catalog } from "../catalog/catalog.ts";
import type { Logger } from "../observe/logger.ts";
import type { WorkQueue } from "./work-queue.ts";

/** Articles; about a fifth of a second's work. */
const BATCH = 200;
const BATCHES_PER_LINE = 25;

/**
 * Fills the search index where an upgrade left it empty: some articles at a time, each a piece of work of its own, so
 * that new files need not wait for all. Resolves when the index holds every article: with true where some were missing.
 */
export async function fillSearchIndex(
  catalog: Pick<Catalog, "isSearchable" | "indexMissing">,
  work: Pick<WorkQueue, "run">,
  logger: Logger,
): Promise<boolean> {
  if (catalog.isSearchable()) return false;
  const what = "making the search index";
  for (let batch = 0; ; batch++) {
    const missing = await work.run(what, () => catalog.indexMissing(BATCH));
    if (missing === 0) break;
    if (batch % BATCHES_PER_LINE === 0) logger.info(`${what}: ${missing} articles left`, { count: missing });
  }
  logger.info("the search index is made");
  return true;
}
