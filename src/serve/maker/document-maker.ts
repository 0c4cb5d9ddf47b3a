import { Worker } from "node:worker_threads";
import type { MadeDocument } from "../../http/documents/made-documents.ts";
import { prepareDocument, preparedBytes, type PreparedDocument } from "../../http/documents/prepared-document.ts";
import type { Tallies } from "../../http/tallies.ts";
import { createBoundedCache } from "../../lib/cache/bounded-cache.ts";
import type { DocumentAddress } from "../../model/addresses.ts";
import type { DeltaAddress } from "../../model/feed-version.ts";
import type { Edition } from "../../model/edition.ts";
import type { Making } from "../../observe/reports.ts";
import type { FromMakerThread, MakerThreadData, ToMakerThread } from "./maker-messages.ts";
import { threadUrl } from "../../lib/thread.ts";

/** Makes documents when they are asked for, off the serving thread, and keeps them until something changes. */
export interface DocumentMaker {
  /** What is made from now on; all that was made before is out of date. `isReopened`: the catalog is another one. */
  take(edition: Edition, isReopened: boolean): void;
  /** Rejects when making fails. Undefined before there is an edition. */
  make(address: DocumentAddress | DeltaAddress): Promise<MadeDocument> | undefined;
  /** What was made since the last time. */
  drain(): readonly Making[];
  close(): void;
}

const CACHE_BYTES = 16 * 1024 * 1024;
const MAX_WAITING = 200;
/** Nobody has to wait long for a delta: the feed itself is at hand. */
const MAX_WAITING_FOR_DELTA = 8;
/** Where nobody asks what was made, only the latest is remembered. */
const MAX_MAKINGS = 1000;
/** What takes longer is given up, and its thread with it. */
const BUDGET_MS = 10_000;
/** A thread that nobody asked for anything since is ended, and its memory given back. */
const IDLE_MS = 5 * 60_000;

interface Request extends PromiseWithResolvers<MadeDocument> {
  readonly key: string;
  readonly deadline: NodeJS.Timeout;
  readonly startedMs: number;
}

/** The thread is started when it is first needed: a server of feeds alone never has one. */
export function createDocumentMaker(dataDirectory: string, tallies: Tallies): DocumentMaker {
  const cache = createBoundedCache<PreparedDocument>(CACHE_BYTES, preparedBytes);
  const pending = new Map<string, Promise<MadeDocument>>();
  const requests = new Map<number, Request>();
  let makings: Making[] = [];
  let edition: Edition | undefined;
  let thread: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let numbers = 0;

  function running(): Worker {
    if (thread !== undefined) return thread;
    const data: MakerThreadData = { dataDirectory };
    const started = new Worker(threadUrl("maker-thread", import.meta.url), { workerData: data });
    started.unref();
    started.on("message", settle);
    started.once("error", (error: Error) => end(started, error));
    started.once("exit", () => end(started, new Error("The thread that makes documents ended.")));
    if (edition !== undefined) send(started, { kind: "edition", edition });
    thread = started;
    return started;
  }

  function settle(answer: FromMakerThread): void {
    const request = take(answer.number);
    if (request === undefined) return;
    note("failure" in answer ? "failure" : answer.made.kind, request);
    if ("failure" in answer) request.reject(new Error(answer.failure));
    else if (answer.made.kind !== "document") request.resolve(answer.made);
    else {
      const document = prepareDocument(answer.made.document, tallies.of(answer.made.document.path));
      if (pending.get(request.key) === request.promise) cache.put(request.key, document);
      request.resolve({ kind: "document", document });
    }
    forget(request);
  }

  function take(number: number): Request | undefined {
    const request = requests.get(number);
    requests.delete(number);
    clearTimeout(request?.deadline);
    return request;
  }

  function note(result: string, { startedMs }: Request): void {
    if (makings.length >= MAX_MAKINGS) makings.shift();
    makings.push({ result, seconds: (performance.now() - startedMs) / 1000 });
  }

  function forget({ key, promise }: Request): void {
    if (pending.get(key) === promise) pending.delete(key);
  }

  /** Whatever waits for a thread that is gone has failed with it, or has to be asked for again. */
  function end(ended: Worker, error?: Error): void {
    if (thread !== ended) return;
    thread = undefined;
    for (const number of requests.keys()) {
      const request = take(number);
      if (request === undefined) continue;
      if (error === undefined) request.resolve({ kind: "busy" });
      else request.reject(error);
      forget(request);
    }
  }

  function stop(): void {
    clearTimeout(idle);
    const stopped = thread;
    if (stopped === undefined) return;
    end(stopped);
    void stopped.terminate();
  }

  function giveUp(number: number): void {
    const request = take(number);
    if (request === undefined) return;
    note("too-broad", request);
    request.resolve({ kind: "too-broad" });
    forget(request);
    stop();
  }

  function ask(key: string, address: DocumentAddress | DeltaAddress): Promise<MadeDocument> {
    const number = ++numbers;
    const deadline = setTimeout(giveUp, BUDGET_MS, number);
    const request = { ...Promise.withResolvers<MadeDocument>(), key, deadline, startedMs: performance.now() };
    requests.set(number, request);
    pending.set(key, request.promise);
    send(running(), { kind: "make", number, address });
    clearTimeout(idle);
    idle = setTimeout(stop, IDLE_MS).unref();
    return request.promise;
  }

  return {
    take(next, isReopened) {
      edition = next;
      cache.clear();
      pending.clear();
      if (isReopened) stop();
      else if (thread !== undefined) send(thread, { kind: "edition", edition });
    },
    make(address) {
      if (edition === undefined) return undefined;
      const key = JSON.stringify(address);
      const document = cache.get(key);
      if (document !== undefined) return Promise.resolve({ kind: "document", document });
      const waiting = pending.get(key);
      if (waiting !== undefined) return waiting;
      const most = address.kind === "delta" ? MAX_WAITING_FOR_DELTA : MAX_WAITING;
      return requests.size < most ? ask(key, address) : Promise.resolve({ kind: "busy" });
    },
    drain() {
      const drained = makings;
      makings = [];
      return drained;
    },
    close: () => stop(),
  };
}

function send(thread: Worker, message: ToMakerThread): void {
  thread.postMessage(message);
}
