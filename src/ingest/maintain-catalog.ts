import type { Articles, Maintained, State } from "../catalog/catalog.ts";
import type { Corrections } from "../model/story.ts";
import type { Logger } from "../observe/logger.ts";
import type { WorkQueue } from "./work-queue.ts";

const BATCHES_PER_LINE = 25;

/** What was to do in a catalog. */
export interface Maintenance {
  /** The search index lacked articles: what selects by text had to wait. */
  readonly wasUnsearchable: boolean;
  /** Outlets with an article that came into another story. */
  readonly outletIds: ReadonlySet<string>;
}

/**
 * Does what an upgrade or other corrections of stories leave to do: some articles at a time, each a piece of work of its
 * own, which begins when no new files wait. Resolves when nothing is left.
 */
export async function maintainCatalog(
  catalog: { readonly articles: Pick<Articles, "extent">; readonly state: Pick<State, "maintain"> },
  corrections: Corrections,
  work: Pick<WorkQueue, "runLater">,
  logger: Logger,
): Promise<Maintenance> {
  const { isSearchable } = await catalog.articles.extent();
  const what = "bringing the catalog up to date";
  const outletIds = new Set<string>();
  for (let batch = 0; ; batch++) {
    const maintained: Maintained = await work.runLater(what, () => catalog.state.maintain(corrections));
    for (const outletId of maintained.outletIds) outletIds.add(outletId);
    if (maintained.left > 0 && batch % BATCHES_PER_LINE === 0) {
      logger.info(`${what}: ${maintained.left} articles left`, { count: maintained.left });
    }
    if (maintained.left > 0) continue;
    if (batch > 0) logger.info("the catalog is up to date");
    return { wasUnsearchable: !isSearchable, outletIds };
  }
}
