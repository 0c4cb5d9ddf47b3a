export interface WorkQueue {
  /** Does this after everything that was added before. */
  add(what: string, task: () => Promise<void> | void): void;
  /** Whether anything waits for what is being done. */
  hasMore(): boolean;
  /** Leaves out what has not begun. Resolves when what has begun is done. */
  stop(): Promise<void>;
}

/** Does one thing at a time. What fails is told, and the next thing begins. */
export function createWorkQueue(onFailure: (what: string, error: unknown) => void): WorkQueue {
  let last = Promise.resolve();
  let isStopped = false;
  let waiting = 0;
  return {
    add(what, task) {
      const before = last;
      waiting += 1;
      const work = async (): Promise<void> => {
        await before;
        waiting -= 1;
        if (!isStopped) await task();
      };
      last = work().catch((error: unknown) => onFailure(what, error));
    },
    hasMore: () => waiting > 0,
    stop() {
      isStopped = true;
      return last;
    },
  };
}
