import cluster, { type Worker } from "node:cluster";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { removeStaleSocket } from "../../http/listen.ts";
import { threadUrl } from "../../lib/thread.ts";
import type { AskHub } from "../../model/hub.ts";
import type { Logger } from "../../observe/logger.ts";
import type { ServingReport } from "../../observe/reports.ts";
import type { FromWorker, ServeOptions, ServingNews, ToWorker } from "../messages.ts";
import type { Serving } from "../serving.ts";

/** A worker that lived less than this died of something that will be there the next time, too. */
const SHORT_LIFE_MS = 5000;

/** A worker that does not answer within this has its counts in the next report. */
const REPORT_MS = 1000;

/**
 * Serves from several processes that share one listener; all of them read the one catalog, so that all give the same
 * bytes and tags. A worker that dies is replaced, and with `renew` each one in turn, the new one answering before the old one
 * stops. This process distributes connections and answers none.
 */
export class WorkerPool implements Serving {
  readonly #options: ServeOptions;
  readonly #logger: Logger;
  readonly #askHub: AskHub | undefined;
  /** The latest news of each kind, for workers that start later. */
  readonly #latest = new Map<ServingNews["kind"], ServingNews>();
  #isClosing = false;
  #replaced: Promise<unknown> = Promise.resolve();

  /** @param askHub Takes the subscriptions that workers are asked for; absent where they are not taken. */
  constructor(options: ServeOptions, logger: Logger, askHub?: AskHub) {
    this.#options = options;
    this.#logger = logger;
    this.#askHub = askHub;
    cluster.setupPrimary({
      exec: fileURLToPath(threadUrl("worker-process", import.meta.url)),
      args: [],
      serialization: "advanced",
    });
  }

  renew(): void {
    // The old workers go on where a new one does not start.
    this.#replaced = this.#replaced
      .then(() => this.#replaceEach())
      .catch((err: unknown) => this.#logger.error("the workers could not be replaced", { err }));
  }

  async listen(): Promise<AddressInfo | string> {
    const { listen, workers } = this.#options;
    if ("path" in listen) await removeStaleSocket(listen.path);
    const addresses = await Promise.all(Array.from({ length: workers }, () => this.#start()));
    const [address = ""] = addresses;
    return address;
  }

  async taken(): Promise<void> {
    // Each worker takes what it is sent in order.
  }

  tell(news: ServingNews): void {
    // A worker that comes later reads all documents; that is what "opened" tells it to do.
    if (news.kind === "published") this.#latest.set("opened", { kind: "opened" });
    else this.#latest.set(news.kind, news);
    for (const worker of liveWorkers()) send(worker, news);
  }

  async reports(): Promise<readonly ServingReport[]> {
    const reports = await Promise.all(liveWorkers().map(askForReport));
    return reports.filter((report) => report !== undefined);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all(liveWorkers().map(stop));
  }

  #start(): Promise<AddressInfo | string> {
    const worker = cluster.fork();
    const startedAt = performance.now();
    const replaceEnded = (why: string | number): void => {
      if (!this.#isShort()) return;
      const livedMs = performance.now() - startedAt;
      this.#logger.error(`a worker ended (${why}) and is replaced`, { pid: worker.process.pid ?? 0 });
      setTimeout(() => this.#restart(), livedMs < SHORT_LIFE_MS ? SHORT_LIFE_MS : 0);
    };
    worker.once("exit", (code, signal) => replaceEnded(signal ?? code));
    return new Promise((resolve, reject) => {
      worker.once("exit", () => reject(new Error("A worker ended before it could serve.")));
      worker.on("error", (err) => {
        // A message to a worker that has just died is lost, and its exit follows. A worker without a process has no exit.
        if (worker.process.pid !== undefined) return this.#logger.debug("a worker was not reached", { err });
        replaceEnded(err.message);
        reject(err);
      });
      worker.on("message", (message: FromWorker) => {
        if (message.kind === "report" || message.kind === "closed") return;
        if (message.kind === "ask-hub") return void this.#ask(worker, message);
        if (message.kind === "refused") return reject(new Error(message.message));
        resolve(message.address);
      });
      send(worker, { kind: "start", options: this.#options });
      // It has its documents before it listens: listening takes an answer of this process.
      for (const news of this.#latest.values()) send(worker, news);
    });
  }

  async #ask(worker: Worker, { number, request }: Extract<FromWorker, { kind: "ask-hub" }>): Promise<void> {
    const answer = await this.#askHub?.(request);
    if (answer !== undefined) send(worker, { kind: "hub-answer", number, answer });
  }

  /** True where a worker is missing. While one takes another's place there is one too many, and either may end. */
  #isShort(): boolean {
    return !this.#isClosing && liveWorkers().length < this.#options.workers;
  }

  #restart(): void {
    // One that fails again is started again by its own exit.
    if (this.#isShort()) this.#start().catch(() => undefined);
  }

  async #replaceEach(): Promise<void> {
    for (const worker of liveWorkers()) {
      if (this.#isClosing || worker.isDead()) continue;
      await this.#start();
      if (!worker.isDead()) await stop(worker);
    }
    this.#logger.info("the workers were replaced", { count: this.#options.workers });
  }
}

function liveWorkers(): Worker[] {
  return Object.values(cluster.workers ?? {})
    .filter((worker) => worker !== undefined)
    .filter((worker) => !worker.isDead());
}

/** Resolves when the worker has ended. */
async function stop(worker: Worker): Promise<void> {
  const exited = new Promise((resolve) => worker.once("exit", resolve));
  worker.on("message", ({ kind }: FromWorker) => {
    if (kind === "closed") send(worker, { kind: "exit" });
  });
  send(worker, { kind: "stop" });
  await exited;
}

function askForReport(worker: Worker): Promise<ServingReport | undefined> {
  return new Promise((resolve) => {
    const settle = (report?: ServingReport): void => {
      clearTimeout(deadline);
      worker.off("message", take);
      worker.off("exit", giveUp);
      resolve(report);
    };
    const take = (message: FromWorker): void => {
      if (message.kind === "report") settle(message.report);
    };
    const giveUp = (): void => settle();
    const deadline = setTimeout(giveUp, REPORT_MS);
    worker.on("message", take);
    worker.on("exit", giveUp);
    send(worker, { kind: "report" });
  });
}

function send(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message);
}
