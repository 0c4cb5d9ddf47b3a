import type { Articles, State } from "../catalog/catalog.ts";
import type { Logger } from "../observe/logger.ts";
import type { WorkQueue } from "./work-queue.ts";

const BATCHES_PER_LINE = 25;

/**
 * Fills the search index where an upgrade left it empty: some articles at a time, each a piece of work of its own, so
 * that new files need not wait for all. Resolves when the index holds every article: with true where some were missing.
 */
export async function fillSearchIndex(
  catalog: { readonly articles: Pick<Articles, "extent">; readonly state: Pick<State, "maintain"> },
  work: Pick<WorkQueue, "run">,
  logger: Logger,
): Promise<boolean> {
  if ((await catalog.articles.extent()).isSearchable) return false;
  const what = "making the search index";
  for (let batch = 0; ; batch++) {
    const missing = await work.run(what, () => catalog.state.maintain());
    if (missing === 0) break;
    if (batch % BATCHES_PER_LINE === 0) logger.info(`${what}: ${missing} articles left`, { count: missing });
  }
  logger.info("the search index is made");
  return true;
}
