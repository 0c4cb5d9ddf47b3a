import type { DatabaseSync } from "node:sqlite";
import { rangeBelow } from "../../lib/fs/paths.ts";
import type { Capture } from "../../model/article.ts";
import { swallowedFlaw } from "../another-article.ts";
import { contentHash } from "../derive-article.ts";
import { metadataOf } from "./articles.ts";
import { fieldsOf } from "../../model/coverage.ts";
import { fileFlaw, type Flaw, type FlawCode } from "../../model/flaw.ts";
import { remedies, type FileProblem, type ProblemCode } from "../../model/problem.ts";
import type { CatalogReader, HostFingerprint, IngestedFile, KnownFile } from "../catalog.ts";
import type { RememberedCapture } from "../ledger/ledger-record.ts";
import { bitsOf } from "./fields.ts";
import { fromSeconds, prepareQuery, toSeconds } from "./statements.ts";

/** The capture that a file gave when it was last read, identified by the article and the bytes. */
interface Given {
  readonly articleId: string;
  readonly sha256: string;
  /** The article that the same bytes give now, under an edited profile. */
  readonly becameId?: string;
}

export interface FileRecords {
  known(directory?: string): Iterable<KnownFile>;
  find(path: string): KnownFile | undefined;
  /** Records what became of a file. Returns the capture that it gave before and does not any more. */
  put(file: IngestedFile): Given | undefined;
  /** Forgets a file. Returns the capture that it gave. */
  remove(path: string): Given | undefined;
  /** Drops a capture that no file gives any more. Returns it where its bytes are gone from the archive altogether. */
  release(given: Given): RememberedCapture | undefined;
}

type KnownRow = readonly [
  path: string,
  signature: string,
  fingerprint: string,
  sha256: string,
  host: string | null,
  published: number,
];

interface DroppedRow {
  readonly captured_at: number;
  readonly published_at: number | null;
  readonly text_hash: string;
  readonly shown_bytes: number;
}

export function createFileRecords(db: DatabaseSync): FileRecords {
  const known = "SELECT path, signature, fingerprint, sha256, host, article_id IS NOT NULL FROM file";
  const everyFile = prepareQuery<KnownRow>(db, known, "tuple");
  const oneFile = prepareQuery<KnownRow>(db, `${known} WHERE path = ?`, "tuple");
  // What is a directory now may have been a file.
  const filesInside = prepareQuery<KnownRow>(db, `${known} WHERE path = ? OR (path >= ? AND path < ?)`, "tuple");
  const findGiven = prepareQuery<{ article_id: string | null; sha256: string }>(
    db,
    "SELECT article_id, sha256 FROM file WHERE path = ?",
  );
  const put = db.prepare(
    `INSERT INTO file (path, signature, fingerprint, sha256, host, article_id, problem_code, problem_message, flaws)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (path) DO UPDATE SET signature = excluded.signature, fingerprint = excluded.fingerprint,
       sha256 = excluded.sha256, host = excluded.host, article_id = excluded.article_id,
       problem_code = excluded.problem_code, problem_message = excluded.problem_message, flaws = excluded.flaws`,
  );
  const remove = db.prepare("DELETE FROM file WHERE path = ?");
  const isGiven = prepareQuery(db, "SELECT 1 FROM file WHERE sha256 = ? AND article_id = ? LIMIT 1");
  const isThere = prepareQuery(db, "SELECT 1 FROM file WHERE sha256 = ? LIMIT 1");
  const drop = prepareQuery<DroppedRow>(
    db,
    "DELETE FROM capture WHERE article_id = ? AND sha256 = ? RETURNING captured_at, published_at, text_hash, shown_bytes",
  );
  const putCapture = createCaptureWriter(db);

  function givenBy(path: string): Given | undefined {
    const row = findGiven.get(path);
    return row === undefined || row.article_id === null ? undefined : { articleId: row.article_id, sha256: row.sha256 };
  }

  return {
    known(directory) {
      const rows = directory === undefined ? everyFile.rows() : filesInside.rows(directory, ...rangeBelow(directory));
      return Iterator.from(rows).map(toKnownFile);
    },

    find(path) {
      const row = oneFile.get(path);
      return row && toKnownFile(row);
    },

    put({ path, signature, fingerprint, sha256, host, outcome }) {
      const before = givenBy(path);
      const fields = [path, signature, fingerprint, sha256, host ?? null] as const;
      if (outcome.ok) {
        const flaws = outcome.flaws === undefined ? null : JSON.stringify(outcome.flaws);
        put.run(...fields, outcome.value.id, null, null, flaws);
        putCapture(outcome.value, sha256);
      } else {
        put.run(...fields, null, outcome.problem.code, outcome.problem.message, null);
      }
      if (before === undefined || !outcome.ok || before.sha256 !== sha256) return before;
      return before.articleId === outcome.value.id ? undefined : { ...before, becameId: outcome.value.id };
    },

    remove(path) {
      const before = givenBy(path);
      remove.run(path);
      return before;
    },

    release({ articleId, sha256 }) {
      if (isGiven.get(sha256, articleId) !== undefined) return undefined;
      const dropped = drop.get(articleId, sha256);
      if (dropped === undefined || isThere.get(sha256) !== undefined) return undefined;
      const claim = dropped.published_at === null ? {} : { publishedAt: fromSeconds(dropped.published_at) };
      const { text_hash: textHash, shown_bytes: shownBytes } = dropped;
      return {
        type: "capture",
        id: articleId,
        sha256,
        capturedAt: fromSeconds(dropped.captured_at),
        textHash,
        shownBytes,
        ...claim,
      };
    },
  };
}

