/** Another connection has the lock. */
export const BUSY = 5;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** True for an error of SQLite with one of these primary result codes (https://www.sqlite.org/rescode.html). */
export function hasResultCode(error: unknown, ...codes: readonly number[]): error is Error {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return false;
  return codes.includes(error.errcode & 0xff);
}

/** True for an error that says that a database is damaged. Damage beyond the first pages shows only when they are read. */
export function isDamage(error: unknown): error is Error {
  return hasResultCode(error, CORRUPT, NOT_A_DATABASE);
}
