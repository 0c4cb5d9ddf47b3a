import { toSeconds } from "../../lib/time/seconds.ts";
import type { Capture } from "../../model/article.ts";
import { fieldsOf } from "../../model/coverage.ts";
import { searchedTexts } from "../../search/searched-texts.ts";
import { captureKey, toRemembered, type DroppedRow, type Given } from "../capture-rows.ts";
import type { CatalogChange, IngestedFile } from "../catalog.ts";
import { contentHash } from "../derive-article.ts";
import { bitsOf } from "../field-bits.ts";
import type { RememberedCapture } from "../ledger/ledger-record.ts";
import { shownBytesOf } from "../shown-bytes.ts";
import type { Contents } from "./content.ts";
import type { Session } from "./database.ts";
import type { AddedCaptures } from "./index-writer.ts";
import type { LeaderSession } from "./leader.ts";

/** The file of a path before a change, and the capture that the catalog has of the article and bytes that come now. */
interface KnownRow {
  readonly path: string;
  readonly given_id: string | null;
  readonly given_sha256: string | null;
  readonly article_id: string | null;
  readonly sha256: string | null;
  readonly number: number | null;
  readonly content_hash: string | null;
}

/** The files and captures that the catalog has already, of those that a change names. */
export interface KnownOfChange {
  /** By path; those known that gave no article have no `articleId`. */
  readonly files: ReadonlyMap<string, { readonly articleId: string | null; readonly sha256: string }>;
  /** By `captureKey`. */
  readonly captures: ReadonlyMap<string, KnownCapture>;
}

interface KnownCapture {
  readonly number: number;
  readonly hash: string;
}

export async function findKnown(session: Session, { ingested, removed }: CatalogChange): Promise<KnownOfChange> {
  const asked = [
    ...removed.map((path) => ({ path, id: null, sha256: null })),
    ...ingested.map(({ path, sha256, outcome }) => ({ path, id: outcome.ok ? outcome.value.id : null, sha256 })),
  ];
  if (asked.length === 0) return { files: new Map(), captures: new Map() };
  const rows = await session.query<KnownRow>(
    `SELECT given.path, given.id AS given_id, given.sha256 AS given_sha256, file.article_id, file.sha256, capture.number, content_hash
     FROM unnest($1::text[], $2::text[], $3::text[]) AS given (path, id, sha256)
     LEFT JOIN file ON file.path = given.path
     LEFT JOIN capture ON capture.article_id = given.id AND capture.sha256 = given.sha256`,
    [asked.map(({ path }) => path), asked.map(({ id }) => id), asked.map(({ sha256 }) => sha256)],
  );
  const files = new Map<string, { readonly articleId: string | null; readonly sha256: string }>();
  const captures = new Map<string, KnownCapture>();
  for (const row of rows) {
    const { path, given_id: id, given_sha256: given, article_id: articleId, sha256, number, content_hash: hash } = row;
    if (sha256 !== null) files.set(path, { articleId, sha256 });
    if (id !== null && given !== null && number !== null && hash !== null) {
      captures.set(captureKey(id, given), { number, hash });
    }
  }
  return { files, captures };
}

/** Records the files of a change. Returns the captures that files gave before and do not any more. */
export async function putFiles(
  session: Session,
  { ingested, removed }: CatalogChange,
  known: KnownOfChange["files"],
): Promise<readonly Given[]> {
  const giving = new Map(known);
  const released: Given[] = [];
  for (const path of removed) {
    const before = giving.get(path);
    if (before !== undefined && before.articleId !== null) released.push({ ...before, articleId: before.articleId });
    giving.delete(path);
  }
  for (const { path, sha256, outcome } of ingested) {
    const before = giving.get(path);
    const articleId = outcome.ok ? outcome.value.id : null;
    giving.set(path, { articleId, sha256 });
    if (before === undefined || before.articleId === null) continue;
    const given = { ...before, articleId: before.articleId };
    if (articleId === null || before.sha256 !== sha256) released.push(given);
    else if (before.articleId !== articleId) released.push({ ...given, becameId: articleId });
  }
  const gone = removed.filter((path) => !giving.has(path));
  if (gone.length > 0) await session.query("DELETE FROM file WHERE path = ANY($1)", [gone]);
  await writeFiles(session, [...new Map(ingested.map((file) => [file.path, file])).values()]);
  return released;
}

async function writeFiles(session: Session, files: readonly IngestedFile[]): Promise<void> {
  if (files.length === 0) return;
  const problems = files.map(({ outcome }) => (outcome.ok ? undefined : outcome.problem));
  await session.query(
    `INSERT INTO file (path, signature, fingerprint, sha256, host, article_id, problem_code, problem_message, flaws)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::text[], $9::text[])
     ON CONFLICT (path) DO UPDATE SET signature = excluded.signature, fingerprint = excluded.fingerprint,
       sha256 = excluded.sha256, host = excluded.host, article_id = excluded.article_id,
       problem_code = excluded.problem_code, problem_message = excluded.problem_message, flaws = excluded.flaws`,
    [
      files.map(({ path }) => path),
      files.map(({ signature }) => signature),
      files.map(({ fingerprint }) => fingerprint),
      files.map(({ sha256 }) => sha256),
      files.map(({ host }) => host ?? null),
      files.map(({ outcome }) => (outcome.ok ? outcome.value.id : null)),
      problems.map((problem) => problem?.code ?? null),
      // PostgreSQL keeps no NUL, which the text of a broken file may hold.
      problems.map((problem) => problem?.message.replaceAll("\0", "\ufffd") ?? null),
      files.map(({ outcome }) => (outcome.ok && outcome.flaws !== undefined ? JSON.stringify(outcome.flaws) : null)),
    ],
  );
}

