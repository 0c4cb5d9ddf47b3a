import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { DocumentLink } from "../../model/document.ts";
import type { Edition } from "../../model/edition.ts";
import type { HeldEntry } from "../../model/feed-version.ts";
import type { DocumentReader, Documents, KeptDocument, KeptEdition, NewDocument, Publication } from "../catalog.ts";
import { fromSeconds, inTransaction, prepareQuery, toSeconds, type Query } from "./statements.ts";

/** How many versions of a feed's document are known, the present one included. */
const MAX_FEED_VERSIONS = 100;

interface TagRow {
  readonly etag: string;
  readonly last_modified: number;
}

interface DocumentRow extends TagRow {
  readonly content_type: string;
  readonly links: string;
  readonly max_age_seconds: number;
  readonly identity: Uint8Array;
  readonly gzip: Uint8Array;
  readonly br: Uint8Array;
  readonly zstd: Uint8Array;
}

interface EditionRow {
  /** Absent where an earlier version of feedmill kept no edition, but when it changed. */
  readonly content: string | null;
  readonly changed_at: number;
}

export class SqliteDocumentReader implements DocumentReader {
  readonly #find: Query<DocumentRow>;
  readonly #tags: Query<{ readonly path: string; readonly etag: string }>;
  readonly #versions: Query<{ readonly etag: string }>;
  readonly #version: Query<{ readonly entries: string }>;
  readonly #edition: Query<EditionRow>;

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
    const entries: readonly [tag: string, start: number, end: number][] = JSON.parse(row.entries);
    return entries.map(([tag, start, end]) => ({ tag, start, end }));
  }

  async edition(): Promise<KeptEdition | undefined> {
    const row = this.#edition.get();
    if (row === undefined || row.content === null) return undefined;
    return { edition: readContent(row.content), changedAt: fromSeconds(row.changed_at) };
  }
}

/**
 * A removed document leaves its tag and time behind: should its path be published again, its `Last-Modified` does not
 * go backwards (RFC 9110 §8.8.2.1), and caches that still have the same bytes keep them.
 */
export class SqliteDocuments extends SqliteDocumentReader implements Documents {
  readonly #db: DatabaseSync;
  readonly #previous: Query<TagRow>;
  readonly #put: StatementSync;
  readonly #putBody: StatementSync;
  readonly #bury: StatementSync;
  readonly #removeBody: StatementSync;
  readonly #putVersion: StatementSync;
  readonly #pruneVersions: StatementSync;
  readonly #removeVersions: StatementSync;
  readonly #editionBefore: Query<EditionRow>;
  readonly #putEdition: StatementSync;

  constructor(db: DatabaseSync) {
    super(db);
    this.#db = db;
    this.#previous = prepareQuery(db, "SELECT etag, last_modified FROM document WHERE path = ?");
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
    const lastModified = nextLastModified(this.#previous.get(path), etag, now);
    this.#put.run(path, etag, lastModified, contentType, JSON.stringify(links), maxAgeSeconds);
    this.#putBody.run(path, body, codings.gzip, codings.br, codings.zstd);
    if (version === undefined) {
      this.#removeVersions.run(path);
      return;
    }
    this.#putVersion.run(path, etag, JSON.stringify(version.map(({ tag, start, end }) => [tag, start, end])));
    this.#pruneVersions.run(path);
  }

  #keepEdition({ edition, version, isNews, now }: Publication): Date {
    const content = writeContent(edition, version);
    const before = this.#editionBefore.get();
    if (before !== undefined && !isNews && before.content === content) return fromSeconds(before.changed_at);
    const changedAt = before === undefined ? toSeconds(now) : Math.max(toSeconds(now), before.changed_at + 1);
    this.#putEdition.run(JSON.stringify({ content, changedAt }));
    return fromSeconds(changedAt);
  }
}

/** In seconds. */
function nextLastModified(before: TagRow | undefined, etag: string, now: Date): number {
  if (before === undefined) return toSeconds(now);
  return before.etag === etag ? before.last_modified : Math.max(toSeconds(now), before.last_modified + 1);
}

function toDocument(path: string, row: DocumentRow): Omit<KeptDocument, "versions"> {
  const links: readonly DocumentLink[] = JSON.parse(row.links);
  return {
    path,
    contentType: row.content_type,
    body: row.identity,
    links,
    maxAgeSeconds: row.max_age_seconds,
    etag: row.etag,
    lastModified: fromSeconds(row.last_modified),
    codings: { gzip: row.gzip, br: row.br, zstd: row.zstd },
  };
}

function prepareEdition(db: DatabaseSync): Query<EditionRow> {
  return prepareQuery(
    db,
    "SELECT value ->> '$.content' AS content, value ->> '$.changedAt' AS changed_at FROM state WHERE name = 'edition'",
  );
}

/** An edition with the version of feedmill that made its documents. Equal contents are the same edition. */
function writeContent({ renamed, gone, ...rest }: Edition, version: string): string {
  return JSON.stringify({ version, ...rest, renamed: [...renamed], gone: [...gone].sort() });
}

interface EditionContent extends Omit<Edition, "renamed" | "gone"> {
  readonly renamed: readonly (readonly [string, string])[];
  readonly gone: readonly string[];
}

function readContent(content: string): Edition {
  const { site, definitions, outlets, renamed, gone }: EditionContent = JSON.parse(content);
  return { site, definitions, outlets, renamed: new Map(renamed), gone: new Set(gone) };
}
