import { nameOf, type PostgresLocation, type Session } from "./database.ts";

const LEAST_VERSION = 15;

/** Articles as reports of events; see `sqlite/schema.ts`. */
const storyStep = `
  CREATE TABLE report (
    article_id text COLLATE "C" PRIMARY KEY,
    outlet_id text COLLATE "C" NOT NULL,
    published_at bigint NOT NULL,
    first_captured_at bigint NOT NULL,
    twin_id text COLLATE "C",
    signature bytea NOT NULL,
    parent_id text COLLATE "C",
    score double precision,
    story_id text COLLATE "C" NOT NULL
  );
  ALTER TABLE report ALTER COLUMN signature SET STORAGE EXTERNAL;
  CREATE INDEX report_by_time ON report (published_at, article_id);
  CREATE INDEX report_by_parent ON report (parent_id) WHERE parent_id IS NOT NULL;
  CREATE INDEX report_by_story ON report (story_id, published_at, article_id);
  CREATE TABLE unsigned_report (article_id text COLLATE "C" PRIMARY KEY);
  INSERT INTO unsigned_report SELECT id FROM article;
  CREATE TABLE unlinked_report (article_id text COLLATE "C" PRIMARY KEY);
  CREATE TABLE story (
    id text COLLATE "C" PRIMARY KEY,
    since bigint NOT NULL,
    joined_at bigint NOT NULL
  );
  CREATE INDEX story_by_joining ON story (joined_at, id);
  CREATE INDEX story_by_late_joining ON story ((-joined_at), id);
  CREATE INDEX story_by_beginning ON story (since, id);
  CREATE INDEX story_by_late_beginning ON story ((-since), id);
  `;

/** After a crash of the server nobody needs the offers: they are not logged. The lock of a row is the lease of its batch. */
const offerStep = `
  CREATE UNLOGGED TABLE offer (
    epoch bigint NOT NULL,
    number integer NOT NULL,
    batch bytea NOT NULL,
    outcome bytea,
    PRIMARY KEY (epoch, number)
  );
  ALTER TABLE offer ALTER COLUMN batch SET STORAGE EXTERNAL, ALTER COLUMN outcome SET STORAGE EXTERNAL;
  `;

/** By their hashes, signatures that a leader knows need not be read again: see `RecentSignatures`. */
const hashStep = `
  ALTER TABLE report ADD COLUMN signature_hash bytea NOT NULL GENERATED ALWAYS AS (sha256(signature)) STORED;
  `;

/**
 * The steps that lead from an empty schema to the present one; the table `feedmill` counts those taken. A step, once
 * released, is never edited.
 *
 * Texts are compared as bytes, as JavaScript and SQLite compare them. Instants are whole seconds since 1970. The ledger is
 * what cannot be had again from the archive: a step may empty every other table, and never that one.
 */
