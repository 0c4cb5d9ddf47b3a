import type { HandedBack, Node, Offers } from "../sharing.ts";
import { channelOf, type Session } from "./database.ts";
import type { Leader } from "./leader.ts";
import { GONE_SECONDS } from "./nodes.ts";

/** Outcomes have about a megabyte each. */
const COLLECTED_AT_A_TIME = 4;

/**
 * The batches that a leader offers are rows with its epoch. A node that reads one keeps the row locked, in a transaction
 * that stays open meanwhile. This lock is the lease: it ends with the transaction, and the transaction with its connection.
 */
export class PostgresOffers implements Offers {
  readonly #leader: Leader;
  #numbers = 0;

  constructor(leader: Leader) {
    this.#leader = leader;
  }

  async haveTakers(): Promise<boolean> {
    const [row] = await this.#leader.database.query(
      `SELECT 1 FROM node JOIN leader USING (version, settings)
       WHERE may_lead AND node.name IS DISTINCT FROM leader.node AND seen_at > now() - make_interval(secs => $1) LIMIT 1`,
      [GONE_SECONDS],
    );
    return row !== undefined;
  }

  async offer(batches: readonly Uint8Array[]): Promise<readonly number[]> {
    const { database, epoch } = this.#leader;
    const numbers = batches.map(() => ++this.#numbers);
    await database.query(
      `WITH offered AS (
         INSERT INTO offer (epoch, number, batch) SELECT $1, * FROM unnest($2::int[], $3::bytea[])
         WHERE EXISTS (SELECT FROM leader WHERE epoch = $1) RETURNING 1
       )
       SELECT pg_notify($4, 'offer') WHERE EXISTS (SELECT FROM offered)`,
      [epoch, numbers, batches, channelOf(database.location)],
    );
    return numbers;
  }

  collect(): Promise<readonly HandedBack[]> {
    return this.#leader.database.query(
      `DELETE FROM offer WHERE epoch = $1 AND number = ANY(ARRAY(
         SELECT number FROM offer WHERE epoch = $1 AND outcome IS NOT NULL ORDER BY number LIMIT $2
       )) RETURNING number, outcome`,
      [this.#leader.epoch, COLLECTED_AT_A_TIME],
    );
  }

  async withdraw(): Promise<number | undefined> {
    const [row] = await this.#leader.database.query<{ readonly number: number }>(
      `DELETE FROM offer WHERE epoch = $1 AND number = (
         SELECT number FROM offer WHERE epoch = $1 AND outcome IS NULL ORDER BY number DESC LIMIT 1 FOR UPDATE SKIP LOCKED
       ) RETURNING number`,
      [this.#leader.epoch],
    );
    return row?.number;
  }

  /** Those of earlier epochs end, too. */
  async end(): Promise<void> {
    await this.#leader.database.query(
      `WITH unleased AS MATERIALIZED (SELECT epoch, number FROM offer WHERE epoch <= $1 FOR UPDATE SKIP LOCKED)
       DELETE FROM offer USING unleased WHERE offer.epoch = unleased.epoch AND offer.number = unleased.number`,
      [this.#leader.epoch],
    );
  }
}

/** True where a batch waits for someone to lease it. */
export async function hasOffers(session: Session): Promise<boolean> {
  const [row] = await session.query("SELECT 1 FROM offer JOIN leader USING (epoch) WHERE outcome IS NULL LIMIT 1");
  return row !== undefined;
}

/** See `Sharing.readLeased`. Runs in a transaction of its own, which is the lease. */
export async function readLeased(
  session: Session,
  { version, settings }: Node,
  read: (batch: Uint8Array) => Promise<Uint8Array>,
): Promise<boolean> {
  const [row] = await session.query<{ readonly epoch: number; readonly number: number; readonly batch: Uint8Array }>(
    `SELECT epoch, number, batch FROM offer JOIN leader USING (epoch)
     WHERE outcome IS NULL AND version = $1 AND settings = $2 ORDER BY number LIMIT 1 FOR UPDATE OF offer SKIP LOCKED`,
    [version, settings],
  );
  if (row === undefined) return false;
  const outcome = await read(row.batch);
  await session.query("UPDATE offer SET outcome = $3 WHERE epoch = $1 AND number = $2", [
    row.epoch,
    row.number,
    outcome,
  ]);
  return true;
}