type FileReader = Pick<
  CatalogReader,
  "problems" | "problemCount" | "problemCounts" | "flaws" | "flawCounts" | "fileCount" | "hostFingerprints"
>;

interface RivalRow {
  readonly path: string;
  readonly title: string;
  readonly canonicalUrl: string;
  readonly rival: string;
}

export function createFileReader(db: DatabaseSync): FileReader {
  const problems = prepareQuery<Omit<FileProblem, "remedy">>(
    db,
    `SELECT path, problem_code AS code, problem_message AS message FROM file
     WHERE problem_code IS NOT NULL ORDER BY path`,
  );
  const problemCount = prepareQuery<{ problems: number }>(
    db,
    "SELECT count(*) AS problems FROM file WHERE problem_code IS NOT NULL",
  );
  const problemCounts = prepareQuery<{ code: ProblemCode; files: number }>(
    db,
    "SELECT problem_code AS code, count(*) AS files FROM file WHERE problem_code IS NOT NULL GROUP BY code ORDER BY code",
  );
  const flaws = prepareQuery<{ path: string; flaws: string }>(
    db,
    "SELECT path, flaws FROM file WHERE flaws IS NOT NULL ORDER BY path",
  );
  const rivals = prepareQuery<RivalRow>(
    db,
    `SELECT path, metadata ->> '$.title' AS title, canonical_url AS canonicalUrl, rival
     FROM capture JOIN file USING (article_id, sha256) JOIN capture_content ON capture = capture.number
     WHERE rival IS NOT NULL ORDER BY path`,
  );
  const flawCounts = prepareQuery<{ code: FlawCode; files: number }>(
    db,
    `SELECT value ->> '$.code' AS code, count(DISTINCT file.path) AS files FROM file, json_each(flaws)
     WHERE flaws IS NOT NULL GROUP BY code
     UNION ALL
     SELECT 'SWALLOWED_CAPTURE', count(*) AS files FROM capture JOIN file USING (article_id, sha256)
     WHERE rival IS NOT NULL HAVING files > 0
     ORDER BY code`,
  );
  const fileCount = prepareQuery<{ files: number }>(db, "SELECT count(*) AS files FROM file");
  const hostFingerprints = prepareQuery<HostFingerprint>(
    db,
    "SELECT DISTINCT host, fingerprint FROM file WHERE host IS NOT NULL ORDER BY host, fingerprint",
  );
  return {
    problems: () => problems.all().map((row) => ({ ...row, remedy: remedies[row.code] })),
    problemCount: () => problemCount.get()?.problems ?? 0,
    problemCounts: () => new Map(problemCounts.all().map(({ code, files }) => [code, files])),
    flaws() {
      const own = flaws.all().flatMap((row) => {
        const listed: readonly Flaw[] = JSON.parse(row.flaws);
        return listed.map((flaw) => fileFlaw(row.path, flaw));
      });
      const swallowed = rivals.all().map(({ path, rival, ...told }) => {
        return fileFlaw(path, swallowedFlaw(told, JSON.parse(rival)));
      });
      return [...own, ...swallowed].toSorted((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
    },
    flawCounts: () => new Map(flawCounts.all().map(({ code, files }) => [code, files])),
    fileCount: () => fileCount.get()?.files ?? 0,
    hostFingerprints: () => hostFingerprints.all(),
  };
}

function createCaptureWriter(db: DatabaseSync): (capture: Capture, sha256: string) => void {
  const put = prepareQuery<{ number: number }>(
    db,
    `INSERT INTO capture (article_id, sha256, captured_at, published_at, text_hash, content_hash, outlet_id,
       canonical_url, twin_id, shown_bytes, fields)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (article_id, sha256) DO UPDATE SET captured_at = excluded.captured_at,
       published_at = excluded.published_at, text_hash = excluded.text_hash, content_hash = excluded.content_hash,
       outlet_id = excluded.outlet_id, canonical_url = excluded.canonical_url, twin_id = excluded.twin_id,
       shown_bytes = excluded.shown_bytes, fields = excluded.fields
     RETURNING number`,
  );
  const putContent = db.prepare(
    "INSERT OR REPLACE INTO capture_content (capture, metadata, body_html) VALUES (?, ?, ?)",
  );

  return (capture, sha256) => {
    const { id, capturedAt, publishedAt, textHash, outletId, canonicalUrl, twin } = capture;
    const times = [toSeconds(capturedAt), publishedAt === undefined ? null : toSeconds(publishedAt)] as const;
    const content = [contentHash(capture), outletId, canonicalUrl, twin?.id ?? null] as const;
    const row = put.get(id, sha256, ...times, textHash, ...content, bytesShown(capture), bitsOf(fieldsOf(capture)));
    if (row === undefined) throw new Error("a capture was not kept");
    putContent.run(row.number, metadataOf(capture), capture.bodyHtml);
  };
}

function bytesShown({ entries, bodyHtml, excerpt }: Capture): number {
  return Buffer.byteLength(entries === "full" ? bodyHtml : excerpt);
}

/** Made once for every file at each scan: nothing is copied. */
function toKnownFile([path, signature, fingerprint, sha256, host, published]: KnownRow): KnownFile {
  if (host === null) return { path, signature, fingerprint, sha256, published: published === 1 };
  return { path, signature, fingerprint, sha256, published: published === 1, host };
}
