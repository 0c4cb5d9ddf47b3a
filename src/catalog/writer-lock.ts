import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

const BUSY = 5;

/**
 * Makes this the one writer of a data directory, until the function returned is called or the process ends, however
 * it ends: the lock is the operating system's, held through an open transaction on a database of its own. Throws,
 * with a message for the operator, where another writer has it.
 */
export function lockForWriting(dataDir: string): () => void {
  const lock = new DatabaseSync(join(dataDir, "lock.db"));
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (!(error instanceof Error && "errcode" in error && error.errcode === BUSY)) throw error;
    throw new Error(
      `another feedmill is using the data directory ${dataDir}; stop it, or give this one its own (--data)`,
      { cause: error },
    );
  }
  return () => lock.close();
}
