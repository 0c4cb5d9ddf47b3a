import { fromSeconds } from "../../lib/time/seconds.ts";
import type { Takedown } from "../../model/takedown.ts";
import type { HeldLosses, SelectableArticle, State, StateReader } from "../catalog.ts";
import type { Contents } from "./content.ts";
import type { Session } from "./database.ts";
import type { Leader } from "./leader.ts";

export interface TakedownRow {
  readonly article_id: string;
  readonly taken_down_at: number;
  readonly reason: string | null;
  readonly outlet_id: string | null;
}

interface CaptureRow {
  readonly number: number;
  readonly outlet_id: string;
  readonly captured_at: number;
}

const takedowns = "SELECT article_id, taken_down_at, reason, outlet_id FROM takedown";

export class PostgresStateReader implements StateReader {
  readonly #session: Session;
  readonly #contents: Contents;

  constructor(session: Session, contents: Contents) {
    this.#session = session;
    this.#contents = contents;
  }

  async takedown(id: string): Promise<Takedown | undefined> {
    const [row] = await this.#session.query<TakedownRow>(`${takedowns} WHERE article_id = $1`, [id]);
    return row && toTakedown(row);
  }

  async takedowns(): Promise<readonly Takedown[]> {
    const rows = await this.#session.query<TakedownRow>(`${takedowns} ORDER BY taken_down_at DESC, article_id`);
    return rows.map(toTakedown);
  }

  async takenDownArticle(id: string): Promise<SelectableArticle | undefined> {
    const [row] = await this.#session.query<CaptureRow>(
      `SELECT number, capture.outlet_id, captured_at FROM takedown JOIN capture USING (article_id)
       WHERE article_id = $1 ORDER BY captured_at DESC, sha256 DESC LIMIT 1`,
      [id],
    );
    if (row === undefined) return undefined;
    const content = (await this.#contents.find(this.#session, [row.number])).get(row.number);
    if (content === undefined) return undefined;
    const { title, bodyHtml, authors, section, language } = content;
    const facts = { title, bodyHtml, authors, language, ...(section !== undefined && { section }) };
    return { ...facts, outletId: row.outlet_id, capturedAt: fromSeconds(row.captured_at) };
  }

  async heldLosses(): Promise<HeldLosses | undefined> {
    const [row] = await this.#session.query<{ readonly value: string }>(
      "SELECT value FROM state WHERE name = 'heldLosses'",
    );
    if (row === undefined) return undefined;
    const { count, since }: { count: number; since: string } = JSON.parse(row.value);
    return { count, since: new Date(since) };
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

export async function putState(session: Session, name: string, value: string): Promise<void> {
  await session.query(
    `INSERT INTO state (name, value) VALUES ($1, $2)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE state.value <> excluded.value`,
    [name, value],
  );
}

export function toTakedown(row: TakedownRow): Takedown {
  return {
    id: row.article_id,
    takenDownAt: fromSeconds(row.taken_down_at),
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.outlet_id === null ? {} : { outletId: row.outlet_id }),
  };
}
