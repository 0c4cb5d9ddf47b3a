import type { DatabaseSync } from "node:sqlite";
import { toSeconds } from "../../lib/time/seconds.ts";
import type { Takedown } from "../../model/takedown.ts";
import {
  selectOrigin,
  takedownColumns,
  toTakedown,
  withOrigin,
  type OriginRow,
  type TakedownRow,
} from "../kept-state.ts";
import type { RestorationRecord, TakedownRecord } from "../ledger/ledger-record.ts";
import { prepareQuery } from "./statements.ts";

/** The articles that are taken down, as the ledger says. */
export interface TakedownTable {
  /** Takes a record over. False where it changes nothing: the article was taken down, or was not, before. */
  put(record: TakedownRecord | RestorationRecord): boolean;
  /** The record with the outlet whose article is taken down, where there is one, and the story. */
  withOrigin(record: TakedownRecord | RestorationRecord): TakedownRecord | RestorationRecord;
  has(articleId: string): boolean;
  /** The ledger's record of an article that is taken down. */
  find(articleId: string): TakedownRecord | undefined;
  /** Forgets all. Returns the articles' ids. */
  clear(): readonly string[];
}

export interface TakedownReader {
  find(articleId: string): Takedown | undefined;
  /** The latest first. */
  all(): readonly Takedown[];
}

export function createTakedownTable(db: DatabaseSync): TakedownTable {
  const insert = db.prepare(`INSERT OR IGNORE INTO takedown (${takedownColumns}) VALUES (?, ?, ?, ?, ?)`);
  const remove = db.prepare("DELETE FROM takedown WHERE article_id = ?");
  const find = prepareQuery(db, "SELECT 1 FROM takedown WHERE article_id = ?");
  const clear = prepareQuery<{ article_id: string }>(db, "DELETE FROM takedown RETURNING article_id");
  const reader = createTakedownReader(db);
  const originOf = prepareQuery<OriginRow>(db, `${selectOrigin} ?`);

  return {
    put(record) {
      if (record.type === "restoration") return remove.run(record.id).changes === 1;
      const { id, when, reason = null, outletId = null, storyId = null } = record;
      return insert.run(id, toSeconds(when), reason, outletId, storyId).changes === 1;
    },
    withOrigin: (record) => (record.type === "takedown" ? withOrigin(record, originOf.get(record.id)) : record),
    has: (articleId) => find.get(articleId) !== undefined,
    find(articleId) {
      const found = reader.find(articleId);
      if (found === undefined) return undefined;
      const { takenDownAt: when, ...facts } = found;
      return { type: "takedown", when, ...facts };
    },
    clear: () => clear.all().map((row) => row.article_id),
  };
}

export function createTakedownReader(db: DatabaseSync): TakedownReader {
  const find = prepareQuery<TakedownRow>(db, `SELECT ${takedownColumns} FROM takedown WHERE article_id = ?`);
  const all = prepareQuery<TakedownRow>(
    db,
    `SELECT ${takedownColumns} FROM takedown ORDER BY taken_down_at DESC, article_id`,
  );
  return {
    find(articleId) {
      const row = find.get(articleId);
      return row && toTakedown(row);
    },
    all: () => all.all().map(toTakedown),
  };
}
