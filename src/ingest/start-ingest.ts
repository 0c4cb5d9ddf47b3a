import { Worker } from "node:worker_threads";
import type { FromIngestThread, IngestThreadData, Pong, ToIngestThread } from "../daemon/messages.ts";
import { threadUrl } from "../lib/thread.ts";

export interface IngestThread {
  reload(): void;
  /** Resolves when the thread takes its next turn; never, where it does no more. */
  answers(): Promise<void>;
  /** Resolves when the thread has finished what it was writing and closed the catalog. */
  stop(): Promise<void>;
  /** Rejects when the thread ends without having been asked to. */
  readonly failed: Promise<never>;
}

/** A thread that hangs on a dead disk is ended after this; the catalog and the ledger survive that as they do a crash. */
const STOP_MS = 15_000;

/** Of short-lived objects, in MB: with more, they are collected more seldom and never given back. */
const YOUNG_MB = 12;

/** Starts the ingest thread; `onMessage` is called for everything it has to tell. */
export function startIngest(data: IngestThreadData, onMessage: (message: FromIngestThread) => void): IngestThread {
  const worker = new Worker(threadUrl("ingest-thread", import.meta.url), {
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  let isStopping = false;
  const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const failed = new Promise<never>((_resolve, reject) => {
    worker.once("error", reject);
    worker.once("exit", (code) => {
      if (!isStopping) reject(new Error(`The ingest thread ended by itself, with code ${code}.`));
    });
  });
  let answered = Promise.withResolvers<void>();
  worker.on("message", (message: FromIngestThread | Pong) => {
    if (message.kind === "pong") answered.resolve();
    else onMessage(message);
  });
  const send = (message: ToIngestThread): void => worker.postMessage(message);

  return {
    reload: () => send({ kind: "reload" }),
    answers() {
      answered = Promise.withResolvers();
      send({ kind: "ping" });
      return answered.promise;
    },
    async stop() {
      isStopping = true;
      send({ kind: "stop" });
      const deadline = setTimeout(() => void worker.terminate(), STOP_MS);
      await exited;
      clearTimeout(deadline);
    },
    failed,
  };
}
