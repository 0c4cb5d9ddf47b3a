import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { makePrivateDirectory, makePrivateFile } from "../lib/fs/private-files.ts";
import { openLosable, openLosableToRead } from "../lib/sqlite/losable-database.ts";
import { BUSY, hasResultCode } from "../lib/sqlite/result-codes.ts";
import type { PushedFeed } from "./pushed-feed.ts";

/** What is stored about a source between polls. Instants are in milliseconds since 1970. */
export interface SourceState {
  readonly url: string;
  /** Validators of the last answer that was read completely. */
  readonly etag?: string;
  readonly lastModified?: string;
  readonly nextPollAt: number;
  readonly succeededAt?: number;
  /** Failed polls, one after the other. */
  readonly failures: number;
  /** Why the last poll failed, in a sentence. */
  readonly failure?: string;
  /** The target of the last permanent redirects, and how often in a row it was the same. */
  readonly movedTo?: string;
  readonly moves: number;
  /** True after 410 Gone. The source is not polled again. */
  readonly isGone: boolean;
  /** The next page of the feed's history to read, or `done` after the last. */
  readonly history?: string;
  /** Entries written as article files. */
  readonly written: number;
  /** Where it is pushed from, as the last answer that was read whole says it. */
  readonly pushed?: PushedFeed;
  /** How seldom the feed asks to be polled, in seconds: what an answer of 304 does not say again. */
  readonly pollSeconds?: number;
}

const FETCH_DATABASE = "fetch.db";
export const HISTORY_DONE = "done";

const schema = `
  CREATE TABLE IF NOT EXISTS source (
    url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT, next_poll_at INTEGER NOT NULL, succeeded_at INTEGER,
    failures INTEGER NOT NULL, failure TEXT, moved_to TEXT, moves INTEGER NOT NULL, is_gone INTEGER NOT NULL,
    history TEXT, written INTEGER NOT NULL, poll_seconds INTEGER, hub TEXT, topic TEXT,
    is_listed INTEGER NOT NULL DEFAULT 1
  ) STRICT;
  CREATE TABLE IF NOT EXISTS entry (
    source TEXT NOT NULL, id TEXT NOT NULL, version TEXT NOT NULL, PRIMARY KEY (source, id)
  ) STRICT, WITHOUT ROWID;
`;
const SCHEMA_VERSION = 4;

/** Thrown if another `feedmill fetch` uses the same data directory. The message is for the operator. */
export class FetchInUseError extends Error {}

/**
 * What `feedmill fetch` knows about its sources, in its own database in the data directory. Nothing breaks if it is lost:
 * ids follow from addresses, and file names from contents.
 */
export class FetchState {
  readonly #db: DatabaseSync;
  readonly #lock: DatabaseSync | undefined;

  private constructor(db: DatabaseSync, lock?: DatabaseSync) {
    this.#db = db;
    this.#lock = lock;
  }

  /** Opens the state for writing, by one process at a time. Replaces a damaged one. Throws `FetchInUseError`. */
  static open(dataDirectory: string): FetchState {
    makePrivateDirectory(dataDirectory);
    const lock = lockFetching(dataDirectory);
    return new FetchState(openLosable(join(dataDirectory, FETCH_DATABASE), prepare), lock);
  }

  /** Opens the state for reading, also while another process writes. Undefined if there is none of this version. */
  static openToRead(dataDirectory: string): FetchState | undefined {
    try {
      const db = openLosableToRead(join(dataDirectory, FETCH_DATABASE));
      if (versionOf(db) === SCHEMA_VERSION) return new FetchState(db);
      db.close();
    } catch {}
    return undefined;
  }

  source(url: string): SourceState | undefined {
    const row = this.#db.prepare("SELECT * FROM source WHERE url = ?").get(url);
    return row && sourceOf(row);
  }

  /** The listed sources, by address. */
  sources(): readonly SourceState[] {
    return this.#db.prepare("SELECT * FROM source WHERE is_listed ORDER BY url").all().map(sourceOf);
  }

