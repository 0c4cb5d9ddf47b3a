import { v5 as uuidV5 } from "uuid";
import type { AppliedChange, Catalog } from "../catalog/catalog.ts";
import { isCatalogDamaged, openCatalog } from "../catalog/open-catalog.ts";
import type { Node } from "../catalog/sharing.ts";
import type { Config } from "../config/config.ts";
import { requireSettings, type Settings } from "../config/settings.ts";
import { countChangedIds } from "../ingest/article-ids.ts";
import type { Logger } from "../observe/logger.ts";

export interface OpenedArchive {
  readonly catalog: Catalog;
  readonly siteId: string;
  /** A catalog that was lost is being filled again; nothing of what was published is in it. */
  readonly isRebuilding: boolean;
  readonly settings: Settings;
  /** The changes by a ledger that is not the one of the last run. */
  readonly change: AppliedChange;
}

export interface OpenArchiveDeps {
  readonly config: Config;
  readonly logger: Logger;
  /** Those in force already; absent, they are read from the disk. */
  readonly settings?: Settings;
  /** True where the operator lets the profiles change the ids of published articles. */
  readonly acceptsIds?: boolean;
  /** This feedmill among those that share the catalog. */
  readonly node?: Node;
  /** Lines of another ledger, to be added. */
  readonly ledger?: readonly string[];
}

/**
 * Opens the catalog to write, with the outlets' profiles that its articles are to have. A damaged one is set aside and
 * begun again. Throws, with a message for the operator, where the profiles have mistakes or would change published
 * ids, or where another process writes there.
 */
export async function openArchiveCatalog(deps: OpenArchiveDeps): Promise<OpenedArchive> {
  try {
    return await open(deps);
  } catch (error) {
    if (!isCatalogDamaged(error)) throw error;
    return await replaceArchiveCatalog(deps, error);
  }
}

/** Sets a closed catalog aside that turned out to be damaged, and begins another. */
export async function replaceArchiveCatalog(deps: OpenArchiveDeps, { message }: Error): Promise<OpenedArchive> {
  warnOfRebuild(deps.logger, message, await openCatalog(deps.config).setAside());
  return open(deps);
}

async function open(deps: OpenArchiveDeps): Promise<OpenedArchive> {
  const { config, logger, acceptsIds = false, ledger, node } = deps;
  const settings = deps.settings ?? requireSettings(config);
  const opened = await openCatalog(config).write({
    siteId: firstSiteId(config),
    ...(ledger && { ledger }),
    ...(node && { node }),
  });
  const { catalog, origin, siteId, isNew, warnings, change } = opened;
  if (origin.kind === "rebuilt") warnOfRebuild(logger, origin.reason, origin.movedTo);
  if (origin.kind === "migrated") logger.info(`the catalog was brought up from version ${origin.fromVersion}`);
  for (const warning of warnings) logger.warn(warning);
  try {
    const changedIds = acceptsIds ? 0 : await countChangedIds(catalog, settings.outlets);
    if (changedIds > 0) throw new Error(refusalOfIds(changedIds));
    return { catalog, siteId, isRebuilding: !isNew && (await catalog.documents.tags()).size === 0, settings, change };
  } catch (error) {
    await catalog.close();
    throw error;
  }
}

/** The reason why profiles are not taken over that would change the ids of so many articles. */
export function refusalOfIds(changedIds: number): string {
  return (
    `The outlets' profiles would change the ids of ${changedIds} published articles, and readers would show each of them twice. ` +
    "Undo the edit of hosts or article-number, or insist with: feedmill accept-ids"
  );
}

function warnOfRebuild(logger: Logger, reason: string, path: string): void {
  logger.warn(`the catalog could not be used and is being rebuilt from the archive: ${reason}`, { path });
}

/**
 * The site id of a data directory that has none yet. It follows from the public address of the first start, so that
 * the same files and settings give the same feeds anywhere, and the ledger keeps it should the address change.
 */
function firstSiteId({ publicUrl }: Config): string {
  return uuidV5(publicUrl, uuidV5.URL);
}
