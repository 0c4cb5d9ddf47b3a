import { lookAtFile } from "../archive/look-at-file.ts";
import { SETTLE_MS } from "../archive/read-article-file.ts";
import { scanArchive } from "../archive/scan-archive.ts";
import { watchArchive, type ArchiveWatcher, type Hint } from "../archive/watch-archive.ts";
import type { Logger } from "../observe/logger.ts";
import { createHintQueue } from "./hint-queue.ts";
import type { Ingester } from "./ingester.ts";
import type { FileLook } from "./read-article.ts";

export interface FollowingDeps {
  readonly roots: readonly string[];
  readonly ingester: Pick<Ingester, "knows" | "compare">;
  readonly logger: Logger;
  /** Told of files that have not changed for a settling time. */
  readonly onSettled: (looks: readonly FileLook[]) => void;
  /** Something happened that only a scan can make out. */
  readonly onDoubt: () => void;
}

export interface Following extends Pick<ArchiveWatcher, "refresh"> {
  /** Looks at a file once it has settled. */
  hint(path: string): void;
  close(): void;
}

/** Watches the archive, and sorts what it hears of: files to take in, and what a scan has to find out. */
export function followArchive({ roots, ingester, logger, onSettled, onDoubt }: FollowingDeps): Following {
  const hints = createHintQueue({
    look: (path) => {
      const seen = lookAtFile(path, roots);
      return seen === undefined ? undefined : { path, ...seen };
    },
    settleMs: SETTLE_MS,
    onSettled,
    // What is gone may have been renamed, and how much is gone decides whether that is held: only a scan can tell.
    onMissing: (paths) => {
      orDoubt(() => {
        if (paths.some((path) => ingester.knows(path))) onDoubt();
      });
    },
  });

  /** Where the catalog cannot be asked, a scan will meet the same and tell. */
  function orDoubt(ask: () => void): void {
    try {
      ask();
    } catch {
      onDoubt();
    }
  }

  function onHint({ directory, path }: Hint): void {
    if (path !== undefined) return hints.hint(path);
    const { files } = scanArchive([directory]);
    orDoubt(() => {
      const { changed, isMissing } = ingester.compare(directory, files);
      for (const file of changed) hints.hint(file);
      if (isMissing) onDoubt();
    });
  }

  const watcher = watchArchive({ roots, onHint, onError: (error) => logger.warn(error.message) });
  return {
    hint: (path) => hints.hint(path),
    refresh: (directories) => watcher.refresh(directories),
    close() {
      watcher.close();
      hints.close();
    },
  };
}
