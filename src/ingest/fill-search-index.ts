import type { Catalog } from "../catalog/catalog.ts";
import type { Logger } from "../observe/logger.ts";
import type { WorkQueue } from "./work-queue.ts";

export interface FillSearchIndexDeps {
  readonly catalog: Pick<Catalog, "isSearchable" | "indexMissing">;
  readonly logger: Logger;
  readonly work: Pick<WorkQueue, "add">;
  /** Every article is in the index now. Not called where all were at the start. */
  readonly onIndexed: () => void;
}

/** Articles; about a fifth of a second's work. */
const BATCH = 200;
const BATCHES_PER_LINE = 25;

/**
 * Fills the search index where an upgrade left it empty: some articles at a time, each a piece of work of its own, so
 * that new files need not wait for all.
 */
export function fillSearchIndex({ catalog, logger, work, onIndexed }: FillSearchIndexDeps): void {
  let batches = 0;
  const what = "making the search index";

  function fill(): void {
    const missing = catalog.indexMissing(BATCH);
    if (missing > 0) {
      if (batches++ % BATCHES_PER_LINE === 0) logger.info(`${what}: ${missing} articles left`, { count: missing });
      work.add(what, fill);
      return;
    }
    logger.info("the search index is made");
    onIndexed();
  }

  if (!catalog.isSearchable()) work.add(what, fill);
}
