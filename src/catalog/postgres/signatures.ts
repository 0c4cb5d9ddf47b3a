import { LRUCache } from "lru-cache";
import { sha256Hex } from "../../lib/hash.ts";
import type { LinkedRow } from "../report-rows.ts";
import type { Session } from "./database.ts";

/** Those of 72 hours before a report and after it, where 2,700 come a day: some 16 MB. */
const MOST = 16_384;

/** A report of the window, with the hash of its signature in place of the signature. */
export type WindowRow = Omit<LinkedRow, "signature"> & { readonly signature_hash: string };

const hashColumn = "encode(signature_hash, 'hex') AS signature_hash";
/** The columns of `WindowRow`. */
export const windowColumns = `article_id, outlet_id, published_at, twin_id, parent_id, score, ${hashColumn}`;

/**
 * The signatures that were written or read last: of the thousand that an article is compared with, nearly all are those
 * that the one before was. They are known by the hashes that the database has beside what it keeps, so that none is ever out
 * of date, whoever led meanwhile and whatever was undone.
 */
export class RecentSignatures {
  readonly #byHash = new LRUCache<string, Uint8Array>({ max: MOST });

  add(signature: Uint8Array): void {
    this.#keep(sha256Hex(signature), signature);
  }

  /** Adds their signatures to reports, which are in the order of time. Reads those that are not known, and what is between. */
  async complete(session: Session, rows: readonly WindowRow[]): Promise<readonly LinkedRow[]> {
    const known = rows.map((row) => this.#byHash.get(row.signature_hash));
    const read = await this.#read(
      session,
      rows.filter((_, index) => known[index] === undefined),
    );
    return rows.map((row, index) => {
      const signature = known[index] ?? read.get(row.signature_hash);
      if (signature === undefined) throw new Error(`the signature of ${row.article_id} is not there`);
      return { ...row, signature };
    });
  }

  async #read(session: Session, unknown: readonly WindowRow[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const [first, last] = [unknown[0], unknown.at(-1)];
    if (first === undefined || last === undefined) return new Map();
    const rows = await session.query<Pick<LinkedRow, "signature"> & Pick<WindowRow, "signature_hash">>(
      `SELECT signature, ${hashColumn} FROM report WHERE published_at BETWEEN $1 AND $2`,
      [first.published_at, last.published_at],
    );
    for (const row of rows) this.#keep(row.signature_hash, row.signature);
    return new Map(rows.map((row) => [row.signature_hash, row.signature]));
  }

  #keep(key: string, signature: Uint8Array): void {
    // A copy, as what was read lies in more memory than its own.
    this.#byHash.set(key, Uint8Array.from(signature));
  }
}
