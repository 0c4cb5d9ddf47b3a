import cluster, { type Worker } from "node:cluster";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { Config } from "../../config/config.ts";
import { removeStaleSocket } from "../../http/listen.ts";
import type { Logger } from "../../observe/logger.ts";
import type { ServingReport } from "../../observe/reports.ts";
import type { ForServing, FromWorker, ToWorker } from "../../daemon/messages.ts";
import type { Serving } from "../serving.ts";
import { threadUrl } from "../../lib/thread.ts";

/** A worker that lived less than this died of something that will be there the next time, too. */
const SHORT_LIFE_MS = 5000;

/** A worker that does not answer within this has its counts in the next report. */
const REPORT_MS = 1000;

/**
 * Serves from several processes that share one listener; all of them read the one catalog, so that all give the same
 * bytes and tags. A worker that dies is replaced, and on SIGHUP each one in turn, the new one answering before the old one
 * stops. This process distributes connections and answers none.
 */
export function createWorkerPool(config: Config, logger: Logger): Serving {
  let isClosing = false;
  let replaced: Promise<unknown> = Promise.resolve();
  /** What a worker that starts later has to be told. */
  const latest = new Map<ForServing["kind"], ForServing>();

  cluster.setupPrimary({
    exec: fileURLToPath(threadUrl("worker-process", import.meta.url)),
    args: [],
    serialization: "advanced",
  });

  function start(): Promise<AddressInfo | string> {
    const worker = cluster.fork();
    const startedAt = performance.now();
    const replaceEnded = (why: string | number): void => {
      if (!isShort()) return;
      const livedMs = performance.now() - startedAt;
      logger.error(`a worker ended (${why}) and is replaced`, { pid: worker.process.pid ?? 0 });
      setTimeout(restart, livedMs < SHORT_LIFE_MS ? SHORT_LIFE_MS : 0);
    };
    worker.once("exit", (code, signal) => replaceEnded(signal ?? code));
    return new Promise((resolve, reject) => {
      worker.once("exit", () => reject(new Error("A worker ended before it could serve.")));
      worker.on("error", (err) => {
        // What is sent to one that has just died goes nowhere, and its exit is still to come. One that has no process has none.
        if (worker.process.pid !== undefined) return logger.debug("a worker was not reached", { err });
        replaceEnded(err.message);
        reject(err);
      });
      worker.on("message", (message: FromWorker) => {
        if (message.kind === "report") return;
        if (message.kind === "refused") return reject(new Error(message.message));
        resolve(message.address);
      });
      send(worker, { kind: "start", config });
      // It has its documents before it listens: listening takes an answer of this process.
      for (const told of latest.values()) send(worker, told);
    });
  }

  /** Whether a worker is missing. While one takes another's place there is one too many, and either may end. */
  function isShort(): boolean {
    return !isClosing && workers().length < config.workers;
  }

  function restart(): void {
    // One that fails again is started again by its own exit.
    if (isShort()) start().catch(() => undefined);
  }

  async function replace(worker: Worker): Promise<void> {
    if (isClosing || worker.isDead()) return;
    await start();
    if (worker.isDead()) return;
    const exited = new Promise((resolve) => worker.once("exit", resolve));
    send(worker, { kind: "stop" });
    await exited;
  }

  async function replaceEach(): Promise<void> {
    for (const worker of workers()) await replace(worker);
    logger.info("the workers were replaced", { count: config.workers });
  }

  process.on("SIGHUP", () => {
    // Where one does not start, the ones that are there go on.
    replaced = replaced
      .then(replaceEach)
      .catch((err: unknown) => logger.error("the workers could not be replaced", { err }));
  });

  return {
    async listen() {
      if ("path" in config.listen) await removeStaleSocket(config.listen.path);
      const addresses = await Promise.all(Array.from({ length: config.workers }, start));
      const [address = ""] = addresses;
      return address;
    },
    take(message) {
      // A worker that comes later reads all documents; that is what "opened" tells it to do.
      if (message.kind === "published") latest.set("opened", { kind: "opened", edition: message.edition });
      else latest.set(message.kind, message);
      for (const worker of workers()) send(worker, message);
    },
    reports: async () => (await Promise.all(workers().map(askForReport))).filter((report) => report !== undefined),
    async close() {
      isClosing = true;
      const exited = workers().map((worker) => new Promise((resolve) => worker.once("exit", resolve)));
      for (const worker of workers()) send(worker, { kind: "stop" });
      await Promise.all(exited);
    },
  };
}

function workers(): Worker[] {
  return Object.values(cluster.workers ?? {})
    .filter((worker) => worker !== undefined)
    .filter((worker) => !worker.isDead());
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
