import { lstatSync, readdirSync, statSync, type Dirent } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { errorCode } from "../lib/fs/error-code.ts";
import { isInside } from "../lib/fs/paths.ts";
import { messageOf } from "../lib/message-of.ts";
import { distinctRoots, holds, realPathOf, type Root } from "./distinct-roots.ts";
import { seenFile, type SeenFile } from "./look-at-file.ts";
import { isIgnoredName } from "./is-ignored-name.ts";
import { isIgnoredPath } from "./ignored-path.ts";

/** Every article file there is. */
export interface ArchiveScan {
  /** By absolute path, which begins with a root as it was given. */
  readonly files: ReadonlyMap<string, SeenFile>;
  /** The roots and all directories below them. */
  readonly directories: ReadonlySet<string>;
  /** One for each root given, in that order. */
  readonly roots: readonly RootReport[];
  readonly errors: readonly ScanError[];
  /** True where the scan could not look, so that a file's absence from `files` says nothing. */
  isUnseen(path: string): boolean;
}

export interface RootReport {
  /** Absolute. */
  readonly path: string;
  /** `empty` is a directory without a single article file; `missing` is not there, or cannot be read. */
  readonly state: "present" | "empty" | "missing";
  /** Links below it, which were passed over; absent where there are none. A root counts those of roots below it. */
  readonly links?: LinkCount;
}

export interface LinkCount {
  readonly count: number;
  /** The first that was found. */
  readonly example: string;
}

export interface ScanError {
  readonly path: string;
  /** A sentence that says whether it is a file or a directory. */
  readonly message: string;
}

/**
 * Finds every article file below the roots, once each however the roots overlap. Links do not count, for they leave
 * the archive or name a file twice. Names and globs that are ignored and all that is no regular file do not count either.
 * Never throws: a path that cannot be read is reported and unseen. Takes some 4 µs a file, without a pause.
 */
export function scanArchive(roots: readonly string[], ignore: readonly string[] = []): ArchiveScan {
  const findings: Findings = { files: new Map(), directories: new Set(), links: new Map(), errors: new Map() };
  const distinct = distinctRoots(roots);
  for (const root of distinct) walk(root.path, ignore, findings);
  return {
    files: findings.files,
    directories: findings.directories,
    roots: roots.map((root) => reportRoot(resolve(root), distinct, findings)),
    errors: [...findings.errors].map(([path, message]) => ({ path, message })),
    isUnseen: (path) => isUnseen(path, findings),
  };
}

interface Findings {
  readonly files: Map<string, SeenFile>;
  readonly directories: Set<string>;
  /** By the path of a root. */
  readonly links: Map<string, LinkCount>;
  /** By path, so that a directory of a thousand unreadable files is one error. */
  readonly errors: Map<string, string>;
}

/** Stands in a listing for bytes that are not UTF-8. Such a name leads nowhere. */
const REPLACEMENT = "\uFFFD";

function walk(top: string, ignore: readonly string[], findings: Findings): void {
  const pending = [top];
  const { length: topLength } = join(top, sep);
  let links = 0;
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    const prefix = join(directory, sep);
    for (const entry of list(directory, findings)) {
      const isDirectory = entry.isDirectory();
      const isLink = entry.isSymbolicLink();
      if (isIgnoredName(entry.name) || !(isDirectory || isLink || entry.isFile())) continue;
      const path = prefix + entry.name;
      if (ignore.length > 0 && isIgnoredPath(path.slice(topLength).replaceAll(sep, "/"), ignore)) continue;
      if (isLink) {
        links += 1;
        findings.links.set(top, { count: links, example: findings.links.get(top)?.example ?? path });
      } else if (entry.name.includes(REPLACEMENT) && !isThere(path)) {
        findings.errors.set(path, `The name of the ${isDirectory ? "directory" : "file"} is not UTF-8. Rename it.`);
      } else if (isDirectory) {
        pending.push(path);
      } else {
        look(path, findings);
      }
    }
  }
}

/** A directory that went away meanwhile is empty; one that is there and cannot be listed is an error. */
function list(directory: string, { directories, errors }: Findings): readonly Dirent[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    directories.add(directory);
    return entries;
  } catch (error) {
    if (isThere(directory)) errors.set(directory, unreadable(error));
    return [];
  }
}

/** A failure is put down to the directory: most often it is one that may be listed but not entered. */
function look(path: string, { files, errors }: Findings): void {
  try {
    const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    if (stat?.isFile() === true) files.set(path, seenFile(stat));
  } catch (error) {
    errors.set(dirname(path), unreadable(error));
  }
}

function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function unreadable(error: unknown): string {
  if (errorCode(error) === "ENOTDIR") return "This is a file, not a directory.";
  return `The directory cannot be read: ${messageOf(error)}.`;
}

/** A root that another one holds was scanned under the other's name. */
function reportRoot(path: string, distinct: readonly Root[], findings: Findings): RootReport {
  const { files, directories } = findings;
  const links = findings.links.get(path);
  const realPath = realPathOf(path) ?? path;
  const owner = distinct.find((root) => holds(root.realPath, realPath));
  const directory = owner === undefined ? path : join(owner.path, relative(owner.realPath, realPath));
  if (!directories.has(directory)) return { path, state: "missing" };
  const hasFile = files.keys().some((file) => isInside(file, directory));
  return { path, state: hasFile ? "present" : "empty", ...(links && { links }) };
}

function isUnseen(path: string, { errors }: Findings): boolean {
  let place = path;
  while (!errors.has(place)) {
    if (place === dirname(place)) return false;
    place = dirname(place);
  }
  return true;
}
