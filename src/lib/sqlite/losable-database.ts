import { rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { makePrivateFile } from "../fs/private-files.ts";
import { isDamage } from "./result-codes.ts";

const BUSY_TIMEOUT_MS = 5000;

/** Opens a database to write that can be lost: a damaged one is begun anew. `prepare` makes the tables that are missing. */
export function openLosable(path: string, prepare: (db: DatabaseSync) => void): DatabaseSync {
  try {
    return connect(path, prepare);
  } catch (error) {
    if (!isDamage(error)) throw error;
    for (const suffix of ["", "-wal", "-shm"]) rmSync(path + suffix, { force: true });
    return connect(path, prepare);
  }
}

/** Opens such a database to read, also while another process writes. Throws where there is none. */
export function openLosableToRead(path: string): DatabaseSync {
  return new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
}

function connect(path: string, prepare: (db: DatabaseSync) => void): DatabaseSync {
  makePrivateFile(path);
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    prepare(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
