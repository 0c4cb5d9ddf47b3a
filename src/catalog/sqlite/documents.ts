import type { DatabaseSync } from "node:sqlite";
import type { DocumentLink, FinishedDocument } from "../../model/document.ts";
import type { Edition } from "../../model/edition.ts";
import type { HeldEntry } from "../../model/feed-version.ts";
import type { Catalog, CatalogReader } from "../catalog.ts";
import { fromSeconds, inTransaction, prepareQuery, toSeconds } from "./statements.ts";

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

type DocumentReader = Pick<
  CatalogReader,
  "document" | "documentTags" | "removedPaths" | "feedVersions" | "feedVersion" | "edition" | "editionChangedAt"
>;

export function createDocumentReader(db: DatabaseSync): DocumentReader {
  const find = prepareQuery<DocumentRow>(
    db,
    `SELECT etag, last_modified, content_type, links, max_age_seconds, identity, gzip, br, zstd
     FROM document JOIN document_body USING (path) WHERE path = ?`,
  );
  const tags = prepareQuery<{ path: string; etag: string }>(db, "SELECT path, etag FROM document WHERE is_kept = 1");
  const removed = prepareQuery<{ path: string }>(db, "SELECT path FROM document WHERE is_kept = 0");
  return {
    document(path) {
      const row = find.get(path);
      return row && toDocument(path, row);
    },
    documentTags: () => new Map(tags.all().map(({ path, etag }) => [path, etag])),
    removedPaths: () => removed.all().map(({ path }) => path),
    ...createFeedVersionReader(db),
    ...createEditionReader(db),
  };
}

type DocumentWriter = Pick<Catalog, "putDocument" | "removeDocument" | "putEdition">;

/**
 * A removed document leaves its tag and time behind: should its path be published again, its `Last-Modified` does not
 * go backwards (RFC 9110 §8.8.2.1), and caches that still have the same bytes keep them.
 */
export function createDocumentWriter(db: DatabaseSync): DocumentWriter {
  const previous = prepareQuery<TagRow>(db, "SELECT etag, last_modified FROM document WHERE path = ?");
  const put = db.prepare(
    `INSERT INTO document (path, etag, last_modified, content_type, links, max_age_seconds, is_kept)
     VALUES (?, ?, ?, ?, ?, ?, 1)
     ON CONFLICT (path) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
       content_type = excluded.content_type, links = excluded.links, max_age_seconds = excluded.max_age_seconds,
       is_kept = 1`,
  );
  const putBody = db.prepare(
    "INSERT OR REPLACE INTO document_body (path, identity, gzip, br, zstd) VALUES (?, ?, ?, ?, ?)",
  );
  const bury = db.prepare("UPDATE document SET is_kept = 0 WHERE path = ?");
  const removeBody = db.prepare("DELETE FROM document_body WHERE path = ?");
  const versions = createFeedVersionWriter(db);

  return {
    putDocument: (document, codings, etag, now, version) =>
      inTransaction(db, () => {
        const { path, contentType, links, maxAgeSeconds, body } = document;
        const lastModified = nextLastModified(previous.get(path), etag, now);
        put.run(path, etag, lastModified, contentType, JSON.stringify(links), maxAgeSeconds);
        putBody.run(path, body, codings.gzip, codings.br, codings.zstd);
        if (version === undefined) versions.removeAll(path);
        else versions.put(path, etag, version);
        return { ...document, codings, etag, lastModified: fromSeconds(lastModified) };
      }),
    removeDocument: (path) =>
      inTransaction(db, () => {
        bury.run(path);
        removeBody.run(path);
        versions.removeAll(path);
      }),
    ...createEditionWriter(db),
  };
}

/** In seconds. */
function nextLastModified(before: TagRow | undefined, etag: string, now: Date): number {
  if (before === undefined) return toSeconds(now);
  return before.etag === etag ? before.last_modified : Math.max(toSeconds(now), before.last_modified + 1);
}

function toDocument(path: string, row: DocumentRow): FinishedDocument {
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

function createFeedVersionReader(db: DatabaseSync): Pick<CatalogReader, "feedVersions" | "feedVersion"> {
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

interface FeedVersionWriter {
  put(path: string, etag: string, version: readonly HeldEntry[]): void;
  removeAll(path: string): void;
}

/** For the transaction that writes the document. */
function createFeedVersionWriter(db: DatabaseSync): FeedVersionWriter {
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

interface EditionRow {
  /** Absent where an earlier version of feedmill kept no edition, but when it changed. */
  readonly content: string | null;
  readonly changed_at: number;
}

const keptEdition = `SELECT value ->> '$.content' AS content, value ->> '$.changedAt' AS changed_at
  FROM state WHERE name = 'edition'`;

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

function createEditionReader(db: DatabaseSync): Pick<CatalogReader, "edition" | "editionChangedAt"> {
  const find = prepareQuery<EditionRow>(db, keptEdition);
  return {
    edition() {
      const content = find.get()?.content ?? undefined;
      return content === undefined ? undefined : readContent(content);
    },
    editionChangedAt() {
      const row = find.get();
      return row && fromSeconds(row.changed_at);
    },
  };
}

function createEditionWriter(db: DatabaseSync): Pick<Catalog, "putEdition"> {
  const find = prepareQuery<EditionRow>(db, keptEdition);
  const put = db.prepare("INSERT OR REPLACE INTO state (name, value) VALUES ('edition', ?)");
  return {
    putEdition(edition, { version, isNews, now }) {
      const content = writeContent(edition, version);
      const before = find.get();
      if (before !== undefined && !isNews && before.content === content) return fromSeconds(before.changed_at);
      const changedAt = before === undefined ? toSeconds(now) : Math.max(toSeconds(now), before.changed_at + 1);
      put.run(JSON.stringify({ content, changedAt }));
      return fromSeconds(changedAt);
    },
  };
}