const steps: readonly string[] = [
  `
  CREATE TABLE ledger (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    line text NOT NULL
  );
  CREATE TABLE state (
    name text PRIMARY KEY,
    value text NOT NULL
  );
  CREATE TABLE leader (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    epoch bigint NOT NULL DEFAULT 0,
    last_capture bigint NOT NULL DEFAULT 0,
    last_segment bigint NOT NULL DEFAULT 0,
    last_publication bigint NOT NULL DEFAULT 0,
    node text,
    version text,
    settings text
  );
  INSERT INTO leader DEFAULT VALUES;
  CREATE TABLE node (
    name text PRIMARY KEY,
    version text NOT NULL,
    settings text NOT NULL,
    may_lead boolean NOT NULL,
    seen_at timestamptz NOT NULL
  );

  CREATE TABLE file (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    path text COLLATE "C" NOT NULL UNIQUE,
    signature text NOT NULL,
    fingerprint text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    host text COLLATE "C",
    article_id text COLLATE "C",
    problem_code text COLLATE "C",
    problem_message text,
    flaws text
  );
  CREATE INDEX file_by_bytes ON file (sha256, article_id);
  CREATE INDEX file_with_problem ON file (path) WHERE problem_code IS NOT NULL;
  CREATE INDEX file_with_flaw ON file (path) WHERE flaws IS NOT NULL;

  CREATE TABLE capture (
    number bigint PRIMARY KEY,
    article_id text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    captured_at bigint NOT NULL,
    published_at bigint,
    text_hash text NOT NULL,
    content_hash text NOT NULL,
    outlet_id text COLLATE "C" NOT NULL,
    canonical_url text NOT NULL,
    twin_id text COLLATE "C",
    shown_bytes integer NOT NULL,
    fields integer NOT NULL,
    rival text,
    UNIQUE (article_id, sha256)
  );
  CREATE INDEX capture_by_time ON capture (captured_at);
  CREATE INDEX capture_with_rival ON capture (number) WHERE rival IS NOT NULL;
  CREATE TABLE content (
    capture bigint PRIMARY KEY REFERENCES capture ON DELETE CASCADE,
    packed bytea NOT NULL,
    dictionary integer NOT NULL
  );
  ALTER TABLE content ALTER COLUMN packed SET STORAGE EXTERNAL;
  CREATE TABLE dictionary (
    number integer PRIMARY KEY,
    bytes bytea NOT NULL
  );
  CREATE TABLE remembered_capture (
    article_id text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    captured_at bigint NOT NULL,
    published_at bigint,
    text_hash text NOT NULL,
    shown_bytes integer,
    PRIMARY KEY (article_id, sha256)
  );
  CREATE TABLE takedown (
    article_id text COLLATE "C" PRIMARY KEY,
    taken_down_at bigint NOT NULL,
    reason text,
    outlet_id text COLLATE "C"
  );

  CREATE TABLE article (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    outlet_id text COLLATE "C" NOT NULL,
    capture bigint NOT NULL,
    published_at bigint NOT NULL,
    published_at_is_capture_time boolean NOT NULL,
    updated_at bigint NOT NULL,
    first_captured_at bigint NOT NULL,
    captured_at bigint NOT NULL,
    surfaced_at bigint NOT NULL,
    newness bigint NOT NULL GENERATED ALWAYS AS (-surfaced_at) STORED,
    found_twin_id text COLLATE "C",
    found_twin_url text,
    revision text NOT NULL,
    shown_bytes integer NOT NULL,
    fields integer NOT NULL
  );
  CREATE INDEX article_by_newness ON article (newness, id) INCLUDE (capture);
  CREATE INDEX article_by_outlet ON article (outlet_id, newness, id) INCLUDE (capture);
  CREATE INDEX article_by_capture ON article (capture);
  CREATE INDEX article_by_first_capture ON article (first_captured_at, id);
  CREATE INDEX article_by_outlet_and_first_capture ON article (outlet_id, first_captured_at);
  CREATE TABLE twin_claim (
    article_id text COLLATE "C" PRIMARY KEY,
    twin_id text COLLATE "C" NOT NULL,
    url text NOT NULL
  );
  CREATE INDEX twin_claim_by_twin ON twin_claim (twin_id, article_id);
  CREATE TABLE field_total (
    outlet_id text COLLATE "C" NOT NULL,
    fields integer NOT NULL,
    articles bigint NOT NULL,
    PRIMARY KEY (outlet_id, fields)
  );

  CREATE TABLE segment (
    number bigint PRIMARY KEY,
    first_capture bigint NOT NULL,
    last_capture bigint NOT NULL,
    articles integer NOT NULL,
    captures bytea NOT NULL,
    starts text NOT NULL
  );
  CREATE INDEX segment_by_capture ON segment (first_capture) INCLUDE (number, last_capture, articles);
  CREATE TABLE segment_page (
    segment bigint NOT NULL REFERENCES segment ON DELETE CASCADE,
    page integer NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (segment, page)
  );
  ALTER TABLE segment_page ALTER COLUMN content SET STORAGE EXTERNAL;
  CREATE TABLE hidden_capture (capture bigint PRIMARY KEY);
  CREATE TABLE unindexed_capture (capture bigint PRIMARY KEY REFERENCES capture ON DELETE CASCADE);

  CREATE TABLE document (
    path text COLLATE "C" PRIMARY KEY,
    etag text NOT NULL,
    last_modified bigint NOT NULL,
    content_type text NOT NULL,
    links text NOT NULL,
    max_age_seconds integer NOT NULL,
    is_kept boolean NOT NULL,
    publication bigint NOT NULL
  );
  CREATE INDEX document_by_publication ON document (publication);
  CREATE TABLE document_body (
    path text COLLATE "C" PRIMARY KEY,
    identity bytea NOT NULL,
    gzip bytea NOT NULL,
    br bytea NOT NULL,
    zstd bytea NOT NULL
  );
  ALTER TABLE document_body ALTER COLUMN identity SET STORAGE EXTERNAL, ALTER COLUMN gzip SET STORAGE EXTERNAL,
    ALTER COLUMN br SET STORAGE EXTERNAL, ALTER COLUMN zstd SET STORAGE EXTERNAL;
  CREATE TABLE feed_version (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    path text COLLATE "C" NOT NULL,
    etag text NOT NULL,
    entries text NOT NULL,
    UNIQUE (path, etag)
  );
  `,
  storyStep,
  offerStep,
  hashStep,
  `ALTER TABLE takedown ADD COLUMN story_id text COLLATE "C";`,
];

