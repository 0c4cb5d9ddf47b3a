import { resolve } from "node:path";
import type { CatalogReader } from "../catalog/catalog.ts";
import { isInPostgres, openCatalog, type CatalogLocation } from "../catalog/open-catalog.ts";
import type { Config } from "../config/config.ts";
import { loadOutlets } from "../config/load-outlets.ts";
import type { FlagValues } from "../config/given-values.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { describeMistakes, Failure } from "./failure.ts";

/** The configured outlets, and the profile that `--profile` names. Throws `Failure`. */
export function requireOutlets(config: Config, flags: FlagValues): Outlets {
  const { profile } = flags;
  const outlets = loadOutlets(config, typeof profile === "string" ? resolve(profile) : undefined);
  if (outlets.ok) return outlets.value;
  throw new Failure(describeMistakes(outlets.mistakes));
}

/** What `look` finds in the configured catalog; undefined where there is none. */
export async function inCatalog<T>(
  location: CatalogLocation,
  look: (catalog: CatalogReader) => Promise<T>,
): Promise<T | undefined> {
  const catalog = await findCatalog(location);
  try {
    return catalog && (await look(catalog));
  } finally {
    await catalog?.close();
  }
}

/** The same, for a command that is of no use without a catalog: throws `Failure` where there is none. */
export async function inRequiredCatalog<T extends object>(
  location: CatalogLocation,
  look: (catalog: CatalogReader) => Promise<T>,
): Promise<T> {
  const found = await inCatalog(location, look);
  if (found !== undefined) return found;
  throw new Failure(`There is no catalog in ${location.data}.`, "feedmill serve, or feedmill build");
}

/**
 * The configured catalog. A file that cannot be read counts as none: the daemon rebuilds it. Throws, with a message for
 * the operator, where a database cannot be read.
 */
async function findCatalog(location: CatalogLocation): Promise<CatalogReader | undefined> {
  const access = openCatalog(location);
  if (isInPostgres(location)) return (await access.exists()) ? access.read() : undefined;
  try {
    return await access.read();
  } catch {
    return undefined;
  }
}
