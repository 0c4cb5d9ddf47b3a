import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const BUSY = 5;

/** Another process writes to the data directory. The message is for the operator. */
export class CatalogInUseError extends Error {}

/**
 * Makes this the one writer of a data directory, until the function returned is called or the process ends, however
 * it ends: the lock is the operating system's, held through an open transaction on a database of its own. Throws
 * `CatalogInUseError` where another writer has it.
 */
export function lockForWriting(dataDir: string): () => void {
  const lock = openLock(dataDir);
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (!(error instanceof Error && "errcode" in error && error.errcode === BUSY)) throw error;
    throw new CatalogInUseError(
      `another feedmill is using the data directory ${dataDir}; stop it, or give this one its own (--data)`,
      { cause: error },
    );
  }
  return () => lock.close();
}

/** The first file of a data directory that is written to: here it shows whether that can be done at all. */
function openLock(dataDir: string): DatabaseSync {
  try {
    return new DatabaseSync(join(dataDir, "lock.db"));
  } catch (error) {
    throw new Error(
      `the data directory ${dataDir} cannot be written to; check its permissions and its disk, or choose another (--data)`,
      { cause: error },
    );
  }
}
