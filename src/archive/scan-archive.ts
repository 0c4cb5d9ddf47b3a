import { lstatSync, readdirSync, statSync, type Dirent } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { isInside } from "../lib/fs/paths.ts";
import { distinctRoots, holds, realPathOf, type Root } from "./distinct-roots.ts";
import { seenFile, type SeenFile } from "./look-at-file.ts";
import { isIgnoredName } from "./is-ignored-name.ts";

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
}

export interface ScanError {
  readonly path: string;
  readonly message: string;
}

/**
 * Finds every article file below the roots, once each however the roots overlap. Links do not count, for they leave
 * the archive or name a file twice. Ignored names and all that is no regular file do not count either. Never throws:
 * a path that cannot be read is reported and unseen. Takes some 4 µs a file, without a pause.
 */
export function scanArchive(roots: readonly string[]): ArchiveScan {
  const findings: Findings = { files: new Map(), directories: new Set(), errors: new Map() };
  const distinct = distinctRoots(roots);
  for (const root of distinct) walk(root.path, findings);
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
  /** By path, so that a directory of a thousand unreadable files is one error. */
  readonly errors: Map<string, string>;
}

/** Stands in a listing for bytes that are not UTF-8. Such a name leads nowhere. */
const REPLACEMENT = "\uFFFD";

function walk(top: string, findings: Findings): void {
  const pending = [top];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    const prefix = join(directory, sep);
    for (const entry of list(directory, findings)) {
      const isDirectory = entry.isDirectory();
      if (isIgnoredName(entry.name) || !(isDirectory || entry.isFile())) continue;
      const path = prefix + entry.name;
      if (entry.name.includes(REPLACEMENT) && !isThere(path)) {
        findings.errors.set(path, "The name is not UTF-8, so that the file cannot be opened. Rename it.");
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
    if (isThere(directory)) errors.set(directory, messageOf(error));
    return [];
  }
}

/** A failure is put down to the directory: most often it is one that may be listed but not entered. */
function look(path: string, { files, errors }: Findings): void {
  try {
    const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    if (stat?.isFile() === true) files.set(path, seenFile(stat));
  } catch (error) {
    errors.set(dirname(path), messageOf(error));
  }
}

function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A root that another one holds was scanned under the other's name. */
function reportRoot(path: string, distinct: readonly Root[], { files, directories }: Findings): RootReport {
  const realPath = realPathOf(path) ?? path;
  const owner = distinct.find((root) => holds(root.realPath, realPath));
  const directory = owner === undefined ? path : join(owner.path, relative(owner.realPath, realPath));
  if (!directories.has(directory)) return { path, state: "missing" };
  const hasFile = files.keys().some((file) => isInside(file, directory));
  return { path, state: hasFile ? "present" : "empty" };
}

function isUnseen(path: string, { errors }: Findings): boolean {
  let place = path;
  while (!errors.has(place)) {
    if (place === dirname(place)) return false;
    place = dirname(place);
  }
  return true;
}
