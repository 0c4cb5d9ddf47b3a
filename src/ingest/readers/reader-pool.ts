import { fork } from "node:child_process";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Outlets } from "../../outlets/outlets.ts";
import { readArticle, type FileLook, type ReadArticle } from "../read-article.ts";
import type { ReaderStart, ReadRequest } from "./reader-process.ts";
import { threadUrl } from "../../lib/thread.ts";

/** Looks below this number are read at once: starting processes would take longer. */
const WORTH_PROCESSES = 500;
/** How many looks go to a process at a time, and come back as one batch for one transaction. */
const BATCH = 256;

/**
 * Reads files that were looked at before, in batches, in as many processes as given when there are many. They
 * live for one call and take all their memory with them, of which ended threads would leave much behind. Ends early,
 * and at once, when `abandoned` is. Throws where the system starts no process.
 */
export async function* readArticles(
  looks: readonly FileLook[],
  outlets: Outlets,
  now: () => Date,
  processes: number,
  abandoned?: AbortSignal,
): AsyncGenerator<readonly ReadArticle[]> {
  if (looks.length < WORTH_PROCESSES || processes < 1) {
    for (const batch of batchesOf(looks)) {
      yield batch.map((look) => readArticle(look, outlets, now()));
      await nextTurn();
    }
    return;
  }
  const abandonment = Promise.withResolvers<undefined>();
  const abandon = (): void => abandonment.resolve(undefined);
  abandoned?.addEventListener("abort", abandon);
  const pool: Reader[] = [];
  try {
    while (pool.length < processes) pool.push(createReader(outlets));
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

function createReader({ all, generic }: Outlets): Reader {
  const child = fork(fileURLToPath(threadUrl("reader-process", import.meta.url)), { serialization: "advanced" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  let answer: PromiseWithResolvers<readonly ReadArticle[]> | undefined;
  let isStopped = false;
  const fail = (error: Error): void => {
    if (!isStopped) answer?.reject(error);
  };
  const send = (message: ReaderStart | ReadRequest): void => {
    child.send(message, (error) => error !== null && fail(error));
  };
  child.on("message", (results: readonly ReadArticle[]) => answer?.resolve(results));
  child.on("error", fail);
  if (child.pid === undefined) throw new Error("no process could be started to read files");
  child.on("exit", () => fail(new Error("A reader process ended before its work did.")));
  send({ all, generic });
  return {
    read(request) {
      answer = Promise.withResolvers();
      send(request);
      return answer.promise;
    },
    async stop() {
      isStopped = true;
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function* batchesOf(looks: readonly FileLook[]): Generator<readonly FileLook[], undefined> {
  for (let start = 0; start < looks.length; start += BATCH) yield looks.slice(start, start + BATCH);
  return undefined;
}
