import { lstatSync, realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { seenFile } from "../archive/look-at-file.ts";
import { scanArchive, type RootReport } from "../archive/scan-archive.ts";
import { type FileProblem, fileProblem } from "../model/problem.ts";
import { Failure } from "./failure.ts";

export interface FoundFiles {
  /** By absolute path. */
  readonly signatures: ReadonlyMap<string, string>;
  /** Directories that cannot be read, and files whose names lead nowhere. */
  readonly problems: readonly FileProblem[];
  /** The directories among the paths, as they were scanned. */
  readonly roots: readonly RootReport[];
}

const pathHint = "the path of an article file, or of a directory of them";

/**
 * Finds article files. A file counts under any name and through links; a directory is scanned as the archive is. Throws
 * `Failure` for paths that are neither, all of them at once. `ignore` are the operator's globs.
 */
export function findArticleFiles(paths: readonly string[], ignore: readonly string[] = []): FoundFiles {
  const signatures = new Map<string, string>();
  const problems: FileProblem[] = [];
  const roots: RootReport[] = [];
  const absolute = paths.map((given) => resolve(given));
  const unusable = absolute.flatMap((path) => unusablePath(path) ?? []);
  if (unusable.length > 0) throw new Failure(unusable.join("\n"), pathHint);
  for (const path of absolute) {
    if (statSync(path).isFile()) {
      const target = lstatSync(path).isSymbolicLink() ? realpathSync(path) : path;
      signatures.set(target, seenFile(lstatSync(target, { bigint: true })).signature);
      continue;
    }
    const { files, errors, roots: scanned } = scanArchive([path], ignore);
    roots.push(...scanned);
    for (const [file, { signature }] of files) signatures.set(file, signature);
    for (const { path: place, message } of errors) {
      problems.push(fileProblem(place, { code: "UNREADABLE_FILE", message }));
    }
  }
  return { signatures, problems, roots };
}

function unusablePath(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return `There is no file or directory ${path}.`;
  return stat.isFile() || stat.isDirectory() ? undefined : `${path} is neither a file nor a directory.`;
}

/** The one article file that a path names, as `findArticleFiles` finds it. Throws `Failure` where there is none, or more. */
export function findOneArticleFile(name: string): { readonly path: string; readonly signature: string } {
  const { signatures, problems } = findArticleFiles([name]);
  const [[path, signature] = [], another] = signatures;
  if (path !== undefined && signature !== undefined && !another) return { path, signature };
  throw new Failure(problems[0]?.message ?? `One article file is needed, and ${name} holds ${signatures.size}.`);
}