  /** The version of an entry that was last written. */
  version(source: string, id: string): string | undefined {
    const version = this.#db.prepare("SELECT version FROM entry WHERE source = ? AND id = ?").get(source, id)?.[
      "version"
    ];
    return typeof version === "string" ? version : undefined;
  }

  /** Stores the result of one poll, in one transaction. */
  keep(state: SourceState, versions: ReadonlyMap<string, string>): void {
    const putEntry = this.#db.prepare("INSERT OR REPLACE INTO entry (source, id, version) VALUES (?, ?, ?)");
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      for (const [id, version] of versions) putEntry.run(state.url, id, version);
      this.#put(state);
      this.#db.exec("COMMIT");
    } catch (error) {
      this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  /**
   * Stores which sources are listed; others are no longer reported. A source that is listed again keeps its state, and is
   * polled again even after 410 Gone.
   */
  setListed(urls: readonly string[]): void {
    const listed = "url IN (SELECT value FROM json_each(?))";
    const list = JSON.stringify(urls);
    this.#db
      .prepare(`UPDATE source SET is_gone = 0, next_poll_at = 0 WHERE NOT is_listed AND is_gone AND ${listed}`)
      .run(list);
    this.#db.prepare(`UPDATE source SET is_listed = ${listed}`).run(list);
  }

  close(): void {
    this.#db.close();
    this.#lock?.close();
  }

  #put(state: SourceState): void {
    this.#db
      .prepare(
        `INSERT OR REPLACE INTO source (url, etag, last_modified, next_poll_at, succeeded_at, failures, failure,
           moved_to, moves, is_gone, history, written, poll_seconds, hub, topic)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        state.url,
        state.etag ?? null,
        state.lastModified ?? null,
        state.nextPollAt,
        state.succeededAt ?? null,
        state.failures,
        state.failure ?? null,
        state.movedTo ?? null,
        state.moves,
        Number(state.isGone),
        state.history ?? null,
        state.written,
        state.pollSeconds ?? null,
        state.pushed?.hub ?? null,
        state.pushed?.topic ?? null,
      );
  }
}

/** Makes the tables. The state of another version is dropped. */
function prepare(db: DatabaseSync): void {
  if (versionOf(db) !== SCHEMA_VERSION) db.exec("DROP TABLE IF EXISTS source; DROP TABLE IF EXISTS entry;");
  db.exec(`${schema} PRAGMA user_version = ${SCHEMA_VERSION};`);
}

function versionOf(db: DatabaseSync): unknown {
  return db.prepare("PRAGMA user_version").get()?.["user_version"];
}

/** A lock of the operating system. It ends with the process, even after a crash. */
function lockFetching(dataDirectory: string): DatabaseSync {
  const path = join(dataDirectory, "fetch-lock.db");
  makePrivateFile(path);
  const lock = new DatabaseSync(path);
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    lock.close();
    if (!hasResultCode(error, BUSY)) throw error;
    throw new FetchInUseError(
      `Another feedmill fetch works on the data directory ${dataDirectory}. Stop it, or give this one its own (--data).`,
      { cause: error },
    );
  }
}

function sourceOf(row: Record<string, unknown>): SourceState {
  const text = (name: string): string | undefined => (typeof row[name] === "string" ? row[name] : undefined);
  const [etag, lastModified, failure] = [text("etag"), text("last_modified"), text("failure")];
  const [movedTo, history] = [text("moved_to"), text("history")];
  const [hub, topic] = [text("hub"), text("topic")];
  return {
    url: text("url") ?? "",
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
    nextPollAt: Number(row["next_poll_at"]),
    ...(row["succeeded_at"] !== null && { succeededAt: Number(row["succeeded_at"]) }),
    failures: Number(row["failures"]),
    ...(failure !== undefined && { failure }),
    ...(movedTo !== undefined && { movedTo }),
    moves: Number(row["moves"]),
    isGone: row["is_gone"] === 1,
    ...(history !== undefined && { history }),
    written: Number(row["written"]),
    ...(hub !== undefined && topic !== undefined && { pushed: { hub, topic } }),
    ...(row["poll_seconds"] !== null && { pollSeconds: Number(row["poll_seconds"]) }),
  };
}
