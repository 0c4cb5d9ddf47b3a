import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Takedown } from "../../model/takedown.ts";
import type { HeldLosses, SelectableArticle, State, StateReader } from "../catalog.ts";
import { readHeldLosses, toSelectable, type TakenDownRow } from "../kept-state.ts";
import type { ContentReader } from "./content.ts";
import { prepareQuery, type Query } from "./statements.ts";
import { createTakedownReader, type TakedownReader } from "./takedowns.ts";

export class SqliteStateReader implements StateReader {
  readonly #contents: ContentReader;
  readonly #takedowns: TakedownReader;
  readonly #latestCapture: Query<TakenDownRow>;
  readonly #heldLosses: Query<{ readonly value: string }>;

  constructor(db: DatabaseSync, contents: ContentReader) {
    this.#contents = contents;
    this.#takedowns = createTakedownReader(db);
    this.#latestCapture = prepareQuery(
      db,
      `SELECT number, capture.outlet_id, captured_at FROM takedown JOIN capture USING (article_id)
       WHERE article_id = ? ORDER BY captured_at DESC, sha256 DESC LIMIT 1`,
    );
    this.#heldLosses = prepareQuery(db, "SELECT value FROM state WHERE name = 'heldLosses'");
  }

  async takedowns(id?: string): Promise<readonly Takedown[]> {
    if (id === undefined) return this.#takedowns.all();
    const takedown = this.#takedowns.find(id);
    return takedown ? [takedown] : [];
  }

  async takenDownArticle(id: string): Promise<SelectableArticle | undefined> {
    const row = this.#latestCapture.get(id);
    if (row === undefined) return undefined;
    const content = this.#contents.find(row.number);
    return content && toSelectable(row, content);
  }

  async heldLosses(): Promise<HeldLosses | undefined> {
    const row = this.#heldLosses.get();
    return row && readHeldLosses(row.value);
  }
}

export class SqliteState extends SqliteStateReader implements State {
  readonly maintain: State["maintain"];
  readonly #putHeldLosses: StatementSync;
  readonly #removeHeldLosses: StatementSync;

  constructor(db: DatabaseSync, contents: ContentReader, maintain: State["maintain"]) {
    super(db, contents);
    this.maintain = maintain;
    this.#putHeldLosses = db.prepare(
      `INSERT INTO state (name, value) VALUES ('heldLosses', ?)
       ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
    );
    this.#removeHeldLosses = db.prepare("DELETE FROM state WHERE name = 'heldLosses'");
  }

  async setHeldLosses(held: HeldLosses | undefined): Promise<void> {
    if (held === undefined) this.#removeHeldLosses.run();
    else this.#putHeldLosses.run(JSON.stringify(held));
  }
}
