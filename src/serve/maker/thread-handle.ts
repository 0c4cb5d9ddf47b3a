import { Worker } from "node:worker_threads";
import { locationOf, type CatalogLocation } from "../../catalog/open-catalog.ts";
import { threadUrl } from "../../lib/thread.ts";
import { searchFeedName } from "../../model/feed.ts";
import type { DocumentAddress } from "../../model/addresses.ts";
import type { FinishedDocument, Made } from "../../model/document.ts";
import type { DeltaAddress } from "../../model/feed-version.ts";
import type { FromMaker, ToMaker } from "../messages.ts";
import { FairQueue } from "./fair-queue.ts";

/** Searches, and as many of all else, that may wait. */
const MAX_WAITING = 200;
/** The thread itself bounds what work it does; one that has not answered after so long, however busy the machine, hangs. */
const HANGS_MS = 60_000;
/** A thread that does not leave off so soon is ended. */
const LEAVE_OFF_MS = 5000;
/** A thread that was asked for nothing for so long is ended, and its memory given back. */
const IDLE_MS = 5 * 60_000;

interface Request extends PromiseWithResolvers<Made<FinishedDocument>> {
  readonly number: number;
  readonly client: string;
  readonly address: DocumentAddress | DeltaAddress;
}

/** Requests of a kind, of which one is under way at a time. */
class Lane {
  readonly waiting = new FairQueue<Request>();
  underWay: Request | undefined;
  /** Ends the patience with the one under way. */
  patience: NodeJS.Timeout | undefined;
}

/**
 * The thread of a maker, started when it is first needed: a server of feeds alone never has one. It is given a search and
 * something else at a time: a search leaves it turns, so that nothing but searches waits for searches. tinypool 2.2 and
 * piscina 5.3 were tried in its place: what waits behind a task that is given up is never answered there.
 */
export class MakerThread {
  readonly #catalog: CatalogLocation;
  readonly #searches = new Lane();
  readonly #others = new Lane();
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #numbers = 0;

  constructor(catalog: CatalogLocation) {
    this.#catalog = locationOf(catalog);
  }

  /** The number of requests that are not answered yet, searches left out. */
  get othersWaiting(): number {
    return this.#others.waiting.size + Number(this.#others.underWay !== undefined);
  }

  /**
   * Rejects where making fails, or the thread ends by itself. Clients take turns. Where too many requests wait, those that
   * ask most are answered busy.
   *
   * @param givenUp Aborted once nobody waits for the answer any more.
   */
  make(address: DocumentAddress | DeltaAddress, client: string, givenUp: AbortSignal): Promise<Made<FinishedDocument>> {
    const request = { ...Promise.withResolvers<Made<FinishedDocument>>(), number: ++this.#numbers, client, address };
    const lane = isSearch(address) ? this.#searches : this.#others;
    lane.waiting.add(client, request);
    givenUp.addEventListener("abort", () => this.#giveUp(request, lane), { once: true });
    if (lane.waiting.size > MAX_WAITING) lane.waiting.dropLast()?.resolve({ kind: "busy" });
    this.#goOn(lane);
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
    this.#worker = undefined;
    for (const { underWay } of this.#lanes()) if (underWay !== undefined) this.#send(underWay);
    void former.terminate();
  }

  /** Ends the thread. What waits is answered busy. */
  stop(): void {
    clearTimeout(this.#idle);
    this.refuseWaiting();
    this.#terminate();
  }

  /** Answers busy what has not begun. */
  refuseWaiting(): void {
    for (const { waiting } of this.#lanes()) {
      for (let request = waiting.next(); request !== undefined; request = waiting.next()) {
        request.resolve({ kind: "busy" });
      }
    }
  }

  #lanes(): readonly Lane[] {
    return [this.#others, this.#searches];
  }

  #goOn(lane: Lane): void {
    if (lane.underWay !== undefined) return;
    const request = lane.waiting.next();
    if (request === undefined) return this.#rest();
    clearTimeout(this.#idle);
    lane.underWay = request;
    lane.patience = setTimeout(() => this.#giveUp(request, lane), HANGS_MS).unref();
    this.#send(request);
  }

  #send({ number, address }: Request): void {
    send((this.#worker ??= this.#start()), { kind: "make", number, address });
  }

  /** The thread ends when it has had nothing to do for long. */
  #rest(): void {
    if (this.#lanes().some(({ underWay }) => underWay !== undefined)) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.stop(), IDLE_MS).unref();
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
    const lane = this.#lanes().find(({ underWay }) => underWay?.number === answer.number);
    if (lane === undefined) return;
    const request = takeUnderWay(lane);
    if ("failure" in answer) request?.reject(new Error(answer.failure));
    else request?.resolve(answer.made);
    this.#goOn(lane);
  }

  /** One that has begun keeps its lane until the thread leaves off, which it does at its next step, and answers. */
  #giveUp(request: Request, lane: Lane): void {
    request.resolve({ kind: "too-broad" });
    lane.waiting.remove(request.client, request);
    if (lane.underWay !== request || this.#worker === undefined) return;
    send(this.#worker, { kind: "give-up", number: request.number });
    clearTimeout(lane.patience);
    lane.patience = setTimeout(() => this.#terminate(), LEAVE_OFF_MS).unref();
  }

  #terminate(): void {
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#end(worker);
    void worker.terminate();
  }

  /** What waits goes to another thread. */
  #end(ended: Worker, error?: Error): void {
    if (this.#worker !== ended) return;
    this.#worker = undefined;
    for (const lane of this.#lanes()) {
      const request = takeUnderWay(lane);
      if (error === undefined) request?.resolve({ kind: "busy" });
      else request?.reject(error);
    }
    for (const lane of this.#lanes()) if (lane.waiting.size > 0) this.#goOn(lane);
  }
}

function takeUnderWay(lane: Lane): Request | undefined {
  const { underWay } = lane;
  clearTimeout(lane.patience);
  lane.underWay = undefined;
  return underWay;
}

/** What may have to look at every text. */
function isSearch(address: DocumentAddress | DeltaAddress): boolean {
  if (address.kind === "search-page") return address.query !== undefined;
  return address.kind === "feed" && (address.variant.name === searchFeedName || address.asked?.q !== undefined);
}

function send(worker: Worker, message: ToMaker): void {
  worker.postMessage(message);
}
