import { lookAtFile } from "../archive/look-at-file.ts";
import { SETTLE_MS } from "../archive/read-article-file.ts";
import { scanArchive } from "../archive/scan-archive.ts";
import { ArchiveWatcher, type Hint } from "../archive/archive-watcher.ts";
import type { Logger } from "../observe/logger.ts";
import type { Ingester } from "./ingester.ts";
import type { FileLook } from "./read-article.ts";

export interface FollowerDeps {
  readonly roots: readonly string[];
  /** Globs of paths that do not count. */
  readonly ignore: () => readonly string[];
  readonly ingester: Pick<Ingester, "knowsOneOf" | "compare">;
  readonly logger: Logger;
  /** Called with files that have not changed for a settling time. */
  readonly onSettled: (looks: readonly FileLook[]) => void;
  /** Called when something happened that only a scan can make out. */
  readonly onDoubt: () => void;
}

/** Long enough to take the events of one copy together, short against the settling time. */
const GATHER_MS = 20;

/**
 * Watches the archive, and sorts the hints: files to take in, and changes that a scan has to find out. A file is looked
 * at once when its hint is due, however many hints came, and handed on a settling time later.
 */
export class ArchiveFollower {
  readonly #deps: FollowerDeps;
  readonly #watcher: ArchiveWatcher;
  #hinted = new Set<string>();
  #gathering: NodeJS.Timeout | undefined;
  readonly #settling = new Set<NodeJS.Timeout>();

  constructor(deps: FollowerDeps) {
    this.#deps = deps;
    this.#watcher = new ArchiveWatcher({
      roots: deps.roots,
      onHint: (hint) => this.#onHint(hint),
      onError: (error) => deps.logger.warn(error.message),
    });
  }

  /** Looks at a file once it has settled. */
  hint(path: string): void {
    this.#hinted.add(path);
    this.#gathering ??= setTimeout(() => this.#lookAtHinted(), GATHER_MS);
  }

  /** Brings the watches in line with the directories a scan found. */
  refresh(directories: Iterable<string>): void {
    this.#watcher.refresh(directories);
  }

  close(): void {
    this.#watcher.close();
    clearTimeout(this.#gathering);
    for (const timer of this.#settling) clearTimeout(timer);
  }

  #onHint({ directory, path }: Hint): void {
    if (path !== undefined) return this.hint(path);
    const { files } = scanArchive([directory]);
    void this.#orDoubt(async () => {
      const { changed, isMissing } = await this.#deps.ingester.compare(directory, files);
      for (const file of changed) this.hint(file);
      return isMissing;
    });
  }

  #lookAtHinted(): void {
    this.#gathering = undefined;
    const looks: FileLook[] = [];
    const missing: string[] = [];
    for (const path of this.#hinted) {
      const seen = lookAtFile(path, this.#deps.roots, this.#deps.ignore());
      if (seen === undefined) missing.push(path);
      else looks.push({ path, ...seen });
    }
    this.#hinted = new Set();
    // A file that is gone may have been renamed, and only a scan can tell how much is gone.
    if (missing.length > 0) void this.#orDoubt(() => this.#deps.ingester.knowsOneOf(missing));
    if (looks.length === 0) return;
    const timer = setTimeout(() => {
      this.#settling.delete(timer);
      this.#deps.onSettled(looks);
    }, SETTLE_MS);
    this.#settling.add(timer);
  }

  /** Doubts where `isDoubtful` says so. Where the catalog cannot be asked, a scan will meet the same and tell. */
  async #orDoubt(isDoubtful: () => Promise<boolean>): Promise<void> {
    try {
      if (!(await isDoubtful())) return;
    } catch {
      // The scan reports it.
    }
    this.#deps.onDoubt();
  }
}
