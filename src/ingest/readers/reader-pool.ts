import { fork, type ChildProcess } from "node:child_process";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { threadUrl } from "../../lib/thread.ts";
import { MAX_FILE_BYTES } from "../../model/article-file.ts";
import type { Outlets } from "../../outlets/outlets.ts";
import { readArticle, type FileLook, type ReadArticle } from "../read-article.ts";
import type { FromReader, ToReader } from "./reader-messages.ts";

// Written by hand: tinypool is no faster, and where the system starts no process it takes the daemon down. piscina has
// threads alone, which leave much of their memory with the allocator.

/** What is worth a process: for fewer files, of fewer bytes in all, starting it would take longer than they do. */
const WORTH_PROCESS = { files: 500, bytes: 32_000_000 } as const;
/** Files, of so many bytes but for the first, that go to a process at a time, and come back as one batch for one transaction. */
const BATCH = { files: 256, bytes: 4_000_000 } as const;

/**
 * Reads files that were looked at before, in batches: in processes where there are many, at most in as many as given. The
 * processes live for one call and take all their memory with them. Where there are few, the thread takes its turns between
 * files. Ends early, and at once, when `abandoned` is. Throws where the system starts no process.
 */
export async function* readArticles(
  looks: readonly FileLook[],
  outlets: Outlets,
  now: () => Date,
  most: number,
  abandoned?: AbortSignal,
): AsyncGenerator<readonly ReadArticle[]> {
  const processes = Math.min(most, processesWorth(looks));
  if (processes > 0) {
    yield* readInProcesses(looks, outlets, now, processes, abandoned);
    return;
  }
  for (const batch of batchesOf(looks)) {
    const results: ReadArticle[] = [];
    for (const look of batch) {
      results.push(readArticle(look, outlets, now()));
      await nextTurn();
      if (abandoned?.aborted === true) return;
    }
    yield results;
  }
}

function processesWorth(looks: readonly FileLook[]): number {
  const { files, bytes } = WORTH_PROCESS;
  return Math.floor(Math.max(looks.length / files, bytesOf(looks) / bytes));
}

/** Of a file that is too large nothing is read. */
function bytesOf(looks: readonly FileLook[]): number {
  return looks.reduce((bytes, { size }) => bytes + (size > MAX_FILE_BYTES ? 0 : size), 0);
}

async function* readInProcesses(
  looks: readonly FileLook[],
  outlets: Outlets,
  now: () => Date,
  processes: number,
  abandoned?: AbortSignal,
): AsyncGenerator<readonly ReadArticle[]> {
  const abandonment = Promise.withResolvers<undefined>();
  const abandon = (): void => abandonment.resolve(undefined);
  abandoned?.addEventListener("abort", abandon);
  const readers: Reader[] = [];
  const batches = batchesOf(looks);
  const underWay = new Set<Promise<Finished>>();
  const start = (reader: Reader): void => {
    const { value: batch } = batches.next();
    if (batch === undefined) return;
    const work: Promise<Finished> = reader.read(batch, now()).then((results) => ({ reader, results, work }));
    underWay.add(work);
  };
  try {
    while (readers.length < processes) readers.push(new Reader(outlets));
    for (const reader of readers) start(reader);
    while (underWay.size > 0) {
      const finished = await Promise.race([...underWay, abandonment.promise]);
      if (finished === undefined) return;
      underWay.delete(finished.work);
      start(finished.reader);
      yield finished.results;
    }
  } finally {
    abandoned?.removeEventListener("abort", abandon);
    await Promise.all(readers.map((reader) => reader.stop()));
  }
}

interface Finished {
  readonly reader: Reader;
  readonly results: readonly ReadArticle[];
  readonly work: Promise<Finished>;
}

/** One process that reads. */
class Reader {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #answer: PromiseWithResolvers<readonly ReadArticle[]> | undefined;
  #isStopped = false;

  constructor({ all, generic }: Outlets) {
    const entry = fileURLToPath(threadUrl("reader-process", import.meta.url));
    this.#child = fork(entry, { serialization: "advanced" });
    this.#ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.on("message", (results: FromReader) => this.#answer?.resolve(results));
    this.#child.on("error", (error) => this.#fail(error));
    if (this.#child.pid === undefined) throw new Error("no process could be started to read files");
    this.#child.on("exit", () => this.#fail(new Error("A reader process ended before its work did.")));
    this.#send({ kind: "start", outlets: { all, generic } });
  }

  read(looks: readonly FileLook[], now: Date): Promise<readonly ReadArticle[]> {
    this.#answer = Promise.withResolvers();
    this.#send({ kind: "read", looks, now });
    return this.#answer.promise;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  #send(message: ToReader): void {
    this.#child.send(message, (error) => error !== null && this.#fail(error));
  }

  #fail(error: Error): void {
    if (!this.#isStopped) this.#answer?.reject(error);
  }
}

function* batchesOf(looks: readonly FileLook[]): Generator<readonly FileLook[], undefined> {
  let batch: FileLook[] = [];
  let bytes = 0;
  for (const look of looks) {
    const size = bytesOf([look]);
    if (batch.length === BATCH.files || (batch.length > 0 && bytes + size > BATCH.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(look);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
  return undefined;
}
