import type { DatabaseSync, StatementSync } from "node:sqlite";
import { rangeBelow } from "../../lib/fs/paths.ts";
import { toSeconds } from "../../lib/time/seconds.ts";
import type { Capture } from "../../model/article.ts";
import { fieldsOf } from "../../model/coverage.ts";
import { searchedTexts } from "../../search/searched-texts.ts";
import { toRemembered, type DroppedRow, type Given } from "../capture-rows.ts";
import type { Files, IngestedFile, KnownFile } from "../catalog.ts";
import { contentHash } from "../derive-article.ts";
import { bitsOf } from "../field-bits.ts";
import type { RememberedCapture } from "../ledger/ledger-record.ts";
import { shownBytesOf } from "../shown-bytes.ts";
import { rowPages } from "../row-pages.ts";
import type { ContentReader, ContentWriter } from "./content.ts";
import { SqliteFileReader } from "./file-reader.ts";
import type { IndexWriter } from "./index-writer.ts";
import { prepareQuery, type Query } from "./statements.ts";

type KnownRow = readonly [
  number: number,
  path: string,
  signature: string,
  fingerprint: string,
  sha256: string,
  host: string | null,
  published: number,
];

const FILES_AT_A_TIME = 1000;

export class SqliteFiles extends SqliteFileReader implements Files {
  readonly apply: Files["apply"];
  readonly #every: Query<KnownRow>;
  readonly #below: Query<KnownRow>;
  readonly #find: Query<KnownRow>;

  constructor(db: DatabaseSync, contents: ContentReader, apply: Files["apply"]) {
    super(db, contents);
    this.apply = apply;
    const known = "SELECT number, path, signature, fingerprint, sha256, host, article_id IS NOT NULL FROM file";
    this.#every = prepareQuery(db, `${known} WHERE number > ? ORDER BY number LIMIT ${FILES_AT_A_TIME}`, "tuple");
    this.#below = prepareQuery(
      db,
      `${known} WHERE path > ? AND path < ? ORDER BY path LIMIT ${FILES_AT_A_TIME}`,
      "tuple",
    );
    this.#find = prepareQuery(db, `${known} WHERE path = ?`, "tuple");
  }

  async *known(directory?: string): AsyncGenerator<readonly KnownFile[], undefined> {
    if (directory === undefined) {
      const everyFile = rowPages<KnownRow>(FILES_AT_A_TIME, (last) => this.#every.all(last?.[0] ?? -1));
      for await (const rows of everyFile) yield rows.map(toKnownFile);
      return undefined;
    }
    // What is a directory now may have been a file.
    const itself = this.#find.get(directory);
    if (itself !== undefined) yield [toKnownFile(itself)];
    const [from, before] = rangeBelow(directory);
    const below = rowPages<KnownRow>(FILES_AT_A_TIME, (last) => this.#below.all(last?.[1] ?? from, before));
    for await (const rows of below) yield rows.map(toKnownFile);
    return undefined;
  }

  async find(paths: readonly string[]): Promise<ReadonlyMap<string, KnownFile>> {
    const found = new Map<string, KnownFile>();
    for (const path of paths) {
      const row = this.#find.get(path);
      if (row !== undefined) found.set(path, toKnownFile(row));
    }
    return found;
  }
}

/** Made once for every file at each scan: nothing is copied. */
function toKnownFile([, path, signature, fingerprint, sha256, host, published]: KnownRow): KnownFile {
  if (host === null) return { path, signature, fingerprint, sha256, published: published === 1 };
  return { path, signature, fingerprint, sha256, published: published === 1, host };
}

/** Records files and the captures that they give, inside the caller's transactions. */
export class FileRecords {
  readonly #captures: CaptureRecords;
  readonly #findGiven: Query<{ readonly article_id: string | null; readonly sha256: string }>;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #isGiven: Query<unknown>;
  readonly #isThere: Query<unknown>;

  constructor(db: DatabaseSync, captures: CaptureRecords) {
    this.#captures = captures;
    this.#findGiven = prepareQuery(db, "SELECT article_id, sha256 FROM file WHERE path = ?");
    this.#put = db.prepare(
      `INSERT INTO file (path, signature, fingerprint, sha256, host, article_id, problem_code, problem_message,
         flaws)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (path) DO UPDATE SET signature = excluded.signature, fingerprint = excluded.fingerprint,
         sha256 = excluded.sha256, host = excluded.host, article_id = excluded.article_id,
         problem_code = excluded.problem_code, problem_message = excluded.problem_message,
         flaws = excluded.flaws`,
    );
    this.#remove = db.prepare("DELETE FROM file WHERE path = ?");
    this.#isGiven = prepareQuery(db, "SELECT 1 FROM file WHERE sha256 = ? AND article_id = ? LIMIT 1");
    this.#isThere = prepareQuery(db, "SELECT 1 FROM file WHERE sha256 = ? LIMIT 1");
  }

  /** Records the outcome of a file. Returns the capture that it gave before and does not any more. */
  put({ path, signature, fingerprint, sha256, host, outcome }: IngestedFile): Given | undefined {
    const before = this.#givenBy(path);
    const fields = [path, signature, fingerprint, sha256, host ?? null] as const;
    if (outcome.ok) {
      const flaws = outcome.flaws === undefined ? null : JSON.stringify(outcome.flaws);
      this.#put.run(...fields, outcome.value.id, null, null, flaws);
      this.#captures.put(outcome.value, sha256);
    } else {
      this.#put.run(...fields, null, outcome.problem.code, outcome.problem.message, null);
    }
    if (before === undefined || !outcome.ok || before.sha256 !== sha256) return before;
    return before.articleId === outcome.value.id ? undefined : { ...before, becameId: outcome.value.id };
  }

  /** Forgets a file. Returns the capture that it gave. */
  remove(path: string): Given | undefined {
    const before = this.#givenBy(path);
    this.#remove.run(path);
    return before;
  }

  /** Drops a capture that no file gives any more. Returns it where its bytes are gone from the archive altogether. */
  release({ articleId, sha256 }: Given): RememberedCapture | undefined {
    if (this.#isGiven.get(sha256, articleId) !== undefined) return undefined;
    const dropped = this.#captures.drop(articleId, sha256);
    return this.#isThere.get(sha256) === undefined ? dropped : undefined;
  }

  #givenBy(path: string): Given | undefined {
    const row = this.#findGiven.get(path);
    return row === undefined || row.article_id === null ? undefined : { articleId: row.article_id, sha256: row.sha256 };
  }
}

