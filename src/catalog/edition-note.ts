import type { DatabaseSync } from "node:sqlite";
import type { Catalog, CatalogReader } from "./catalog.ts";
import { fromSeconds, prepareQuery, toSeconds } from "./query.ts";

interface NoteRow {
  readonly fingerprint: string;
  readonly changed_at: number;
}

const kept = `SELECT value ->> '$.fingerprint' AS fingerprint, value ->> '$.changedAt' AS changed_at
  FROM state WHERE name = 'edition'`;

/** When what is published last changed, for `Last-Modified` of what is made when asked for (RFC 9110 §8.8.2). */
export function createEditionReader(db: DatabaseSync): Pick<CatalogReader, "editionChangedAt"> {
  const find = prepareQuery<NoteRow>(db, kept);
  return {
    editionChangedAt() {
      const row = find.get();
      return row && fromSeconds(row.changed_at);
    },
  };
}

export function createEditionWriter(db: DatabaseSync): Pick<Catalog, "noteEdition"> {
  const find = prepareQuery<NoteRow>(db, kept);
  const put = db.prepare("INSERT OR REPLACE INTO state (name, value) VALUES ('edition', ?)");
  return {
    noteEdition(fingerprint, isNews, now) {
      const before = find.get();
      if (before !== undefined && !isNews && before.fingerprint === fingerprint) return fromSeconds(before.changed_at);
      const changedAt = before === undefined ? toSeconds(now) : Math.max(toSeconds(now), before.changed_at + 1);
      put.run(JSON.stringify({ fingerprint, changedAt }));
      return fromSeconds(changedAt);
    },
  };
}
