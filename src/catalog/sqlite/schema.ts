import type { DatabaseSync } from "node:sqlite";

/** Marks a SQLite file as a catalog: "feed" in ASCII. */
const APPLICATION_ID = 0x66656564;

/** The step of the index that catalogs had before `segmentStep`. */
const searchStep = `
  ALTER TABLE article ADD COLUMN place INTEGER;
  ALTER TABLE article ADD COLUMN indexed_hash TEXT;
  CREATE UNIQUE INDEX article_by_place ON article (place);
  CREATE VIRTUAL TABLE search USING fts5(
    title, body, author, section, facet, content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1'
  );
  CREATE TRIGGER article_left_index AFTER DELETE ON article WHEN old.place IS NOT NULL BEGIN
    DELETE FROM search WHERE rowid = old.place;
  END;
  CREATE TRIGGER article_moved_in_index AFTER UPDATE OF place ON article
    WHEN old.place IS NOT NULL AND new.place IS NOT NULL BEGIN
    DELETE FROM search WHERE rowid = old.place;
  END;
  INSERT INTO search (search, rank) VALUES ('automerge', 16);
  INSERT INTO search (search, rank) VALUES ('crisismerge', 64);
  INSERT INTO search (search, rank) VALUES ('hashsize', 16777216);
  `;

/** Of versions that come back, as after an undone edit, the number is the latest. */
const feedVersionStep = `
  CREATE TABLE feed_version (
    number INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    etag TEXT NOT NULL,
    entries TEXT NOT NULL,
    UNIQUE (path, etag)
  ) STRICT;
  `;

/**
 * Segments of the search index (see `search/segment.ts`) take the place of FTS5's, and contents are packed. A capture that
 * stands in a segment and that no article shows is hidden. Captures are put into segments, and those of an older catalog
 * are packed, by `maintain`; until then they are unindexed.
 */
const segmentStep = `
  DROP TRIGGER article_left_index;
  DROP TRIGGER article_moved_in_index;
  DROP TABLE search;
  DROP INDEX article_by_place;
  ALTER TABLE article DROP COLUMN place;
  ALTER TABLE article DROP COLUMN indexed_hash;

  CREATE TABLE content (
    capture INTEGER PRIMARY KEY REFERENCES capture ON DELETE CASCADE,
    packed BLOB NOT NULL,
    dictionary INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE dictionary (
    number INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL
  ) STRICT;

  CREATE TABLE segment (
    number INTEGER PRIMARY KEY,
    first_capture INTEGER NOT NULL,
    last_capture INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    captures BLOB NOT NULL,
    starts TEXT NOT NULL
  ) STRICT;
  CREATE INDEX segment_by_capture ON segment (first_capture, last_capture, articles);
  CREATE TABLE segment_page (
    number INTEGER PRIMARY KEY,
    content BLOB NOT NULL
  ) STRICT;
  CREATE TABLE unindexed_capture (
    capture INTEGER PRIMARY KEY REFERENCES capture ON DELETE CASCADE
  ) STRICT;
  CREATE TABLE hidden_capture (
    capture INTEGER PRIMARY KEY
  ) STRICT;

  DROP INDEX article_by_newness;
  DROP INDEX article_by_outlet;
  CREATE INDEX article_by_newness ON article (newness, id, capture);
  CREATE INDEX article_by_outlet ON article (outlet_id, newness, id, capture);
  CREATE INDEX article_by_capture ON article (capture);
  CREATE TRIGGER capture_added AFTER INSERT ON capture BEGIN
    INSERT INTO hidden_capture VALUES (new.number);
  END;
  CREATE TRIGGER article_shown AFTER INSERT ON article BEGIN
    DELETE FROM hidden_capture WHERE capture = new.capture;
  END;
  CREATE TRIGGER article_shows_another AFTER UPDATE OF capture ON article WHEN new.capture <> old.capture BEGIN
    INSERT OR IGNORE INTO hidden_capture VALUES (old.capture);
    DELETE FROM hidden_capture WHERE capture = new.capture;
  END;
  CREATE TRIGGER article_hidden AFTER DELETE ON article BEGIN
    INSERT OR IGNORE INTO hidden_capture VALUES (old.capture);
  END;
  `;

