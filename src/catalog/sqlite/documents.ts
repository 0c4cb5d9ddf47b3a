import type { DatabaseSync, StatementSync } from "node:sqlite";
import { fromSeconds, toSeconds } from "../../lib/time/seconds.ts";
import type { HeldEntry } from "../../model/feed-version.ts";
import type { DocumentReader, Documents, KeptDocument, KeptEdition, NewDocument, Publication } from "../catalog.ts";
import {
  MAX_FEED_VERSIONS,
  nextEdition,
  nextLastModified,
  readEntries,
  toDocument,
  toKeptEdition,
  writeEntries,
  type DocumentRow,
  type EditionState,
} from "../kept-documents.ts";
import { inTransaction, prepareQuery, type Query } from "./statements.ts";

export class SqliteDocumentReader implements DocumentReader {
  readonly #find: Query<DocumentRow>;
  readonly #tags: Query<{ readonly path: string; readonly etag: string }>;
  readonly #versions: Query<{ readonly etag: string }>;
  readonly #version: Query<{ readonly entries: string }>;
  readonly #edition: Query<EditionState>;

  constructor(db: DatabaseSync) {
    this.#find = prepareQuery(
      db,
      `SELECT etag, last_modified, content_type, links, max_age_seconds, identity, gzip, br, zstd
       FROM document JOIN document_body USING (path) WHERE path = ?`,
    );
    this.#tags = prepareQuery(db, "SELECT path, etag FROM document WHERE is_kept = 1");
    this.#versions = prepareQuery(db, "SELECT etag FROM feed_version WHERE path = ? ORDER BY number DESC");
    this.#version = prepareQuery(db, "SELECT entries FROM feed_version WHERE path = ? AND etag = ?");
    this.#edition = prepareEdition(db);
  }

  async find(path: string): Promise<KeptDocument | undefined> {
    const row = this.#find.get(path);
    const versions = this.#versions.all(path).map(({ etag }) => etag);
    return row && { ...toDocument(path, row), versions };
  }

  async tags(): Promise<ReadonlyMap<string, string>> {
    return new Map(this.#tags.all().map(({ path, etag }) => [path, etag]));
  }

  async version(path: string, etag: string): Promise<readonly HeldEntry[] | undefined> {
    const row = this.#version.get(path, etag);
    if (row === undefined) return undefined;
    return readEntries(row.entries);
  }

  async edition(): Promise<KeptEdition | undefined> {
    const row = this.#edition.get();
    return row && toKeptEdition(row);
  }
}

/**
 * A removed document leaves its tag and time behind: should its path be published again, its `Last-Modified` does not
 * go backwards (RFC 9110 §8.8.2.1), and caches that still have the same bytes keep them.
 */
export class SqliteDocuments extends SqliteDocumentReader implements Documents {
  readonly #db: DatabaseSync;
  readonly #previous: Query<{ readonly etag: string; readonly lastModified: number }>;
  readonly #put: StatementSync;
  readonly #putBody: StatementSync;
  readonly #bury: StatementSync;
  readonly #removeBody: StatementSync;
  readonly #putVersion: StatementSync;
  readonly #pruneVersions: StatementSync;
  readonly #removeVersions: StatementSync;
  readonly #editionBefore: Query<EditionState>;
  readonly #putEdition: StatementSync;

  constructor(db: DatabaseSync) {
    super(db);
    this.#db = db;
    this.#previous = prepareQuery(db, "SELECT etag, last_modified AS lastModified FROM document WHERE path = ?");
    this.#put = db.prepare(
      `INSERT INTO document (path, etag, last_modified, content_type, links, max_age_seconds, is_kept)
       VALUES (?, ?, ?, ?, ?, ?, 1)
       ON CONFLICT (path) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
         content_type = excluded.content_type, links = excluded.links, max_age_seconds = excluded.max_age_seconds,
         is_kept = 1`,
    );
    this.#putBody = db.prepare(
      "INSERT OR REPLACE INTO document_body (path, identity, gzip, br, zstd) VALUES (?, ?, ?, ?, ?)",
    );
    this.#bury = db.prepare("UPDATE document SET is_kept = 0 WHERE path = ?");
    this.#removeBody = db.prepare("DELETE FROM document_body WHERE path = ?");
    // Of versions that come back, as after an undone edit, the number is the latest.
    this.#putVersion = db.prepare("INSERT OR REPLACE INTO feed_version (path, etag, entries) VALUES (?, ?, ?)");
    this.#pruneVersions = db.prepare(
      `DELETE FROM feed_version WHERE path = ?1 AND number <= (
         SELECT number FROM feed_version WHERE path = ?1 ORDER BY number DESC LIMIT 1 OFFSET ${MAX_FEED_VERSIONS}
       )`,
    );
    this.#removeVersions = db.prepare("DELETE FROM feed_version WHERE path = ?");
    this.#editionBefore = prepareEdition(db);
    this.#putEdition = db.prepare("INSERT OR REPLACE INTO state (name, value) VALUES ('edition', ?)");
  }

  async publish(publication: Publication): Promise<Date> {
    return inTransaction(this.#db, () => {
      for (const document of publication.documents) this.#keep(document, publication.now);
      for (const path of publication.removed) {
        this.#bury.run(path);
        this.#removeBody.run(path);
        this.#removeVersions.run(path);
      }
      return this.#keepEdition(publication);
    });
  }

  #keep({ document, codings, etag, version }: NewDocument, now: Date): void {
    const { path, contentType, links, maxAgeSeconds, body } = document;
    const lastModified = nextLastModified(this.#previous.get(path), etag, toSeconds(now));
    this.#put.run(path, etag, lastModified, contentType, JSON.stringify(links), maxAgeSeconds);
    this.#putBody.run(path, body, codings.gzip, codings.br, codings.zstd);
    if (version === undefined) {
      this.#removeVersions.run(path);
      return;
    }
    this.#putVersion.run(path, etag, writeEntries(version));
    this.#pruneVersions.run(path);
  }

  #keepEdition(publication: Publication): Date {
    const before = this.#editionBefore.get();
    const next = nextEdition(before, publication);
    if (next !== before) this.#putEdition.run(JSON.stringify(next));
    return fromSeconds(next.changedAt);
  }
}

function prepareEdition(db: DatabaseSync): Query<EditionState> {
  return prepareQuery(
    db,
    "SELECT value ->> '$.content' AS content, value ->> '$.changedAt' AS changedAt FROM state WHERE name = 'edition'",
  );
}
