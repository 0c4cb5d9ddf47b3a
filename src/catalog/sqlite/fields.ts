import type { DatabaseSync } from "node:sqlite";
import { coveredFields, type Coverage, type CoveredField } from "../../model/coverage.ts";
import type { CatalogReader } from "../catalog.ts";
import { prepareQuery } from "./statements.ts";

/** Fields as bits of one number, in the order of `coveredFields`. The order is part of the schema. */
export function bitsOf(fields: readonly CoveredField[]): number {
  return fields.reduce((bits, field) => bits | (1 << coveredFields.indexOf(field)), 0);
}

function fieldsIn(bits: number): readonly CoveredField[] {
  return coveredFields.filter((_, bit) => (bits & (1 << bit)) !== 0);
}

/** The fields that articles have. */
export function createCoverageReader(db: DatabaseSync): Pick<CatalogReader, "coverage" | "newestFields"> {
  const totals = prepareQuery<{ outlet_id: string; fields: number; articles: number }>(
    db,
    "SELECT outlet_id, fields, articles FROM field_total WHERE articles > 0",
  );
  const newest = prepareQuery<{ fields: number }>(
    db,
    "SELECT fields FROM article WHERE outlet_id = ? ORDER BY newness, id LIMIT ?",
  );
  return {
    coverage() {
      const byOutlet = new Map<string, Record<CoveredField, number>>();
      for (const { outlet_id: outletId, fields, articles } of totals.all()) {
        const counts = byOutlet.getOrInsertComputed(outletId, noFields);
        for (const field of fieldsIn(fields)) counts[field] += articles;
      }
      return byOutlet satisfies ReadonlyMap<string, Coverage>;
    },
    newestFields: (outletId, max) => newest.all(outletId, max).map(({ fields }) => fieldsIn(fields)),
  };
}

function noFields(): Record<CoveredField, number> {
  return { time: 0, authors: 0, dek: 0, picture: 0, caption: 0, section: 0 };
}
