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
import { channelOf, type Session } from "./database.ts";
import type { Leader } from "./leader.ts";
import { findState, putState } from "./state.ts";

export class PostgresDocumentReader implements DocumentReader {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  async find(path: string): Promise<KeptDocument | undefined> {
    const [row] = await this.#session.query<DocumentRow & { readonly versions: readonly string[] }>(
      `SELECT etag, last_modified, content_type, links, max_age_seconds, identity, gzip, br, zstd,
         ARRAY(SELECT etag FROM feed_version WHERE feed_version.path = $1 ORDER BY number DESC) AS versions
       FROM document JOIN document_body USING (path) WHERE path = $1`,
      [path],
    );
    return row && { ...toDocument(path, row), versions: row.versions };
  }

  async tags(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#session.query<{ readonly path: string; readonly etag: string }>(
      "SELECT path, etag FROM document WHERE is_kept ORDER BY path",
    );
    return new Map(rows.map(({ path, etag }) => [path, etag]));
  }

  async version(path: string, etag: string): Promise<readonly HeldEntry[] | undefined> {
    const [row] = await this.#session.query<{ readonly entries: string }>(
      "SELECT entries FROM feed_version WHERE path = $1 AND etag = $2",
      [path, etag],
    );
    return row && readEntries(row.entries);
  }

  async edition(): Promise<KeptEdition | undefined> {
    const kept = await findEdition(this.#session);
    return kept && toKeptEdition(kept);
  }
}

/**
 * A removed document leaves its tag and time behind: should its path be published again, its `Last-Modified` does not
 * go backwards (RFC 9110 §8.8.2.1), and caches that still have the same bytes keep them. Every document has the number of
 * the publication that wrote or removed it last.
 */
export class PostgresDocuments extends PostgresDocumentReader implements Documents {
  readonly #leader: Leader;

  constructor(leader: Leader) {
    super(leader.database);
    this.#leader = leader;
  }

  async publish(publication: Publication): Promise<Date> {
    return this.#leader.transaction(async (session) => {
      const number = session.takeNumbers("publication", 1);
      await keep(session, publication, number);
      await remove(session, publication.removed, number);
      const changedAt = await keepEdition(session, publication);
      // Heard by those who share the catalog once this is committed.
      await session.query("SELECT pg_notify($1, $2)", [channelOf(this.#leader.database.location), String(number)]);
      return changedAt;
    });
  }
}

async function keep(session: Session, { documents, now }: Publication, publication: number): Promise<void> {
  if (documents.length === 0) return;
  const paths = documents.map(({ document }) => document.path);
  const rows = await session.query<{ readonly path: string; readonly etag: string; readonly lastModified: number }>(
    `SELECT path, etag, last_modified AS "lastModified" FROM document WHERE path = ANY($1)`,
    [paths],
  );
  const before = new Map(rows.map((row) => [row.path, row]));
  await session.query(
    `INSERT INTO document (path, etag, last_modified, content_type, links, max_age_seconds, is_kept, publication)
     SELECT *, true, $7 FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::int[])
     ON CONFLICT (path) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
       content_type = excluded.content_type, links = excluded.links, max_age_seconds = excluded.max_age_seconds,
       is_kept = true, publication = excluded.publication`,
    [
      paths,
      documents.map(({ etag }) => etag),
      documents.map(({ document, etag }) => nextLastModified(before.get(document.path), etag, toSeconds(now))),
      documents.map(({ document }) => document.contentType),
      documents.map(({ document }) => JSON.stringify(document.links)),
      documents.map(({ document }) => document.maxAgeSeconds),
      publication,
    ],
  );
  for (const document of documents) await keepBody(session, document);
  await keepVersions(session, documents);
}

/** One at a time: bodies may be large, and an array holds them once more. */
async function keepBody(session: Session, { document, codings }: NewDocument): Promise<void> {
  await session.query(
    `INSERT INTO document_body (path, identity, gzip, br, zstd) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (path) DO UPDATE SET identity = excluded.identity, gzip = excluded.gzip, br = excluded.br,
       zstd = excluded.zstd`,
    [document.path, document.body, codings.gzip, codings.br, codings.zstd],
  );
}

async function keepVersions(session: Session, documents: readonly NewDocument[]): Promise<void> {
  const withVersion = documents.filter(({ version }) => version !== undefined);
  const versioned = withVersion.map(({ document }) => document.path);
  const others = documents.filter(({ version }) => version === undefined).map(({ document }) => document.path);
  await session.query("DELETE FROM feed_version WHERE path = ANY($1)", [others]);
  if (withVersion.length === 0) return;
  // Of versions that come back, as after an undone edit, the number is the latest.
  await session.query(
    `DELETE FROM feed_version USING unnest($1::text[], $2::text[]) AS known (path, etag)
     WHERE feed_version.path = known.path AND feed_version.etag = known.etag`,
    [versioned, withVersion.map(({ etag }) => etag)],
  );
  await session.query(
    "INSERT INTO feed_version (path, etag, entries) SELECT * FROM unnest($1::text[], $2::text[], $3::text[])",
    [versioned, withVersion.map(({ etag }) => etag), withVersion.map(({ version = [] }) => writeEntries(version))],
  );
  await session.query(
    `DELETE FROM feed_version WHERE path = ANY($1) AND number <= (
       SELECT number FROM feed_version AS later WHERE later.path = feed_version.path
       ORDER BY number DESC OFFSET ${MAX_FEED_VERSIONS} LIMIT 1
     )`,
    [versioned],
  );
}

async function remove(session: Session, paths: readonly string[], publication: number): Promise<void> {
  if (paths.length === 0) return;
  await session.query("UPDATE document SET is_kept = false, publication = $2 WHERE path = ANY($1)", [
    paths,
    publication,
  ]);
  await session.query("DELETE FROM document_body WHERE path = ANY($1)", [paths]);
  await session.query("DELETE FROM feed_version WHERE path = ANY($1)", [paths]);
}

async function keepEdition(session: Session, publication: Publication): Promise<Date> {
  const before = await findEdition(session);
  const next = nextEdition(before, publication);
  if (next !== before) await putState(session, "edition", JSON.stringify(next));
  return fromSeconds(next.changedAt);
}

export async function findEdition(session: Session): Promise<EditionState | undefined> {
  const kept = await findState(session, "edition");
  return kept === undefined ? undefined : JSON.parse(kept);
}
