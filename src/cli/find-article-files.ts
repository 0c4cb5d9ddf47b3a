import { lstatSync } from "node:fs";
import { resolve } from "node:path";
import { seenFile } from "../archive/file-signature.ts";
import { scanArchive } from "../archive/scan-archive.ts";
import type { FileProblem } from "../model/problem.ts";
import { Failure } from "./failure.ts";
import { fileProblem } from "./file-problem.ts";

export interface FoundFiles {
  /** By absolute path. */
  readonly signatures: ReadonlyMap<string, string>;
  /** Directories that could not be looked into. */
  readonly problems: readonly FileProblem[];
}

/**
 * Article files: files as they are named, whatever their names, and directories as the archive is scanned. Throws
 * `Failure` for a path that leads nowhere.
 */
export function findArticleFiles(paths: readonly string[]): FoundFiles {
  const signatures = new Map<string, string>();
  const problems: FileProblem[] = [];
  for (const path of paths.map((given) => resolve(given))) {
    const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    if (stat?.isFile() === true) {
      signatures.set(path, seenFile(stat).signature);
      continue;
    }
    const { files, roots, errors } = scanArchive([path]);
    if (roots[0]?.state === "missing" && errors.length === 0) {
      throw new Failure(`There is no file or directory ${path}.`);
    }
    for (const [file, { signature }] of files) signatures.set(file, signature);
    for (const { path: place, message } of errors) {
      problems.push(fileProblem(place, { code: "UNREADABLE_FILE", message }));
    }
  }
  return { signatures, problems };
}