/** Records captures with their content. A capture's number stands for its content: another content has another number. */
export class CaptureRecords {
  readonly #contents: ContentWriter;
  readonly #index: IndexWriter;
  readonly #find: Query<{ readonly number: number; readonly content_hash: string }>;
  readonly #lastNumber: Query<{ readonly number: number }>;
  readonly #insert: StatementSync;
  readonly #touch: StatementSync;
  readonly #noteRemoved: StatementSync;
  readonly #remove: StatementSync;
  readonly #drop: Query<DroppedRow>;

  constructor(db: DatabaseSync, contents: ContentWriter, index: IndexWriter) {
    this.#contents = contents;
    this.#index = index;
    this.#find = prepareQuery(db, "SELECT number, content_hash FROM capture WHERE article_id = ? AND sha256 = ?");
    // Numbers are never used again: the search index, and what was found by it, may still know the capture that had one.
    this.#lastNumber = prepareQuery(
      db,
      `SELECT max(coalesce((SELECT max(number) FROM capture), 0), coalesce((SELECT max(last_capture) FROM segment), 0),
         coalesce((SELECT CAST(value AS INTEGER) FROM state WHERE name = 'lastRemovedCapture'), 0)) AS number`,
    );
    this.#noteRemoved = db.prepare(
      `INSERT INTO state (name, value) VALUES ('lastRemovedCapture', CAST(?1 AS TEXT))
       ON CONFLICT DO UPDATE SET value = excluded.value WHERE CAST(value AS INTEGER) < ?1`,
    );
    this.#insert = db.prepare(
      `INSERT INTO capture (number, article_id, sha256, captured_at, published_at, text_hash, content_hash, outlet_id,
         canonical_url, twin_id, shown_bytes, fields)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#touch = db.prepare(
      "UPDATE capture SET captured_at = ?, published_at = ?, text_hash = ?, fields = ? WHERE number = ?",
    );
    this.#remove = db.prepare("DELETE FROM capture WHERE number = ?");
    this.#drop = prepareQuery(
      db,
      `DELETE FROM capture WHERE article_id = ? AND sha256 = ?
       RETURNING number, article_id, sha256, captured_at, published_at, text_hash, shown_bytes`,
    );
  }

  put(capture: Capture, sha256: string): void {
    const { id, capturedAt, publishedAt, textHash, outletId, canonicalUrl, twin } = capture;
    const times = [toSeconds(capturedAt), publishedAt === undefined ? null : toSeconds(publishedAt), textHash] as const;
    const fields = bitsOf(fieldsOf(capture));
    const hash = contentHash(capture);
    const before = this.#find.get(id, sha256);
    if (before?.content_hash === hash) {
      this.#touch.run(...times, fields, before.number);
      return;
    }
    if (before !== undefined) {
      this.#remove.run(before.number);
      this.#removed(before.number);
    }
    const number = Math.max(this.#index.lastAdded, this.#lastNumber.get()?.number ?? 0) + 1;
    const content = [hash, outletId, canonicalUrl, twin?.id ?? null, shownBytesOf(capture), fields] as const;
    this.#insert.run(number, id, sha256, ...times, ...content);
    this.#contents.put(number, capture);
    this.#index.add(number, { ...searchedTexts(capture), outletId, language: capture.language });
  }

  drop(articleId: string, sha256: string): RememberedCapture | undefined {
    const dropped = this.#drop.get(articleId, sha256);
    if (dropped === undefined) return undefined;
    this.#removed(dropped.number);
    return toRemembered(dropped);
  }

  #removed(number: number): void {
    this.#index.remove(number);
    this.#noteRemoved.run(number);
  }
}
