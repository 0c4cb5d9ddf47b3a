import type { DatabaseSync } from "node:sqlite";
import type { Coverage, CoveredField } from "../../model/coverage.ts";
import { coverageOf, fieldsIn } from "../field-bits.ts";
import { prepareQuery, type Query } from "./statements.ts";

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
    return coverageOf(this.#totals.all(outletId));
  }

  /** Of the newest articles of an outlet, or of all. */
  newest(max: number, outletId: string | undefined): readonly (readonly CoveredField[])[] {
    const rows = outletId === undefined ? this.#newest.all(max) : this.#newestOfOutlet.all(outletId, max);
    return rows.map(({ fields }) => fieldsIn(fields));
  }
}
