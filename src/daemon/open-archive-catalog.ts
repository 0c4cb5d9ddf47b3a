import { v5 as uuidV5 } from "uuid";
import { openCatalog, type OpenedCatalog } from "../catalog/open-catalog.ts";
import type { Config } from "../config/config.ts";
import type { Logger } from "../observe/logger.ts";
import { isAsked, markDone } from "./control-files.ts";
import { refusalOf } from "./refusal.ts";
import { loadSettings, type Settings } from "./settings.ts";

export interface OpenedArchive {
  readonly catalog: OpenedCatalog["catalog"];
  readonly siteId: string;
  readonly settings: Settings;
}

/**
 * Opens the catalog to write, with the outlets' profiles that its articles are to have. Throws, with a message for the
 * operator, where the profiles have mistakes or would change published ids, or where another process writes there.
 */
export function openArchiveCatalog(config: Config, logger: Logger): OpenedArchive {
  const settings = loadSettings(config);
  if (!settings.ok) {
    throw new Error(settings.mistakes.map(({ where, message }) => `${where}: ${message}`).join("\n"));
  }
  const { catalog, origin, siteId, warnings } = openCatalog(config.data, { siteId: firstSiteId(config) });
  if (origin.kind === "rebuilt") {
    const { reason, movedTo } = origin;
    logger.warn(`the catalog could not be used and is being rebuilt from the archive: ${reason}`, { path: movedTo });
  }
  if (origin.kind === "migrated") logger.info(`the catalog was brought up from version ${origin.fromVersion}`);
  for (const warning of warnings) logger.warn(warning);

  const refusal = refusalOf(catalog, settings.value.outlets, isAsked(config.data, "accept-ids"));
  if (refusal !== undefined) {
    catalog.close();
    throw new Error(refusal);
  }
  markDone(config.data, "accept-ids");
  return { catalog, siteId, settings: settings.value };
}

/**
 * The site id of a data directory that has none yet. It follows from the public address of the first start, so that
 * the same files and settings give the same feeds anywhere, and the ledger keeps it should the address change.
 */
function firstSiteId({ publicUrl }: Config): string {
  return uuidV5(publicUrl, uuidV5.URL);
}