/** A capture with what is kept of it besides. */
interface NewCapture {
  readonly sha256: string;
  readonly capture: Capture;
  readonly hash: string;
}

/** Numbers of captures that came, and of those that went. A capture's number stands for its content. */
export interface CaptureNumbers {
  readonly added: readonly number[];
  readonly removed: readonly number[];
}

/** Records the captures that files give. Another content of a capture has another number. */
export async function putCaptures(
  session: LeaderSession,
  ingested: readonly IngestedFile[],
  { known, contents, index }: CaptureParts,
): Promise<CaptureNumbers> {
  const captures = new Map<string, NewCapture>();
  for (const { sha256, outcome } of ingested) {
    if (!outcome.ok) continue;
    captures.set(captureKey(outcome.value.id, sha256), {
      sha256,
      capture: outcome.value,
      hash: contentHash(outcome.value),
    });
  }
  const same: { readonly number: number; readonly capture: Capture }[] = [];
  const replaced: number[] = [];
  for (const [key, { number, hash }] of known) {
    const found = captures.get(key);
    if (found?.hash === hash) {
      same.push({ number, capture: found.capture });
      captures.delete(key);
    } else replaced.push(number);
  }
  await touch(session, same);
  if (replaced.length > 0) await session.query("DELETE FROM capture WHERE number = ANY($1)", [replaced]);
  const first = session.takeNumbers("capture", captures.size);
  const added = [...captures.values()].map((each, place) => ({ ...each, number: first + place }));
  await insert(session, added, contents);
  for (const { number, capture } of added) {
    index.add(number, { ...searchedTexts(capture), outletId: capture.outletId, language: capture.language });
  }
  return { added: added.map(({ number }) => number), removed: replaced };
}

interface CaptureParts {
  readonly known: KnownOfChange["captures"];
  readonly contents: Contents;
  readonly index: AddedCaptures;
}

/** The times of a capture do not count as its content. */
async function touch(
  session: Session,
  captures: readonly { readonly number: number; readonly capture: Capture }[],
): Promise<void> {
  if (captures.length === 0) return;
  await session.query(
    `UPDATE capture SET captured_at = given.captured_at, published_at = given.published_at,
       text_hash = given.text_hash, fields = given.fields
     FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::int[])
       AS given (number, captured_at, published_at, text_hash, fields)
     WHERE capture.number = given.number`,
    [captures.map(({ number }) => number), ...timesOf(captures.map(({ capture }) => capture))],
  );
}

async function insert(
  session: Session,
  captures: readonly (NewCapture & { readonly number: number })[],
  contents: Contents,
): Promise<void> {
  if (captures.length === 0) return;
  const values = captures.map(({ capture }) => capture);
  const { packed, dictionary } = await contents.pack(session, values);
  await session.query(
    `WITH written AS (
       INSERT INTO capture (number, captured_at, published_at, text_hash, fields, article_id, sha256, content_hash,
         outlet_id, canonical_url, twin_id, shown_bytes)
       SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::int[], $6::text[], $7::text[],
         $8::text[], $9::text[], $10::text[], $11::text[], $12::int[])
     )
     INSERT INTO content SELECT *, $14 FROM unnest($1::bigint[], $13::bytea[])`,
    [
      captures.map(({ number }) => number),
      ...timesOf(values),
      values.map(({ id }) => id),
      captures.map(({ sha256 }) => sha256),
      captures.map(({ hash }) => hash),
      values.map(({ outletId }) => outletId),
      values.map(({ canonicalUrl }) => canonicalUrl),
      values.map(({ twin }) => twin?.id ?? null),
      values.map(shownBytesOf),
      packed,
      dictionary,
    ],
  );
}

function timesOf(captures: readonly Capture[]): readonly unknown[] {
  return [
    captures.map(({ capturedAt }) => toSeconds(capturedAt)),
    captures.map(({ publishedAt }) => (publishedAt === undefined ? null : toSeconds(publishedAt))),
    captures.map(({ textHash }) => textHash),
    captures.map((capture) => bitsOf(fieldsOf(capture))),
  ];
}

/**
 * Drops captures that no file gives any more. Returns their numbers, and those captures whose bytes are gone from the
 * archive altogether.
 */
export async function dropCaptures(
  session: Session,
  given: readonly Given[],
): Promise<{ readonly numbers: readonly number[]; readonly lost: readonly RememberedCapture[] }> {
  if (given.length === 0) return { numbers: [], lost: [] };
  const rows = await session.query<DroppedRow & { readonly is_there: boolean }>(
    `DELETE FROM capture USING (SELECT DISTINCT * FROM unnest($1::text[], $2::text[])) AS given (article_id, sha256)
     WHERE capture.article_id = given.article_id AND capture.sha256 = given.sha256
       AND NOT EXISTS (SELECT FROM file WHERE file.sha256 = given.sha256 AND file.article_id = given.article_id)
     RETURNING capture.number, capture.article_id, capture.sha256, captured_at, published_at, text_hash, shown_bytes,
       EXISTS (SELECT FROM file WHERE file.sha256 = given.sha256) AS is_there`,
    [given.map(({ articleId }) => articleId), given.map(({ sha256 }) => sha256)],
  );
  return { numbers: rows.map(({ number }) => number), lost: rows.filter((row) => !row.is_there).map(toRemembered) };
}
