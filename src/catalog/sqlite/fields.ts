import type { DatabaseSync } from "node:sqlite";
import { countFields, coveredFields, type Coverage, type CoveredField } from "../../model/coverage.ts";
import { prepareQuery, type Query } from "./statements.ts";

/** Fields as bits of one number, in the order of `coveredFields`. The order is part of the schema. */
export function bitsOf(fields: readonly CoveredField[]): number {
  return fields.reduce((bits, field) => bits | (1 << coveredFields.indexOf(field)), 0);
}

function fieldsIn(bits: number): readonly CoveredField[] {
  return coveredFields.filter((_, bit) => (bits & (1 << bit)) !== 0);
}

/** The fields that articles have. */
export class FieldReader {
  readonly #totals: Query<{ readonly fields: number; readonly articles: number }>;
  readonly #newest: Query<{ readonly fields: number }>;
  readonly #newestOfOutlet: Query<{ readonly fields: number }>;

  constructor(db: DatabaseSync) {
    this.#totals = prepareQuery(db, "SELECT fields, articles FROM field_total WHERE outlet_id = ?");
    this.#newest = prepareQuery(db, "SELECT fields FROM article ORDER BY newness, id LIMIT ?");
    this.#newestOfOutlet = prepareQuery(
      db,
      "SELECT fields FROM article WHERE outlet_id = ? ORDER BY newness, id LIMIT ?",
    );
  }

  /** Of an outlet's articles, how many have each. */
  coverage(outletId: string): Coverage {
    const counts = { ...countFields([]) };
    for (const { fields, articles } of this.#totals.all(outletId)) {
      for (const field of fieldsIn(fields)) counts[field] += articles;
    }
    return counts;
  }

  /** Of the newest articles of an outlet, or of all. */
  newest(max: number, outletId: string | undefined): readonly (readonly CoveredField[])[] {
    const rows = outletId === undefined ? this.#newest.all(max) : this.#newestOfOutlet.all(outletId, max);
    return rows.map(({ fields }) => fieldsIn(fields));
  }
}
