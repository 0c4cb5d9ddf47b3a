/** Does one thing at a time, in the order of asking; what can wait is done while there is nothing else to do. */
export class WorkQueue {
  readonly #onFailure: (what: string, error: unknown) => void;
  readonly #waiting: (() => Promise<void>)[] = [];
  readonly #later: (() => Promise<void>)[] = [];
  #working: Promise<void> | undefined;
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
  run<T>(what: string, task: () => Promise<T> | T): Promise<T> {
    return this.#enqueue(this.#waiting, what, task);
  }

  /** The same for what can wait: it begins when nothing waits but such work. */
  runLater<T>(what: string, task: () => Promise<T> | T): Promise<T> {
    return this.#enqueue(this.#later, what, task);
  }

  /** True where anything waits for the work under way, but for what can wait. */
  hasMore(): boolean {
    return this.#waiting.length > 0;
  }

  /** Leaves out all that has not begun. Resolves when the work under way is done. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#working;
  }

  #enqueue<T>(line: (() => Promise<void>)[], what: string, task: () => Promise<T> | T): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    line.push(async () => {
      try {
        if (this.#isStopped) throw new Error("feedmill was stopped before it came to this");
        resolve(await task());
      } catch (error) {
        if (!this.#isStopped) this.#onFailure(what, error);
        reject(error);
      }
    });
    this.#working ??= this.#workOff();
    return promise;
  }

  async #workOff(): Promise<void> {
    // The caller ends its turn before the first task begins.
    await Promise.resolve();
    for (let next = this.#next(); next !== undefined; next = this.#next()) await next();
    this.#working = undefined;
  }

  #next(): (() => Promise<void>) | undefined {
    return this.#waiting.shift() ?? this.#later.shift();
  }
}
