/** Does one thing at a time, in the order of asking. */
export class WorkQueue {
  readonly #onFailure: (what: string, error: unknown) => void;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #isStopped = false;

  /** `onFailure` is told of everything that fails; the next thing begins all the same. */
  constructor(onFailure: (what: string, error: unknown) => void) {
    this.#onFailure = onFailure;
  }

  /** Does this after everything that was asked for before. */
  add(what: string, task: () => Promise<void> | void): void {
    this.run(what, task).catch(() => undefined);
  }

  /** The same for a caller who waits: resolves with the result, rejects where it fails or is left out. */
  async run<T>(what: string, task: () => Promise<T> | T): Promise<T> {
    const work = this.#after(this.#last, task);
    this.#last = work.catch((error: unknown) => {
      if (!this.#isStopped) this.#onFailure(what, error);
    });
    return work;
  }

  /** True where anything waits for the work under way. */
  hasMore(): boolean {
    return this.#waiting > 0;
  }

  /** Leaves out all that has not begun. Resolves when the work under way is done. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#last;
  }

  async #after<T>(before: Promise<unknown>, task: () => Promise<T> | T): Promise<T> {
    this.#waiting += 1;
    await before;
    this.#waiting -= 1;
    if (this.#isStopped) throw new Error("feedmill was stopped before it came to this");
    return task();
  }
}
