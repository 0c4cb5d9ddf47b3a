import { realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { isInside } from "../lib/fs/paths.ts";
import { isIgnoredName } from "./is-ignored-name.ts";

/** A watched directory, whether it is there or not. */
export interface Root {
  /** As configured, made absolute: what the paths of its files begin with. */
  readonly path: string;
  /** The same with all links followed, as far as it can be reached. */
  readonly realPath: string;
}

/**
 * The roots less those that another one holds: the same directory twice counts once, under its first name, and a
 * directory below another one belongs to the outer.
 */
export function distinctRoots(roots: readonly string[]): readonly Root[] {
  const byRealPath = new Map<string, Root>();
  for (const path of roots.map((root) => resolve(root))) {
    const realPath = realPathOf(path) ?? path;
    if (!byRealPath.has(realPath)) byRealPath.set(realPath, { path, realPath });
  }
  const all = [...byRealPath.values()];
  return all.filter((root) => !all.some((other) => other !== root && holds(other.realPath, root.realPath)));
}

/** The path with all links followed; `undefined` where it cannot be reached. */
export function realPathOf(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

/** True where a path is a directory or lies below it, with no ignored name on the way. The disk is not asked. */
export function holds(directory: string, path: string): boolean {
  return isInside(path, directory) && !relative(directory, path).split(sep).some(isIgnoredName);
}
