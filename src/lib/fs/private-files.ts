import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from "node:fs";
import { errorCode } from "./error-code.ts";

const OTHERS = 0o007;

/** Makes a directory for its owner alone (0700) where there is none. One that is there stays as the operator made it. */
export function makePrivateDirectory(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
}

/**
 * Makes an empty file for its owner alone (0600) where there is none. One that is there is closed to everybody but its
 * owner and group: the group is the operator's to choose. A file of another owner stays as it is.
 */
export function makePrivateFile(path: string): void {
  if (!existsSync(path)) return closeSync(openSync(path, "a", 0o600));
  const mode = statSync(path).mode & 0o777;
  if ((mode & OTHERS) === 0) return;
  try {
    chmodSync(path, mode & ~OTHERS);
  } catch (error) {
    if (errorCode(error) !== "EPERM") throw error;
  }
}
