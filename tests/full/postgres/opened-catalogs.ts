import { afterEach } from "vitest";
import type { Catalog } from "../../../src/catalog/catalog.ts";
import { openCatalog, type CatalogLocation } from "../../../src/catalog/open-catalog.ts";
import type { Node, Sharing } from "../../../src/catalog/sharing.ts";
import { temporaryDirectory } from "../../../src/lib/fs/temporary-directory.fixture.ts";
import type { PostgresServer } from "./postgres-server.ts";

/** Opens catalogs. */
export interface CatalogOpener {
  /** To write, as this node. */
  readonly lead: (location: CatalogLocation, node: Node) => Promise<Catalog>;
  readonly follow: (location: CatalogLocation) => Promise<Sharing>;
}

/** All that it opens is closed after each test of a `describe`, the last one first. */
export function openedCatalogs(): CatalogOpener {
  const opened: (Catalog | Sharing)[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0).toReversed()) await one.close();
  });
  return {
    lead: async (location, node) => {
      const { catalog } = await openCatalog(location).write({ node });
      opened.push(catalog);
      return catalog;
    },
    follow: async (location) => {
      const sharing = await openCatalog({ ...location, data: temporaryDirectory() }).share?.();
      if (sharing === undefined) throw new Error("a catalog in PostgreSQL can be shared");
      opened.push(sharing);
      return sharing;
    },
  };
}

/** A place for a catalog of its own, in this schema. */
export function locationIn(server: PostgresServer, catalogSchema: string): CatalogLocation {
  const catalog = { catalog: server.address(), catalogPasswordFile: server.passwordFile };
  return { ...catalog, catalogSchema, data: temporaryDirectory() };
}
