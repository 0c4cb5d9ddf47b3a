import { setImmediate as nextTurn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Outlets } from "../outlets/outlets.ts";
import { readArticle, type FileLook, type ReadArticle } from "./read-article.ts";
import type { ReaderData, ReadRequest } from "./reader-thread.ts";
import { threadUrl } from "./thread-url.ts";

/** Looks below this number are read at once: starting threads would take longer. */
const WORTH_THREADS = 500;
/** How many looks go to a thread at a time, and come back as one batch for one transaction. */
const BATCH = 256;

/**
 * Reads files that were looked at before, in batches, on as many threads as given when there are many. The threads
 * live for one call, so that an idle daemon holds no memory for them. Ends early, and at once, when `abandoned` is.
 */
export async function* readArticles(
  looks: readonly FileLook[],
  outlets: Outlets,
  now: () => Date,
  threads: number,
  abandoned?: AbortSignal,
): AsyncGenerator<readonly ReadArticle[]> {
  if (looks.length < WORTH_THREADS || threads < 1) {
    for (const batch of batchesOf(looks)) {
      yield batch.map((look) => readArticle(look, outlets, now()));
      await nextTurn();
    }
    return;
  }
  const abandonment = Promise.withResolvers<undefined>();
  const abandon = (): void => abandonment.resolve(undefined);
  abandoned?.addEventListener("abort", abandon);
  const pool = Array.from({ length: threads }, () => createReader(outlets));
  try {
    const batches = batchesOf(looks);
    const underWay = new Set<Promise<Finished>>();
    const start = (reader: Reader): void => {
      const next = batches.next();
      if (next.done === true) return;
      const work: Promise<Finished> = reader
        .read({ looks: next.value, now: now() })
        .then((results) => ({ reader, results, work }));
      underWay.add(work);
    };
    for (const reader of pool) start(reader);
    while (underWay.size > 0) {
      const finished = await Promise.race([...underWay, abandonment.promise]);
      if (finished === undefined) return;
      const { reader, results, work } = finished;
      underWay.delete(work);
      start(reader);
      yield results;
    }
  } finally {
    abandoned?.removeEventListener("abort", abandon);
    await Promise.all(pool.map((reader) => reader.stop()));
  }
}

interface Finished {
  readonly reader: Reader;
  readonly results: readonly ReadArticle[];
  readonly work: Promise<Finished>;
}

interface Reader {
  read(request: ReadRequest): Promise<readonly ReadArticle[]>;
  stop(): Promise<unknown>;
}

function createReader(outlets: Outlets): Reader {
  const { all, genericImages } = outlets;
  const worker = new Worker(threadUrl("reader-thread"), { workerData: { all, genericImages } satisfies ReaderData });
  let answer = Promise.withResolvers<readonly ReadArticle[]>();
  let isStopped = false;
  worker.on("message", (results: readonly ReadArticle[]) => answer.resolve(results));
  worker.on("error", (error) => answer.reject(error));
  worker.on("exit", () => {
    if (!isStopped) answer.reject(new Error("A reader thread ended before its work did."));
  });
  return {
    read(request) {
      answer = Promise.withResolvers();
      worker.postMessage(request);
      return answer.promise;
    },
    stop() {
      isStopped = true;
      return worker.terminate();
    },
  };
}

function* batchesOf(looks: readonly FileLook[]): Generator<readonly FileLook[], undefined> {
  for (let start = 0; start < looks.length; start += BATCH) yield looks.slice(start, start + BATCH);
  return undefined;
}
