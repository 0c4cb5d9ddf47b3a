import type { Corrections } from "../../model/story.ts";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Maintained } from "../catalog.ts";
import { rulesNow } from "../linking-rules.ts";
import type { MadeSignatures } from "../report-rows.ts";
import type { ContentReader } from "./content.ts";
import { ReportRecords } from "./reports.ts";
import { prepareQuery, type Query } from "./statements.ts";

/** Keeps reports linked by the present rules: what other rules linked is linked again, a piece at a time. */
export class Linking {
  readonly #reports: ReportRecords;
  readonly #kept: Query<{ readonly value: string }>;
  readonly #keep: StatementSync;

  constructor(db: DatabaseSync, contents: ContentReader) {
    this.#reports = new ReportRecords(db, contents);
    this.#kept = prepareQuery(db, "SELECT value FROM state WHERE name = 'linking'");
    this.#keep = db.prepare(
      "INSERT INTO state (name, value) VALUES ('linking', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
    );
  }

  /** Takes articles over that changed. Returns outlets as `settleStories` does. Inside a transaction. */
  update(changedIds: Iterable<string>, signatures: MadeSignatures): ReadonlySet<string> {
    return this.#reports.update(changedIds, signatures, this.#correctionsNow());
  }

  /** Links some reports that wait for it, by these corrections. Inside a transaction. */
  continue(corrections: Corrections): Maintained {
    return this.#reports.continue(this.#correctionsNow(corrections));
  }

  /** The corrections from now on. Where the rules are not those of before, all reports wait to be linked. */
  #correctionsNow(corrections?: Corrections): Corrections {
    const { rules, written, again } = rulesNow(this.#kept.get()?.value, corrections);
    if (again !== undefined) this.#reports.linkAgain(again === "sign");
    if (written !== undefined) this.#keep.run(written);
    return rules.corrections;
  }
}
