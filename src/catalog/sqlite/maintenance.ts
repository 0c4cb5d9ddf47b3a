import type { Corrections } from "../../model/story.ts";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { searchedTexts } from "../../search/searched-texts.ts";
import { noCorrections } from "../../stories/corrections.ts";
import type { Maintained } from "../catalog.ts";
import type { ContentReader, ContentWriter } from "./content.ts";
import type { IndexWriter } from "./index-writer.ts";
import type { Linking } from "./linking.ts";
import { inTransaction, prepareQuery, type Query } from "./statements.ts";

interface Parts {
  readonly reader: ContentReader;
  readonly contents: ContentWriter;
  readonly index: IndexWriter;
  readonly linking: Linking;
}

/** Captures that one piece of work takes, of so many UTF-16 units of text but for the last: about a tenth of a second's. */
const CAPTURES_AT_A_TIME = 256;
const UNITS_AT_A_TIME = 1_000_000;

/** Packs, indexes and links what an older catalog left as it was. */
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
  async maintain(corrections: Corrections = noCorrections): Promise<Maintained> {
    const { index, linking } = this.#parts;
    let linked: Maintained;
    try {
      linked = inTransaction(this.#db, () => {
        this.#takeSome();
        return linking.continue(corrections);
      });
    } catch (error) {
      index.discard();
      throw error;
    }
    await index.tidy();
    return { ...linked, left: linked.left + (this.#left.get()?.captures ?? 0) };
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
