import { relative } from "node:path";

/** A path as a person in the directory `from` would name it: relative where it lies below, else as it is. */
export function shortPath(path: string, from: string): string {
  const inside = relative(from, path);
  return inside === "" || inside.startsWith("..") ? path : inside;
}
