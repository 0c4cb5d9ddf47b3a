import { relative, sep } from "node:path";

/** True where a path is a directory itself or lies below it. Both are absolute; the disk is not read. */
export function isInside(path: string, directory: string): boolean {
  return path === directory || path.startsWith(prefixOf(directory));
}

/** The paths below a directory, as a range in the order of their bytes: from the first one on, and before the second. */
export function rangeBelow(directory: string): readonly [from: string, before: string] {
  const prefix = prefixOf(directory);
  return [prefix, prefix.slice(0, -1) + String.fromCharCode(sep.charCodeAt(0) + 1)];
}

/** What every path below a directory begins with. */
function prefixOf(directory: string): string {
  return directory.endsWith(sep) ? directory : directory + sep;
}

/** A path as a person in the directory `from` would name it: relative where it lies below, else as it is. */
export function shortPath(path: string, from: string): string {
  const inside = relative(from, path);
  return inside === "" || inside.startsWith("..") ? path : inside;
}
