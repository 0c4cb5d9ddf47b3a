import type { DatabaseSync } from "node:sqlite";
import type { Catalog, CatalogReader } from "../catalog.ts";
import { prepareQuery } from "./statements.ts";

export function createStateReader(db: DatabaseSync): Pick<CatalogReader, "heldLosses" | "siteId"> {
  const heldLosses = prepareQuery<{ value: string }>(db, "SELECT value FROM state WHERE name = 'heldLosses'");
  const siteId = prepareQuery<{ site_id: string | null }>(
    db,
    "SELECT value ->> '$.siteId' AS site_id FROM state WHERE name = 'ledger'",
  );
  return {
    heldLosses() {
      const row = heldLosses.get();
      if (row === undefined) return undefined;
      const { count, since }: { count: number; since: string } = JSON.parse(row.value);
      return { count, since: new Date(since) };
    },
    siteId: () => siteId.get()?.site_id ?? undefined,
  };
}

export function createStateWriter(db: DatabaseSync): Pick<Catalog, "setHeldLosses"> {
  const put = db.prepare(
    `INSERT INTO state (name, value) VALUES ('heldLosses', ?)
     ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
  );
  const remove = db.prepare("DELETE FROM state WHERE name = 'heldLosses'");
  return {
    setHeldLosses(held) {
      if (held === undefined) remove.run();
      else put.run(JSON.stringify(held));
    },
  };
}
