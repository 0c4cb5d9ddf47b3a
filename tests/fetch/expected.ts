import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** The golden directory: article files as they are to be written, and the log of requests. */
export const expectedDirectory = join(import.meta.dirname, "expected");
export const logName = "requests.log";

/** What is expected, by path; a file that is not there is missed by whoever compares. */
export function expectedFiles(): Readonly<Record<string, string>> {
  const paths = readdirSync(expectedDirectory, { recursive: true, encoding: "utf8" });
  const files = paths.filter((path) => statSync(join(expectedDirectory, path)).isFile()).toSorted();
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(expectedDirectory, path), "utf8")]));
}
