import { relative, sep } from "node:path";

/** True where a path is a directory itself or lies below it. Both are absolute; the disk is not read. */
export function isInside(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);
}

/** A path as a person in the directory `from` would name it: relative where it lies below, else as it is. */
export function shortPath(path: string, from: string): string {
  const inside = relative(from, path);
  return inside === "" || inside.startsWith("..") ? path : inside;
}
