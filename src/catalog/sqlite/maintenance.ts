import type { DatabaseSync, StatementSync } from "node:sqlite";
import { searchedTexts } from "../../search/searched-texts.ts";
import type { ContentReader, ContentWriter } from "./content.ts";
import type { IndexWriter } from "./index-writer.ts";
import { inTransaction, prepareQuery, type Query } from "./statements.ts";

interface Parts {
  readonly reader: ContentReader;
  readonly contents: ContentWriter;
  readonly index: IndexWriter;
}

/** Captures that one piece of work takes, of so many UTF-16 units of text but for the last: about a tenth of a second's. */
const CAPTURES_AT_A_TIME = 256;
const UNITS_AT_A_TIME = 1_000_000;

/** Packs and indexes captures that an older catalog left as they were. */
export class Maintenance {
  readonly #db: DatabaseSync;
  readonly #parts: Parts;
  readonly #unindexed: Query<{ readonly capture: number; readonly outlet_id: string; readonly is_packed: number }>;
  readonly #done: StatementSync;
  readonly #left: Query<{ readonly captures: number }>;

  constructor(db: DatabaseSync, parts: Parts) {
    this.#db = db;
    this.#parts = parts;
    this.#unindexed = prepareQuery(
      db,
      `SELECT capture, outlet_id, EXISTS (SELECT 1 FROM content WHERE content.capture = number) AS is_packed
       FROM unindexed_capture JOIN capture ON number = capture ORDER BY capture LIMIT ${CAPTURES_AT_A_TIME}`,
    );
    this.#done = db.prepare("DELETE FROM unindexed_capture WHERE capture <= ?");
    this.#left = prepareQuery(db, "SELECT count(*) AS captures FROM unindexed_capture");
  }

  /** See `State.maintain`. */
  async maintain(): Promise<number> {
    const { index } = this.#parts;
    try {
      inTransaction(this.#db, () => this.#takeSome());
    } catch (error) {
      index.discard();
      throw error;
    }
    await index.tidy();
    return this.#left.get()?.captures ?? 0;
  }

  #takeSome(): void {
    const { reader, contents, index } = this.#parts;
    let units = 0;
    let last = -1;
    for (const { capture, outlet_id: outletId, is_packed: isPacked } of this.#unindexed.all()) {
      if (units > UNITS_AT_A_TIME) break;
      last = capture;
      const content = reader.find(capture);
      units += content?.bodyHtml.length ?? 0;
      if (content === undefined) continue;
      if (isPacked === 0) contents.put(capture, content);
      index.add(capture, { ...searchedTexts(content), outletId, language: content.language });
    }
    index.flush();
    contents.makeDictionary();
    this.#done.run(last);
  }
}
