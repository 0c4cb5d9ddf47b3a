import { lstatSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { distinctRoots, holds, realPathOf } from "./distinct-roots.ts";
import { seenFile, type SeenFile } from "./file-signature.ts";

/**
 * What a scan of these roots would find at this path; `undefined` where it would find no article file: nothing is
 * there, or something that does not count, or it cannot be told. Whether a file is gone is for a scan to decide.
 */
export function lookAtFile(path: string, roots: readonly string[]): SeenFile | undefined {
  const file = resolve(path);
  const root = distinctRoots(roots).find((candidate) => holds(candidate.path, file));
  if (root === undefined) return undefined;
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
