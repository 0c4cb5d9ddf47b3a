import type { DatabaseSync } from "node:sqlite";
import type { HeldEntry } from "../model/feed-version.ts";
import type { CatalogReader } from "./catalog.ts";
import { prepareQuery } from "./query.ts";

/** How many versions of a feed's document are known, the present one included. */
export const MAX_FEED_VERSIONS = 100;

/** Of versions that come back, as after an undone edit, the number is the latest. */
export const feedVersionStep = `
  CREATE TABLE feed_version (
    number INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    etag TEXT NOT NULL,
    entries TEXT NOT NULL,
    UNIQUE (path, etag)
  ) STRICT;
  `;

export function createFeedVersionReader(db: DatabaseSync): Pick<CatalogReader, "feedVersions" | "feedVersion"> {
  const list = prepareQuery<{ etag: string }>(db, "SELECT etag FROM feed_version WHERE path = ? ORDER BY number DESC");
  const find = prepareQuery<{ entries: string }>(db, "SELECT entries FROM feed_version WHERE path = ? AND etag = ?");
  return {
    feedVersions: (path) => list.all(path).map(({ etag }) => etag),
    feedVersion(path, etag) {
      const row = find.get(path, etag);
      if (row === undefined) return undefined;
      const entries: readonly [tag: string, start: number, end: number][] = JSON.parse(row.entries);
      return entries.map(([tag, start, end]) => ({ tag, start, end }));
    },
  };
}

export interface FeedVersionWriter {
  put(path: string, etag: string, version: readonly HeldEntry[]): void;
  removeAll(path: string): void;
}

/** For the transaction that writes the document. */
export function createFeedVersionWriter(db: DatabaseSync): FeedVersionWriter {
  const put = db.prepare("INSERT OR REPLACE INTO feed_version (path, etag, entries) VALUES (?, ?, ?)");
  const prune = db.prepare(
    `DELETE FROM feed_version WHERE path = ?1 AND number <= (
       SELECT number FROM feed_version WHERE path = ?1 ORDER BY number DESC LIMIT 1 OFFSET ${MAX_FEED_VERSIONS}
     )`,
  );
  const removeAll = db.prepare("DELETE FROM feed_version WHERE path = ?");
  return {
    put(path, etag, version) {
      put.run(path, etag, JSON.stringify(version.map(({ tag, start, end }) => [tag, start, end])));
      prune.run(path);
    },
    removeAll: (path) => void removeAll.run(path),
  };
}
