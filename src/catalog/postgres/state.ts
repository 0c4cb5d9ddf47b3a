import type { Takedown } from "../../model/takedown.ts";
import type { HeldLosses, SelectableArticle, State, StateReader } from "../catalog.ts";
import {
  readHeldLosses,
  takedownColumns,
  toSelectable,
  toTakedown,
  type TakedownRow,
  type TakenDownRow,
} from "../kept-state.ts";
import type { Contents } from "./content.ts";
import type { Session } from "./database.ts";
import type { Leader } from "./leader.ts";

export class PostgresStateReader implements StateReader {
  readonly #session: Session;
  readonly #contents: Contents;

  constructor(session: Session, contents: Contents) {
    this.#session = session;
    this.#contents = contents;
  }

  async takedowns(id?: string): Promise<readonly Takedown[]> {
    const [bound, values] = id === undefined ? ["", []] : ["WHERE article_id = $1", [id]];
    const rows = await this.#session.query<TakedownRow>(
      `SELECT ${takedownColumns} FROM takedown ${bound} ORDER BY taken_down_at DESC, article_id`,
      values,
    );
    return rows.map(toTakedown);
  }

  async takenDownArticle(id: string): Promise<SelectableArticle | undefined> {
    const [row] = await this.#session.query<TakenDownRow>(
      `SELECT number, capture.outlet_id, captured_at FROM takedown JOIN capture USING (article_id)
       WHERE article_id = $1 ORDER BY captured_at DESC, sha256 DESC LIMIT 1`,
      [id],
    );
    if (row === undefined) return undefined;
    const content = (await this.#contents.find(this.#session, [row.number])).get(row.number);
    return content && toSelectable(row, content);
  }

  async heldLosses(): Promise<HeldLosses | undefined> {
    const kept = await findState(this.#session, "heldLosses");
    return kept === undefined ? undefined : readHeldLosses(kept);
  }
}

export class PostgresState extends PostgresStateReader implements State {
  readonly maintain: State["maintain"];
  readonly #leader: Leader;

  constructor(leader: Leader, contents: Contents, maintain: State["maintain"]) {
    super(leader.database, contents);
    this.#leader = leader;
    this.maintain = maintain;
  }

  async setHeldLosses(held: HeldLosses | undefined): Promise<void> {
    await this.#leader.transaction(async (session) => {
      if (held === undefined) await session.query("DELETE FROM state WHERE name = 'heldLosses'");
      else await putState(session, "heldLosses", JSON.stringify(held));
    });
  }
}

/** Undefined where no such value is kept. */
export async function findState(session: Session, name: string): Promise<string | undefined> {
  const [row] = await session.query<{ readonly value: string }>("SELECT value FROM state WHERE name = $1", [name]);
  return row?.value;
}

export async function putState(session: Session, name: string, value: string): Promise<void> {
  await session.query(
    `INSERT INTO state (name, value) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE state.value <> excluded.value`,
    [name, value],
  );
}
