import { watch, type FSWatcher } from "node:fs";

/** Editors write a file in several steps; this long after the last one it is taken for finished. */
const QUIET_MS = 150;

/**
 * Calls `onEdit` when a file in one of the directories may have been edited. Directories are watched, not files, because
 * editors replace files. Where the system offers no watching, nothing is called.
 */
export function watchDirectories(directories: Iterable<string>, onEdit: () => void): { close(): void } {
  let timer: NodeJS.Timeout | undefined;
  const hint = (): void => {
    clearTimeout(timer);
    timer = setTimeout(onEdit, QUIET_MS);
  };
  const watchers = [...new Set(directories)].flatMap((directory) => watchIfPossible(directory, hint));
  return {
    close() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}

function watchIfPossible(directory: string, onEvent: () => void): FSWatcher[] {
  try {
    const watcher = watch(directory, { persistent: false }, onEvent);
    watcher.on("error", () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}
