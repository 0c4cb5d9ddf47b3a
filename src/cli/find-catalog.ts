import type { CatalogReader } from "../catalog/catalog.ts";
import { openCatalogReader } from "../catalog/open-catalog-reader.ts";

/** The catalog in a data directory. One that cannot be read is as good as none: the daemon rebuilds it. */
export function findCatalog(dataDirectory: string): CatalogReader | undefined {
  try {
    return openCatalogReader(dataDirectory);
  } catch {
    return undefined;
  }
}