export const SCHEMA_VERSION = steps.length;

interface Found {
  readonly server: number;
  readonly encoding: string;
  readonly has_schema: boolean;
  readonly is_ours: boolean;
  readonly is_used: boolean;
}

/**
 * The steps that a schema has taken; 0 where there is none, or an empty one. Throws, with what to do, for a server that is
 * too old or does not keep UTF-8, for another program's schema, and for that of a later feedmill.
 */
export async function schemaVersionOf(session: Session, location: PostgresLocation): Promise<number> {
  const { schema } = location;
  const [found] = await session.query<Found>(
    `SELECT current_setting('server_version_num')::int / 10000 AS server, current_setting('server_encoding') AS encoding,
       to_regnamespace($1) IS NOT NULL AS has_schema, to_regclass($1 || '.feedmill') IS NOT NULL AS is_ours,
       EXISTS (SELECT FROM pg_class WHERE relnamespace = to_regnamespace($1)) AS is_used`,
    [schema],
  );
  const where = `the PostgreSQL of the catalog (${nameOf(location)})`;
  if (found === undefined) throw new Error(`${where} says nothing of itself`);
  if (found.server < LEAST_VERSION) {
    throw new Error(`${where} has version ${found.server}, and feedmill needs ${LEAST_VERSION} or later; upgrade it`);
  }
  if (found.encoding !== "UTF8") {
    throw new Error(`the database of the catalog (${nameOf(location)}) keeps ${found.encoding}; create one with UTF8`);
  }
  if (!found.is_ours && found.is_used) {
    throw new Error(
      `the schema ${schema} of ${nameOf(location)} is another program's; choose another (catalog-schema)`,
    );
  }
  if (!found.is_ours) return 0;
  const [row] = await session.query<{ readonly version: number }>(`SELECT version FROM ${schema}.feedmill`);
  const version = row?.version ?? 0;
  if (version <= SCHEMA_VERSION) return version;
  throw new Error(
    `the schema ${schema} of ${nameOf(location)} is version ${version}, of a later feedmill, and this one knows up to ${SCHEMA_VERSION}; upgrade it`,
  );
}

/** Brings a schema to the present version, inside the caller's transaction. */
export async function migrate(session: Session, { schema }: PostgresLocation, fromVersion: number): Promise<void> {
  if (fromVersion === 0) {
    // A schema that an administrator made for feedmill is enough: then it needs no right on the database.
    const [found] = await session.query("SELECT 1 WHERE to_regnamespace($1) IS NOT NULL", [schema]);
    if (found === undefined) await session.query(`CREATE SCHEMA ${schema}`);
    await session.query("CREATE TABLE feedmill (version integer NOT NULL)");
    await session.query("INSERT INTO feedmill VALUES (0)");
  }
  for (const step of steps.slice(fromVersion)) await session.query(step);
  await session.query("UPDATE feedmill SET version = $1", [SCHEMA_VERSION]);
}
