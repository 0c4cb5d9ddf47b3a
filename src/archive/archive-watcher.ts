import { lstatSync, readdirSync, statSync, watch, type FSWatcher } from "node:fs";
import { basename, join, resolve } from "node:path";
import { errorCode, isAbsence } from "../lib/fs/error-code.ts";
import { isInside } from "../lib/fs/paths.ts";
import { messageOf } from "../lib/message-of.ts";
import { distinctRoots } from "./distinct-roots.ts";
import { isIgnoredName } from "./is-ignored-name.ts";

/** A place where something may have changed. It only ever means: look again. */
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

interface Watch {
  readonly watcher: FSWatcher;
  readonly identity: string;
}

/**
 * Hints at changes below the roots as they happen, by one `fs.watch` per directory; a recursive one would take a
 * watch per file and goes deaf when an editor replaces it. Hints get lost: on network mounts, when the system is out
 * of watches, in a flood. Hence the scan is the truth. Watch first, then scan, so that nothing slips in between.
 */
export class ArchiveWatcher {
  readonly #options: WatchOptions;
  readonly #tops: ReadonlySet<string>;
  readonly #watches = new Map<string, Watch>();
  readonly #reported = new Set<string>();

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#tops = new Set(options.roots.map((root) => resolve(root)));
    for (const { path } of distinctRoots(options.roots)) this.#watchBelow(path);
  }

  /** Brings the watches in line with the directories a scan found. A directory that was not watched gets a hint. */
  refresh(directories: Iterable<string>): void {
    for (const path of this.#watches.keys()) if (this.#hasChanged(path)) this.#drop(path);
    for (const directory of directories) {
      if (this.#watches.has(directory)) continue;
      this.#watchBelow(directory);
      if (this.#watches.has(directory)) this.#options.onHint({ directory });
    }
  }

  /** Counts the directories that are watched. */
  directories(): number {
    return this.#watches.size;
  }

  close(): void {
    for (const directory of this.#watches.keys()) this.#drop(directory);
  }

  #onEvent(directory: string, name: string | null): void {
    if (name === null) return this.#lookBelow(directory);
    // A directory's own removal is reported under its own name, as if it were a file in it.
    if (name === basename(directory) && this.#hasChanged(directory)) return this.#lookBelow(directory);
    if (isIgnoredName(name)) return;
    const path = join(directory, name);
    if (this.#identityOf(path) === undefined && !this.#watches.has(path)) {
      return this.#options.onHint({ directory, path });
    }
    if (this.#hasChanged(path)) this.#lookBelow(path);
  }

  #lookBelow(directory: string): void {
    for (const path of this.#watches.keys()) {
      if (isInside(path, directory) && this.#hasChanged(path)) this.#drop(path);
    }
    this.#watchBelow(directory);
    this.#options.onHint({ directory });
  }

  /** Watches each directory before it is listed, so that a file that comes into it meanwhile is seen either way. */
  #watchBelow(top: string): void {
    const pending = [top];
    for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
      if (this.#hasChanged(directory)) this.#watch(directory);
      for (const subdirectory of subdirectories(directory)) pending.push(subdirectory);
    }
  }

  #watch(directory: string): void {
    this.#drop(directory);
    const identity = this.#identityOf(directory);
    if (identity === undefined) return;
    try {
      const watcher = watch(directory);
      this.#watches.set(directory, { watcher, identity });
      watcher.on("change", (_, name) => this.#onEvent(directory, name === null ? null : String(name)));
      watcher.on("error", (error) => {
        this.#drop(directory);
        this.#report(directory, error);
      });
    } catch (error) {
      this.#report(directory, error);
    }
  }

  #drop(directory: string): void {
    this.#watches.get(directory)?.watcher.close();
    this.#watches.delete(directory);
  }

  /** True where the path has become a directory, stopped being one, or become another. */
  #hasChanged(path: string): boolean {
    return this.#identityOf(path) !== this.#watches.get(path)?.identity;
  }

  /** Tells a directory from a later one of the same name and inode. A root alone may be a link. */
  #identityOf(path: string): string | undefined {
    try {
      const stat = this.#tops.has(path) ? statSync(path, { bigint: true }) : lstatSync(path, { bigint: true });
      return stat.isDirectory() ? `${stat.dev}-${stat.ino}-${stat.birthtimeNs}` : undefined;
    } catch {
      return undefined;
    }
  }

  #report(directory: string, error: unknown): void {
    const code = errorCode(error) ?? "unknown";
    // Gone meanwhile, or unreadable, which the scan reports.
    if (isAbsence(error) || code === "EACCES" || this.#reported.has(code)) return;
    this.#reported.add(code);
    this.#options.onError(new Error(explain(directory, this.#watches.size, error), { cause: error }));
  }
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

/** Advice to the operator, by the code that `fs.watch` failed with. */
const advice: Readonly<Record<string, string>> = {
  ENOSPC: "Raise the number of watches: sysctl fs.inotify.max_user_watches.",
  EMFILE: "Raise the number of watching processes or of open files: sysctl fs.inotify.max_user_instances, ulimit -n.",
};

function explain(directory: string, watched: number, error: unknown): string {
  const reason = messageOf(error);
  const remedy = advice[errorCode(error) ?? ""] ?? "";
  const effect = `Changes there wait for the next scan; ${watched} directories are watched.`;
  return `Cannot watch ${directory}: ${reason}. ${effect} ${remedy}`.trimEnd();
}
