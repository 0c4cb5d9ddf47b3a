import { lstatSync, type BigIntStats } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { distinctRoots, holds, realPathOf } from "./distinct-roots.ts";
import { isIgnoredPath } from "./ignored-path.ts";

/** An article file as one look at the archive found it. */
export interface SeenFile {
  /** Equal signatures: nobody touched the file in between. */
  readonly signature: string;
  /** The time of the last write, in milliseconds since the epoch. */
  readonly mtimeMs: number;
  /** In bytes. */
  readonly size: number;
}

/** Size, time of the last write in nanoseconds, and inode: one of them changes when a file is written or replaced. */
export function fileSignature({ size, mtimeNs, ino }: BigIntStats): string {
  return `${size}-${mtimeNs}-${ino}`;
}

export function seenFile(stat: BigIntStats): SeenFile {
  return { signature: fileSignature(stat), mtimeMs: Number(stat.mtimeMs), size: Number(stat.size) };
}

/**
 * Looks at one path as a scan of these roots would. Undefined where a scan would find no article file: nothing is
 * there, or something that does not count, or it cannot be told. Only a scan decides that a file is gone.
 */
export function lookAtFile(
  path: string,
  roots: readonly string[],
  ignore: readonly string[] = [],
): SeenFile | undefined {
  const file = resolve(path);
  const root = distinctRoots(roots).find((candidate) => holds(candidate.path, file));
  if (root === undefined || isIgnoredBelow(root.path, file, ignore)) return undefined;
  const directory = dirname(file);
  const isReachedByLink = realPathOf(directory) !== join(root.realPath, relative(root.path, directory));
  if (isReachedByLink) return undefined;
  try {
    const stat = lstatSync(file, { bigint: true });
    return stat.isFile() ? seenFile(stat) : undefined;
  } catch {
    return undefined;
  }
}

/** True where the file, or a directory on the way to it, is ignored. */
function isIgnoredBelow(root: string, file: string, ignore: readonly string[]): boolean {
  const parts = relative(root, file).split(sep);
  return ignore.length > 0 && parts.some((_, at) => isIgnoredPath(parts.slice(0, at + 1).join("/"), ignore));
}
