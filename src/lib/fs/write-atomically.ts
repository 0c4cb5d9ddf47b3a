import { randomBytes } from "node:crypto";
import { open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errorCode } from "./error-code.ts";
import { messageOf } from "../message-of.ts";

/**
 * Writes a file so that a reader finds the old bytes or the new ones, whole, at any moment and after a power failure.
 * The bytes go to a file beside it, whose name begins with a dot, then to the disk; then it is renamed. The directory
 * must exist. Throws an `Error` that names the path, and leaves nothing behind.
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const directory = dirname(path);
  const temporary = join(directory, `.${randomBytes(8).toString("hex")}.tmp`);
  try {
    await writeDurably(temporary, bytes);
    await rename(temporary, path);
    await syncDirectory(directory);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const reason = messageOf(error);
    throw new Error(`Cannot write ${path}: ${reason}`, { cause: error });
  }
}

/** The same, but leaves a file alone that has these bytes already, its time included. Returns whether it wrote. */
export async function writeIfChanged(path: string, bytes: Uint8Array): Promise<boolean> {
  const present = await readFile(path).catch(() => undefined);
  if (present?.equals(bytes) === true) return false;
  await writeAtomically(path, bytes);
  return true;
}

const temporaryName = /^\.[0-9a-f]{16}\.tmp$/;

/** Removes from a directory what writes left there that were killed. Nobody may be writing there. */
export async function removeUnfinished(directory: string): Promise<void> {
  const names = await readdir(directory);
  for (const name of names) if (temporaryName.test(name)) await rm(join(directory, name), { force: true });
}

/** Facts of a file beside its bytes. */
export interface FileFacts {
  /** Whatever the umask leaves. */
  readonly mode: number;
  readonly modifiedAt: Date;
}

/** Writes a file that is not there yet, through to the disk. The directory that names it is another matter. */
export async function writeDurably(path: string, bytes: Uint8Array, facts?: FileFacts): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(bytes);
    if (facts !== undefined) {
      await file.chmod(facts.mode);
      await file.utimes(facts.modifiedAt, facts.modifiedAt);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the names in a directory durable. File systems that cannot sync a directory answer EINVAL, and need not. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } catch (error) {
    if (errorCode(error) !== "EINVAL") throw error;
  } finally {
    await directory.close();
  }
}
