import { setTimeout as pause } from "node:timers/promises";
import { availableParallelism } from "node:os";
import { type Catalog, type CatalogReader, CatalogInUseError } from "../catalog/catalog.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import type { Config } from "../config/config.ts";
import type { Logger } from "../observe/logger.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { Ingester } from "../ingest/ingester.ts";
import { openArchiveCatalog, type OpenedArchive } from "../ingest/open-archive-catalog.ts";
import { readArticles } from "../ingest/readers/reader-pool.ts";
import { requireSettings } from "../config/settings.ts";

export interface OpenForBuildDeps {
  readonly config: Config;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  readonly onRead: (done: number, total: number) => void;
}

export interface CatalogForBuild {
  readonly catalog: CatalogReader;
  readonly siteId: string;
  readonly outlets: Outlets;
  readonly missingRoots: readonly string[];
  /** A daemon has the catalog and keeps it in line with the archive: it is read as it stands. */
  readonly isDaemons: boolean;
}

const now = (): Date => new Date();
const INDEX_BATCH = 1000;

/** Opens the catalog and brings it in line with the archive, unless a daemon does. Throws as `openArchiveCatalog` does. */
export async function openForBuild(deps: OpenForBuildDeps): Promise<CatalogForBuild> {
  let opened: OpenedArchive;
  try {
    opened = openArchiveCatalog(deps.config, deps.logger);
  } catch (error) {
    if (error instanceof CatalogInUseError) return openDaemons(deps.config);
    throw error;
  }
  const { catalog, siteId, settings } = opened;
  try {
    const missingRoots = await scanOnce(catalog, settings.outlets, deps);
    return { catalog, siteId, outlets: settings.outlets, missingRoots, isDaemons: false };
  } catch (error) {
    catalog.close();
    throw error;
  }
}

/** Returns the directories of the archive that are not there. */
async function scanOnce(
  catalog: Catalog,
  outlets: Outlets,
  { config, signal, onRead }: OpenForBuildDeps,
): Promise<readonly string[]> {
  const ingester = new Ingester({
    catalog,
    roots: config.seeds,
    settings: () => ({ outlets, keepsPruned: config.archiveKeep }),
    read: (looks) => readArticles(looks, outlets, now, availableParallelism()),
    now,
    pause: (ms) => pause(ms),
    shouldStop: () => signal.aborted,
    onApplied: ({ done, total }) => onRead(done, total),
  });
  const { scan } = await ingester.scan();
  while (!catalog.isSearchable() && !signal.aborted) catalog.indexMissing(INDEX_BATCH);
  signal.throwIfAborted();
  return scan.roots.filter(({ state }) => state === "missing").map(({ path }) => path);
}

function openDaemons(config: Config): CatalogForBuild {
  const { outlets } = requireSettings(config);
  const catalog = openCatalog(config).read();
  const siteId = catalog.siteId();
  if (siteId !== undefined) return { catalog, siteId, outlets, missingRoots: [], isDaemons: true };
  catalog.close();
  throw new Error(`The feedmill that uses ${config.data} is only starting. Try again in a moment.`);
}
