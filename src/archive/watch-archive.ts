import { lstatSync, readdirSync, statSync, watch, type FSWatcher } from "node:fs";
import { basename, join, resolve } from "node:path";
import { errorCode, isAbsence } from "../lib/fs/error-code.ts";
import { isInside } from "../lib/fs/paths.ts";
import { distinctRoots } from "./distinct-roots.ts";
import { isIgnoredName } from "./is-ignored-name.ts";

/** Where something may have changed. It only ever means: look again. */
export interface Hint {
  readonly directory: string;
  /** The one file concerned. Absent: list the directory and everything below it. */
  readonly path?: string;
}

export interface WatchOptions {
  readonly roots: readonly string[];
  readonly onHint: (hint: Hint) => void;
  /** Called once for each cause of directories going without a watch, which leaves them to the scheduled scan. */
  readonly onError: (error: Error) => void;
}

export interface ArchiveWatcher {
  /** Brings the watches in line with the directories a scan found. A directory that was not watched gets a hint. */
  refresh(directories: Iterable<string>): void;
  /** How many directories are watched. */
  directories(): number;
  close(): void;
}

interface Watch {
  readonly watcher: FSWatcher;
  readonly identity: string;
}

/**
 * Hints at changes below the roots as they happen, by one `fs.watch` per directory; a recursive one would take a
 * watch per file and goes deaf when an editor replaces it. Hints get lost: on network mounts, when the system is out
 * of watches, in a flood. Hence the scan is the truth. Watch first, then scan, so that nothing slips in between.
 */
export function watchArchive({ roots, onHint, onError }: WatchOptions): ArchiveWatcher {
  const tops = new Set(roots.map((root) => resolve(root)));
  const watches = new Map<string, Watch>();
  const reported = new Set<string>();

  function onEvent(directory: string, name: string | null): void {
    if (name === null) return lookBelow(directory);
    // A directory's own removal is reported under its own name, as if it were a file in it.
    if (name === basename(directory) && hasChanged(directory)) return lookBelow(directory);
    if (isIgnoredName(name)) return;
    const path = join(directory, name);
    if (identityOf(path) === undefined && !watches.has(path)) return onHint({ directory, path });
    if (hasChanged(path)) lookBelow(path);
  }

  function lookBelow(directory: string): void {
    for (const path of watches.keys()) if (isInside(path, directory) && hasChanged(path)) drop(path);
    watchBelow(directory);
    onHint({ directory });
  }

  /** Watches each directory before it is listed, so that what comes into it meanwhile is seen either way. */
  function watchBelow(top: string): void {
    const pending = [top];
    for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
      if (hasChanged(directory)) watchOne(directory);
      for (const subdirectory of subdirectories(directory)) pending.push(subdirectory);
    }
  }

  function watchOne(directory: string): void {
    drop(directory);
    const identity = identityOf(directory);
    if (identity === undefined) return;
    try {
      const watcher = watch(directory);
      watches.set(directory, { watcher, identity });
      watcher.on("change", (_, name) => onEvent(directory, name === null ? null : String(name)));
      watcher.on("error", (error) => {
        drop(directory);
        report(directory, error);
      });
    } catch (error) {
      report(directory, error);
    }
  }

  function drop(directory: string): void {
    watches.get(directory)?.watcher.close();
    watches.delete(directory);
  }

  /** Whether the path has become a directory, stopped being one, or become another. */
  function hasChanged(path: string): boolean {
    return identityOf(path) !== watches.get(path)?.identity;
  }

  /** Tells a directory from a later one of the same name and inode. A root alone may be a link. */
  function identityOf(path: string): string | undefined {
    try {
      const stat = tops.has(path) ? statSync(path, { bigint: true }) : lstatSync(path, { bigint: true });
      return stat.isDirectory() ? `${stat.dev}-${stat.ino}-${stat.birthtimeNs}` : undefined;
    } catch {
      return undefined;
    }
  }

  function report(directory: string, error: unknown): void {
    const code = errorCode(error) ?? "unknown";
    // Gone meanwhile, or unreadable, which the scan reports.
    if (isAbsence(error) || code === "EACCES" || reported.has(code)) return;
    reported.add(code);
    onError(new Error(explain(directory, watches.size, error), { cause: error }));
  }

  for (const { path } of distinctRoots(roots)) watchBelow(path);
  return {
    refresh(directories) {
      for (const path of watches.keys()) if (hasChanged(path)) drop(path);
      for (const directory of directories) {
        if (watches.has(directory)) continue;
        watchBelow(directory);
        if (watches.has(directory)) onHint({ directory });
      }
    },
    directories: () => watches.size,
    close() {
      for (const directory of watches.keys()) drop(directory);
    },
  };
}

function subdirectories(directory: string): readonly string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !isIgnoredName(entry.name))
      .map((entry) => join(directory, entry.name));
  } catch {
    return [];
  }
}

/** What an operator can do about it, by what `fs.watch` failed with. */
const advice: Readonly<Record<string, string>> = {
  ENOSPC: "Raise the number of watches: sysctl fs.inotify.max_user_watches.",
  EMFILE: "Raise the number of watching processes or of open files: sysctl fs.inotify.max_user_instances, ulimit -n.",
};

function explain(directory: string, watched: number, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  const remedy = advice[errorCode(error) ?? ""] ?? "";
  const effect = `Changes there wait for the next scan; ${watched} directories are watched.`;
  return `Cannot watch ${directory}: ${reason}. ${effect} ${remedy}`.trimEnd();
}
