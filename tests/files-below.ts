import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** The paths of all files below a directory. */
export function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** The texts of all files below a directory, by path below it, in order. */
export function textsBelow(directory: string): Readonly<Record<string, string>> {
  const paths = filesBelow(directory).toSorted();
  return Object.fromEntries(paths.map((path) => [relative(directory, path), readFileSync(path, "utf8")]));
}
