import { join } from "node:path";

const safeSegment = /^(?!\.{1,2}$)[\w.~@+-]+$/;

/**
 * The file of a document in a directory of static files: its path, with `index.html` for those that end in a slash.
 * Throws where a path is none of ours, so that nothing is ever written outside the directory.
 */
export function sitePath(outDir: string, path: string): string {
  const relative = path.endsWith("/") ? `${path}index.html` : path;
  const segments = relative.split("/").slice(1);
  if (!path.startsWith("/") || !segments.every((segment) => safeSegment.test(segment))) {
    throw new Error(`Not the path of a document: ${JSON.stringify(path)}`);
  }
  return join(outDir, ...segments);
}
