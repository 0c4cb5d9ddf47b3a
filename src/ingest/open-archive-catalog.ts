import { v5 as uuidV5 } from "uuid";
import { openCatalog, isCatalogDamaged } from "../catalog/open-catalog.ts";
import type { OpenedCatalog } from "../catalog/catalog.ts";
import type { Config } from "../config/config.ts";
import type { Logger } from "../observe/logger.ts";
import { isAsked, markDone } from "./control-files.ts";
import { refusalOf } from "./refusal.ts";
import { applyRequestedRulings } from "./requested-rulings.ts";
import { requireSettings, type Settings } from "../config/settings.ts";

export interface OpenedArchive {
  readonly catalog: OpenedCatalog["catalog"];
  readonly siteId: string;
  /** A catalog that was lost is being filled anew; nothing of what was published is in it. */
  readonly isRebuilding: boolean;
  readonly settings: Settings;
}

/**
 * Opens the catalog to write, with the outlets' profiles that its articles are to have. One that is damaged is set
 * aside and begun anew. Throws, with a message for the operator, where the profiles have mistakes or would change
 * published ids, or where another process writes there.
 */
export function openArchiveCatalog(config: Config, logger: Logger): OpenedArchive {
  try {
    return openAsItIs(config, logger);
  } catch (error) {
    if (!isCatalogDamaged(error)) throw error;
    return openAnew(config, logger, error);
  }
}

/** Sets a closed catalog aside that turned out to be damaged, and begins a new one. */
export function openAnew(config: Config, logger: Logger, { message }: Error): OpenedArchive {
  warnOfRebuild(logger, message, openCatalog(config).setAside());
  return openAsItIs(config, logger);
}

function openAsItIs(config: Config, logger: Logger): OpenedArchive {
  const settings = requireSettings(config);
  const { catalog, origin, siteId, isNew, warnings } = openCatalog(config).write({
    siteId: firstSiteId(config),
  });
  if (origin.kind === "rebuilt") warnOfRebuild(logger, origin.reason, origin.movedTo);
  if (origin.kind === "migrated") logger.info(`the catalog was brought up from version ${origin.fromVersion}`);
  for (const warning of warnings) logger.warn(warning);
  try {
    const refusal = refusalOf(catalog, settings.outlets, isAsked(config.data, "accept-ids"));
    if (refusal !== undefined) throw new Error(refusal);
    markDone(config.data, "accept-ids");
    applyRequestedRulings(config.data, catalog, logger);
    return { catalog, siteId, isRebuilding: !isNew && catalog.documentTags().size === 0, settings };
  } catch (error) {
    catalog.close();
    throw error;
  }
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
