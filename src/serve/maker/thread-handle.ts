import { Worker } from "node:worker_threads";
import { locationOf, type CatalogLocation } from "../../catalog/open-catalog.ts";
import { threadUrl } from "../../lib/thread.ts";
import type { DocumentAddress } from "../../model/addresses.ts";
import type { FinishedDocument, Made } from "../../model/document.ts";
import type { DeltaAddress } from "../../model/feed-version.ts";
import type { FromMaker, ToMaker } from "../messages.ts";

/** A request that takes longer is given up. */
const BUDGET_MS = 10_000;
/** A thread that does not leave off so soon is ended. */
const LEAVE_OFF_MS = 5000;
/** A thread that was asked for nothing for so long is ended, and its memory given back. */
const IDLE_MS = 5 * 60_000;

interface Request extends PromiseWithResolvers<Made<FinishedDocument>> {
  readonly address: DocumentAddress | DeltaAddress;
  readonly deadline: NodeJS.Timeout;
}

/**
 * The thread of a maker, started when it is first needed: a server of feeds alone never has one. tinypool 2.2 and piscina
 * 5.3 were tried in its place: what waits behind a task that is given up is never answered there.
 */
export class MakerThread {
  readonly #catalog: CatalogLocation;
  readonly #requests = new Map<number, Request>();
  /** Requests that nobody waits for and that the thread has not answered: when they end it. */
  readonly #givenUp = new Map<number, NodeJS.Timeout>();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #numbers = 0;

  constructor(catalog: CatalogLocation) {
    this.#catalog = locationOf(catalog);
  }

  /** The number of requests that are not answered yet. */
  get waiting(): number {
    return this.#requests.size;
  }

  /** Rejects where making fails, or the thread ends by itself. */
  make(address: DocumentAddress | DeltaAddress): Promise<Made<FinishedDocument>> {
    const number = ++this.#numbers;
    const deadline = setTimeout(() => this.#giveUp(number), BUDGET_MS);
    const request = { ...Promise.withResolvers<Made<FinishedDocument>>(), address, deadline };
    this.#requests.set(number, request);
    send((this.#worker ??= this.#start()), { kind: "make", number, address });
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.stop(), IDLE_MS).unref();
    return request.promise;
  }

  /** Has the thread read the edition again. */
  renew(): void {
    if (this.#worker !== undefined) send(this.#worker, { kind: "renew" });
  }

  /** Has another thread open the catalog, which may be another, for all that is asked for. */
  reopen(): void {
    const former = this.#worker;
    if (former === undefined) return;
    this.#worker = this.#start();
    for (const [number, { address }] of this.#requests) send(this.#worker, { kind: "make", number, address });
    void former.terminate();
  }

  /** Ends the thread. Requests that wait for it are answered busy. */
  stop(): void {
    clearTimeout(this.#idle);
    const stopped = this.#worker;
    if (stopped === undefined) return;
    this.#end(stopped);
    void stopped.terminate();
  }

  #start(): Worker {
    const worker = new Worker(threadUrl("maker-thread", import.meta.url), { workerData: this.#catalog });
    worker.unref();
    worker.on("message", (answer: FromMaker) => {
      if (worker === this.#worker) this.#settle(answer);
    });
    worker.once("error", (error: Error) => this.#end(worker, error));
    worker.once("exit", () => this.#end(worker, new Error("The thread that makes documents ended.")));
    return worker;
  }

  #settle(answer: FromMaker): void {
    clearTimeout(this.#givenUp.get(answer.number));
    this.#givenUp.delete(answer.number);
    const request = this.#take(answer.number);
    if ("failure" in answer) request?.reject(new Error(answer.failure));
    else request?.resolve(answer.made);
  }

  #take(number: number): Request | undefined {
    const request = this.#requests.get(number);
    this.#requests.delete(number);
    clearTimeout(request?.deadline);
    return request;
  }

  /** The thread leaves off at its next step and answers all the same. */
  #giveUp(number: number): void {
    this.#take(number)?.resolve({ kind: "too-broad" });
    if (this.#worker === undefined) return;
    send(this.#worker, { kind: "give-up", number });
    this.#givenUp.set(number, setTimeout(() => this.stop(), LEAVE_OFF_MS).unref());
  }

  #end(ended: Worker, error?: Error): void {
    if (this.#worker !== ended) return;
    this.#worker = undefined;
    for (const timer of this.#givenUp.values()) clearTimeout(timer);
    this.#givenUp.clear();
    for (const number of this.#requests.keys()) {
      const request = this.#take(number);
      if (error === undefined) request?.resolve({ kind: "busy" });
      else request?.reject(error);
    }
  }
}

function send(worker: Worker, message: ToMaker): void {
  worker.postMessage(message);
}