/**
 * Articles as reports of events: what they are linked by, their links, and the stories that these make. The articles of an
 * older catalog are signed and linked by `maintain`; what is linked anew keeps its old link until then.
 */
const storyStep = `
  CREATE TABLE report (
    article_id TEXT PRIMARY KEY,
    outlet_id TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    first_captured_at INTEGER NOT NULL,
    twin_id TEXT,
    signature BLOB NOT NULL,
    parent_id TEXT,
    score REAL,
    story_id TEXT NOT NULL
  ) STRICT;
  CREATE INDEX report_by_time ON report (published_at, article_id);
  CREATE INDEX report_by_parent ON report (parent_id) WHERE parent_id IS NOT NULL;
  CREATE INDEX report_by_story ON report (story_id, published_at, article_id);
  CREATE TABLE unsigned_report (
    article_id TEXT PRIMARY KEY
  ) STRICT, WITHOUT ROWID;
  INSERT INTO unsigned_report SELECT id FROM article;
  CREATE TABLE unlinked_report (
    article_id TEXT PRIMARY KEY
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE story (
    id TEXT PRIMARY KEY,
    since INTEGER NOT NULL,
    joined_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX story_by_joining ON story (joined_at, id);
  CREATE INDEX story_by_late_joining ON story (-joined_at, id);
  CREATE INDEX story_by_beginning ON story (since, id);
  CREATE INDEX story_by_late_beginning ON story (-since, id);
  `;

/**
 * The steps that lead from an empty file to the present schema; `user_version` counts those taken. A step, once
 * released, is never edited. Whoever teaches feedmill a new type of ledger record adds a step that deletes the state
 * `ledger`, so that the ledger is read again from its start.
 *
 * Narrow rows are kept apart from the wide ones (`capture_content`, `document_body`), which are read one at a time.
 * Instants are whole seconds since 1970. `newness` ascends as `surfaced_at` descends, so that one comparison of
 * (newness, id) is both the order of feeds and the place to go on from.
 */
