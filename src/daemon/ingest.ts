import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { threadUrl } from "../lib/thread.ts";
import type { Answer, ArchiveCommand } from "./commands.ts";
import type { ArchiveNews, FromIngestThread, IngestThreadData, ToIngestThread } from "./ingest-messages.ts";

/**
 * A thread that hangs on a dead disk is ended after this, so that the daemon ends within ten seconds; the catalog and the
 * ledger survive that as they do a crash.
 */
const STOP_MS = 9000;

/** The daemon's end of the ingest thread. */
export class Ingest {
  /** Rejects when the thread ends without having been asked to, or cannot begin its work. */
  readonly failed: Promise<never>;
  readonly #worker: Worker;
  readonly #exited: Promise<unknown>;
  readonly #onNews: (news: ArchiveNews) => void;
  readonly #failure = Promise.withResolvers<never>();
  readonly #commands = new Map<number, (answer: Answer) => void>();
  #numbers = 0;
  #ponged = Promise.withResolvers<void>();
  #isStopping = false;

  /** Starts the thread. `onNews` is called with everything it has to tell. */
  constructor(data: IngestThreadData, onNews: (news: ArchiveNews) => void) {
    this.failed = this.#failure.promise;
    this.#onNews = onNews;
    this.#worker = new Worker(threadUrl("ingest-thread", import.meta.url), { workerData: data });
    this.#exited = once(this.#worker, "exit").catch(() => undefined);
    this.#worker.on("message", (message: FromIngestThread) => this.#take(message));
    this.#worker.once("error", this.#failure.reject);
    this.#worker.once("exit", (code) => this.#onExit(code));
  }

  /** Resolves when the thread takes its next turn; never, where it does no more. */
  ping(): Promise<void> {
    this.#ponged = Promise.withResolvers();
    this.#send({ kind: "ping" });
    return this.#ponged.promise;
  }

  /** Resolves with the effect of a command once there is one, or why it failed. */
  carryOut(command: ArchiveCommand): Promise<Answer> {
    const number = ++this.#numbers;
    return new Promise((resolve) => {
      this.#commands.set(number, resolve);
      this.#send({ kind: "command", number, command });
    });
  }

  /** Resolves when the thread has finished what it was writing and closed the catalog. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#send({ kind: "stop" });
    const deadline = setTimeout(() => void this.#worker.terminate(), STOP_MS);
    await this.#exited;
    clearTimeout(deadline);
  }

  #send(message: ToIngestThread): void {
    this.#worker.postMessage(message);
  }

  #take(message: FromIngestThread): void {
    if (message.kind === "pong") this.#ponged.resolve();
    else if (message.kind === "refused") this.#failure.reject(new Error(message.message));
    else if (message.kind === "answer") this.#answer(message.number, message.answer);
    else this.#onNews(message);
  }

  #answer(number: number, answer: Answer): void {
    this.#commands.get(number)?.(answer);
    this.#commands.delete(number);
  }

  #onExit(code: number): void {
    if (!this.#isStopping) this.#failure.reject(new Error(`The ingest thread ended by itself, with code ${code}.`));
    for (const number of this.#commands.keys()) this.#answer(number, { failure: "feedmill was stopped before that" });
  }
}
