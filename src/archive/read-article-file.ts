import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { errorCode, isAbsence } from "../lib/fs/error-code.ts";
import { messageOf } from "../lib/message-of.ts";
import { MAX_FILE_BYTES } from "../model/article-file.ts";
import type { Problem } from "../model/problem.ts";
import { fileSignature } from "./look-at-file.ts";

/** A file has settled when two looks at it, this far apart, find the same signature. */
export const SETTLE_MS = 100;

/** A file that stops before its article does may still be completed so long after its last write. */
export const INCOMPLETE_GRACE_MS = 60_000;

export type ReadResult =
  | { readonly state: "settled"; readonly bytes: Uint8Array }
  /** Somebody is still writing it, or has replaced it: look again. */
  | { readonly state: "unsettled" }
  /** Nothing is there, or no longer a regular file. */
  | { readonly state: "gone" }
  | { readonly state: "problem"; readonly problem: Problem };

/**
 * Reads a file that had the signature `expected` at a look at least `SETTLE_MS` ago: this is the second look. Follows
 * no link and waits for no pipe, should one have taken the file's place. A file above `maxBytes` is not read.
 */
export function readArticleFile(path: string, expected: string, maxBytes: number = MAX_FILE_BYTES): ReadResult {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return isAbsence(error) || notAFile.has(errorCode(error)) ? { state: "gone" } : unreadable(error);
  }
  try {
    return readSettled(descriptor, expected, maxBytes);
  } catch (error) {
    return unreadable(error);
  } finally {
    closeSync(descriptor);
  }
}

/** The answers of the system to opening a link or a socket. */
const notAFile: ReadonlySet<string | undefined> = new Set(["ELOOP", "ENXIO"]);

/** The same of an open file, from its beginning. `read` is exchanged by tests that write to the file meanwhile. */
export function readSettled(descriptor: number, expected: string, maxBytes: number, read = readUpTo): ReadResult {
  const before = fstatSync(descriptor, { bigint: true });
  if (!before.isFile()) return { state: "gone" };
  if (fileSignature(before) !== expected) return { state: "unsettled" };
  if (before.size > maxBytes) {
    const message = `The file has ${before.size} bytes, and ${maxBytes} is the most that is read.`;
    return { state: "problem", problem: { code: "OVERSIZE_FILE", message } };
  }
  const bytes = read(descriptor, Number(before.size));
  const isWhole = bytes.length === Number(before.size);
  const isUntouched = fileSignature(fstatSync(descriptor, { bigint: true })) === expected;
  return isWhole && isUntouched ? { state: "settled", bytes } : { state: "unsettled" };
}

/** Fewer bytes than asked for: the file ends before. */
export function readUpTo(descriptor: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(descriptor, bytes, filled, length - filled, filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

function unreadable(error: unknown): ReadResult {
  const reason = messageOf(error);
  return { state: "problem", problem: { code: "UNREADABLE_FILE", message: `The file cannot be read: ${reason}.` } };
}
