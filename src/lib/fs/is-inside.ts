import { sep } from "node:path";

/** Whether a path is a directory itself or lies below it. Both are absolute and resolved; the disk is not asked. */
export function isInside(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);
}