export const steps: readonly string[] = [
  `
  CREATE TABLE file (
    number INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    signature TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    host TEXT,
    article_id TEXT,
    problem_code TEXT,
    problem_message TEXT
  ) STRICT;
  CREATE INDEX file_by_bytes ON file (sha256, article_id);
  CREATE INDEX file_with_problem ON file (path) WHERE problem_code IS NOT NULL;

  CREATE TABLE capture (
    number INTEGER PRIMARY KEY,
    article_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    captured_at INTEGER NOT NULL,
    published_at INTEGER,
    text_hash TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    outlet_id TEXT NOT NULL,
    canonical_url TEXT NOT NULL,
    twin_id TEXT,
    UNIQUE (article_id, sha256)
  ) STRICT;

  CREATE TABLE capture_content (
    capture INTEGER PRIMARY KEY REFERENCES capture ON DELETE CASCADE,
    metadata TEXT NOT NULL,
    body_html TEXT NOT NULL
  ) STRICT;

  CREATE TABLE remembered_capture (
    article_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    captured_at INTEGER NOT NULL,
    published_at INTEGER,
    text_hash TEXT NOT NULL,
    PRIMARY KEY (article_id, sha256)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE article (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    outlet_id TEXT NOT NULL,
    capture INTEGER NOT NULL,
    published_at INTEGER NOT NULL,
    published_at_is_capture_time INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    first_captured_at INTEGER NOT NULL,
    captured_at INTEGER NOT NULL,
    surfaced_at INTEGER NOT NULL,
    newness INTEGER NOT NULL GENERATED ALWAYS AS (-surfaced_at) VIRTUAL,
    found_twin_id TEXT,
    found_twin_url TEXT,
    revision TEXT NOT NULL
  ) STRICT;
  CREATE INDEX article_by_newness ON article (newness, id);
  CREATE INDEX article_by_outlet ON article (outlet_id, newness, id);

  CREATE TABLE twin_claim (
    article_id TEXT PRIMARY KEY,
    twin_id TEXT NOT NULL,
    url TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX twin_claim_by_twin ON twin_claim (twin_id, article_id);

  CREATE TABLE outlet_total (
    outlet_id TEXT PRIMARY KEY,
    articles INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER article_added AFTER INSERT ON article BEGIN
    INSERT INTO outlet_total VALUES (new.outlet_id, 1) ON CONFLICT DO UPDATE SET articles = articles + 1;
  END;
  CREATE TRIGGER article_removed AFTER DELETE ON article BEGIN
    UPDATE outlet_total SET articles = articles - 1 WHERE outlet_id = old.outlet_id;
    DELETE FROM outlet_total WHERE outlet_id = old.outlet_id AND articles = 0;
  END;
  CREATE TRIGGER article_moved AFTER UPDATE OF outlet_id ON article WHEN new.outlet_id <> old.outlet_id BEGIN
    INSERT INTO outlet_total VALUES (new.outlet_id, 1) ON CONFLICT DO UPDATE SET articles = articles + 1;
    UPDATE outlet_total SET articles = articles - 1 WHERE outlet_id = old.outlet_id;
    DELETE FROM outlet_total WHERE outlet_id = old.outlet_id AND articles = 0;
  END;

  CREATE TABLE document (
    path TEXT PRIMARY KEY,
    etag TEXT NOT NULL,
    last_modified INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    links TEXT NOT NULL,
    max_age_seconds INTEGER NOT NULL,
    is_kept INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE document_body (
    path TEXT PRIMARY KEY,
    identity BLOB NOT NULL,
    gzip BLOB NOT NULL,
    br BLOB NOT NULL,
    zstd BLOB NOT NULL
  ) STRICT;

  CREATE TABLE state (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  searchStep,
  `
  ALTER TABLE article ADD COLUMN shown_bytes INTEGER NOT NULL DEFAULT 0;
  UPDATE article SET shown_bytes = (
    SELECT octet_length(iif(metadata ->> '$.entries' = 'full', body_html, metadata ->> '$.excerpt'))
    FROM capture_content WHERE capture_content.capture = article.capture
  );
  CREATE INDEX article_by_first_capture ON article (first_captured_at, id, shown_bytes);
  CREATE INDEX article_by_outlet_and_first_capture ON article (outlet_id, first_captured_at, id, shown_bytes);
  CREATE INDEX capture_by_time ON capture (captured_at);

  CREATE TABLE takedown (
    article_id TEXT PRIMARY KEY,
    taken_down_at INTEGER NOT NULL,
    reason TEXT,
    outlet_id TEXT
  ) STRICT, WITHOUT ROWID;
  DELETE FROM state WHERE name = 'ledger';
  `,
  `
  ALTER TABLE remembered_capture ADD COLUMN shown_bytes INTEGER;
  ALTER TABLE capture ADD COLUMN shown_bytes INTEGER NOT NULL DEFAULT 0;
  UPDATE capture SET shown_bytes = (
    SELECT octet_length(iif(metadata ->> '$.entries' = 'full', body_html, metadata ->> '$.excerpt'))
    FROM capture_content WHERE capture_content.capture = capture.number
  );
  UPDATE article SET shown_bytes = coalesce((
    SELECT capture.shown_bytes FROM capture
    WHERE article_id = article.id AND capture.captured_at = first_captured_at ORDER BY sha256 LIMIT 1
  ), shown_bytes);
  `,
  feedVersionStep,
  // Pieces of the search index that fill a page of the catalog, less SQLite's own account of it (see `open-database.ts`).
  "INSERT INTO search (search, rank) VALUES ('pgsz', 16300);",
  // Bits of fields are in the order of `coveredFields`. `rival` tells of the article that is shown instead, as JSON.
  `
  ALTER TABLE file ADD COLUMN flaws TEXT;
  CREATE INDEX file_with_flaw ON file (path) WHERE flaws IS NOT NULL;
  ALTER TABLE capture ADD COLUMN fields INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE capture ADD COLUMN rival TEXT;
  CREATE INDEX capture_with_rival ON capture (number) WHERE rival IS NOT NULL;
  ALTER TABLE article ADD COLUMN fields INTEGER NOT NULL DEFAULT 0;
  UPDATE capture SET fields = (
    SELECT (published_at IS NOT NULL) + 2 * (json_array_length(metadata, '$.authors') > 0)
      + 4 * (metadata -> '$.dek' IS NOT NULL) + 8 * (metadata -> '$.leadImage' IS NOT NULL)
      + 16 * (metadata -> '$.leadImage.caption' IS NOT NULL) + 32 * (metadata -> '$.section' IS NOT NULL)
    FROM capture_content WHERE capture_content.capture = capture.number
  );
  UPDATE article SET fields = (
    SELECT (fields & ~1) | NOT published_at_is_capture_time FROM capture WHERE capture.number = article.capture
  );

  CREATE TABLE field_total (
    outlet_id TEXT NOT NULL,
    fields INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (outlet_id, fields)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO field_total SELECT outlet_id, fields, count(*) FROM article GROUP BY outlet_id, fields;
  CREATE TRIGGER article_fields_added AFTER INSERT ON article BEGIN
    INSERT INTO field_total VALUES (new.outlet_id, new.fields, 1) ON CONFLICT DO UPDATE SET articles = articles + 1;
  END;
  CREATE TRIGGER article_fields_removed AFTER DELETE ON article BEGIN
    UPDATE field_total SET articles = articles - 1 WHERE outlet_id = old.outlet_id AND fields = old.fields;
  END;
  CREATE TRIGGER article_fields_changed AFTER UPDATE OF outlet_id, fields ON article
    WHEN new.outlet_id <> old.outlet_id OR new.fields <> old.fields BEGIN
    INSERT INTO field_total VALUES (new.outlet_id, new.fields, 1) ON CONFLICT DO UPDATE SET articles = articles + 1;
    UPDATE field_total SET articles = articles - 1 WHERE outlet_id = old.outlet_id AND fields = old.fields;
  END;
  `,
  segmentStep,
  storyStep,
  "ALTER TABLE takedown ADD COLUMN story_id TEXT;",
];

export const SCHEMA_VERSION = steps.length;

/** A file that is no catalog, or one of a feedmill we do not know. It is set aside, never guessed at. */
export class ForeignCatalogError extends Error {}

/** Which steps a database has taken; 0 for an empty one. Throws `ForeignCatalogError` for what is not ours. */
export function schemaVersionOf(db: DatabaseSync, known: number = SCHEMA_VERSION): number {
  const version = pragma(db, "user_version");
  const applicationId = pragma(db, "application_id");
  const isEmpty = db.prepare("SELECT 1 FROM sqlite_schema LIMIT 1").get() === undefined;
  if (isEmpty && version === 0) return 0;
  if (applicationId !== APPLICATION_ID) throw new ForeignCatalogError("it is another program's database");
  if (version < 1 || version > known) {
    throw new ForeignCatalogError(`its schema is version ${version}, and this feedmill knows up to ${known}`);
  }
  return version;
}

/** Brings a database to the present schema, in one transaction. Returns the version it had. */
export function migrate(db: DatabaseSync, list: readonly string[] = steps): number {
  const version = schemaVersionOf(db, list.length);
  if (version === list.length) return version;
  db.exec(`BEGIN IMMEDIATE; ${list.slice(version).join("\n")}
    PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${list.length}; COMMIT`);
  return version;
}

function pragma(db: DatabaseSync, name: string): number {
  return Number(db.prepare(`PRAGMA ${name}`).get()?.[name]);
}
