import { matchesGlob } from "node:path";

/**
 * True for a path below a root of the archive that one of the operator's globs names: a file or directory that does not
 * count. A glob without a slash stands for a name at any depth (`README.md`), one with a slash for the path below the root
 * (`lists/**`, `/README.md`). The path has slashes between its parts; its directories are asked about before it.
 */
export function isIgnoredPath(path: string, globs: readonly string[]): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return globs.some((written) => {
    const glob = written.endsWith("/") ? written.slice(0, -1) : written;
    return glob.includes("/") ? matchesGlob(path, glob.replace(/^\//, "")) : matchesGlob(name, glob);
  });
}
