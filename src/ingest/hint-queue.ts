import type { FileLook } from "./read-article.ts";

export interface HintQueueDeps {
  /** A first look at a file that may have changed; absent when there is no article file at the path. */
  readonly look: (path: string) => FileLook | undefined;
  /** Files whose settling time is over. */
  readonly onSettled: (looks: readonly FileLook[]) => void;
  /** Paths where nothing was found. */
  readonly onMissing: (paths: readonly string[]) => void;
  readonly settleMs: number;
}

export interface HintQueue {
  hint(path: string): void;
  close(): void;
}

/**
 * Gathers hints that files changed. A file is looked at once when its hint is due, however many hints came, and handed
 * on a settling time later.
 */
export function createHintQueue({ look, onSettled, onMissing, settleMs }: HintQueueDeps): HintQueue {
  let hinted = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const settling = new Set<NodeJS.Timeout>();

  function lookAtHinted(): void {
    timer = undefined;
    const looks: FileLook[] = [];
    const missing: string[] = [];
    for (const path of hinted) {
      const seen = look(path);
      if (seen === undefined) missing.push(path);
      else looks.push(seen);
    }
    hinted = new Set();
    if (missing.length > 0) onMissing(missing);
    if (looks.length === 0) return;
    const settled = setTimeout(() => {
      settling.delete(settled);
      onSettled(looks);
    }, settleMs);
    settling.add(settled);
  }

  return {
    hint(path) {
      hinted.add(path);
      timer ??= setTimeout(lookAtHinted, GATHER_MS);
    },
    close() {
      clearTimeout(timer);
      for (const settled of settling) clearTimeout(settled);
    },
  };
}

/** Long enough to take the events of one copy together, short against the settling time. */
const GATHER_MS = 20;
