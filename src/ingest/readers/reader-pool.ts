import { availableParallelism } from "node:os";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Outlets } from "../../outlets/outlets.ts";
import { readArticle, type FileLook, type ReadArticle } from "../read-article.ts";
import { Batches, batchesOf, bytesOf, type SharedReading } from "./batches.ts";
import { ReaderProcesses } from "./reader-processes.ts";

// Written by hand: tinypool is no faster, and where the system starts no process it takes the daemon down. piscina has
// threads alone, which leave much of their memory with the allocator.

/** What is worth a process: for fewer files, of fewer bytes in all, starting it would take longer than they do. */
const WORTH_PROCESS = { files: 500, bytes: 32_000_000 } as const;

/** At most so many processes are of use: to take in what they read is work for a core, too. */
export function usefulProcesses(): number {
  return Math.max(1, availableParallelism() - 1);
}

export interface ReadingOptions {
  /** No file is read before. Processes are started meanwhile. */
  readonly settled: Promise<unknown>;
  /** Ends the reading early, and at once. */
  readonly abandoned?: AbortSignal;
  /** Absent where no other machine may read. */
  readonly shared?: SharedReading;
}

/**
 * Reads files that were looked at before, in batches: in processes where there are many, at most in as many as given, and on
 * other machines besides. The processes live for one call and take all their memory with them. Where there are few, the
 * thread takes its turns between files. Throws where the system starts no process.
 */
export async function* readArticles(
  looks: readonly FileLook[],
  outlets: Outlets,
  now: () => Date,
  most: number,
  options: ReadingOptions,
): AsyncGenerator<readonly ReadArticle[]> {
  const processes = Math.min(most, processesWorth(looks));
  if (processes > 0) {
    yield* readInProcesses(looks, outlets, now, processes, options);
    return;
  }
  await options.settled;
  for (const batch of batchesOf(looks)) {
    const results: ReadArticle[] = [];
    for (const look of batch) {
      results.push(readArticle(look, outlets, now()));
      await nextTurn();
      if (options.abandoned?.aborted === true) return;
    }
    yield results;
  }
}

function processesWorth(looks: readonly FileLook[]): number {
  const { files, bytes } = WORTH_PROCESS;
  return Math.floor(Math.max(looks.length / files, bytesOf(looks) / bytes));
}

async function* readInProcesses(
  looks: readonly FileLook[],
  outlets: Outlets,
  now: () => Date,
  processes: number,
  { settled, abandoned, shared }: ReadingOptions,
): AsyncGenerator<readonly ReadArticle[]> {
  const abandonment = Promise.withResolvers<undefined>();
  const abandon = (): void => abandonment.resolve(undefined);
  abandoned?.addEventListener("abort", abandon);
  const pool = new ReaderPool(outlets, processes);
  const batches = new Batches(looks, shared);
  try {
    pool.begin();
    await settled;
    for (let results: readonly ReadArticle[] | undefined; ;) {
      while (pool.hasIdle) {
        const batch = await batches.next();
        if (batch === undefined) break;
        pool.start(batch, now());
      }
      await batches.offerMore();
      if (results !== undefined) yield results;
      results = await batches.handedBack();
      if (results !== undefined) continue;
      if (!pool.isReading) return;
      results = await Promise.race([pool.finished(), abandonment.promise]);
      if (results === undefined) return;
    }
  } finally {
    abandoned?.removeEventListener("abort", abandon);
    await batches.end();
    await pool.stop();
  }
}

/** Reads so many batches at a time: none is begun before what came of an earlier one was taken. */
class ReaderPool {
  readonly #readers: ReaderProcesses;
  readonly #size: number;
  readonly #underWay = new Set<Promise<Finished>>();

  constructor(outlets: Outlets, size: number) {
    this.#readers = new ReaderProcesses(outlets);
    this.#size = size;
  }

  /** Starts the processes. */
  begin(): void {
    this.#readers.start(this.#size);
  }

  get hasIdle(): boolean {
    return this.#underWay.size < this.#size;
  }

  get isReading(): boolean {
    return this.#underWay.size > 0;
  }

  /** Begins to read a batch. */
  start(batch: readonly FileLook[], now: Date): void {
    const work: Promise<Finished> = this.#readers.read(batch, now).then((results) => ({ results, work }));
    // It fails when it is stopped, and nobody waits for it then.
    work.catch(() => undefined);
    this.#underWay.add(work);
  }

  /** Resolves with what came of the next batch that is read. */
  async finished(): Promise<readonly ReadArticle[]> {
    const { results, work } = await Promise.race(this.#underWay);
    this.#underWay.delete(work);
    return results;
  }

  stop(): Promise<void> {
    return this.#readers.stop();
  }
}

interface Finished {
  readonly results: readonly ReadArticle[];
  readonly work: Promise<Finished>;
}
