import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { threadUrl } from "../lib/thread.ts";
import type { HubAnswer, HubRequest } from "../model/hub.ts";
import type { Logger } from "../observe/logger.ts";
import type { ArchiveNews } from "./ingest-messages.ts";
import type { FromPush, PushNews, PushOptions, ToPush } from "./push-messages.ts";

/** Longer than a delivery under way takes. */
const STOP_MS = 7000;
/** A process that ended by itself is started again after this: what ended it may be there still. */
const RESTART_MS = 5000;
/** The threads of the process, most of which look up names: as many as may be under way at once. */
const THREADS = 64;

const notNow: HubAnswer = { status: 503, message: "This hub is only starting. Try again in a minute." };

/** The daemon's end of the process that tells others what is new. Where that ends, nothing but pushing does. */
export class Push {
  readonly #options: PushOptions;
  readonly #logger: Logger;
  readonly #onNews: (news: PushNews) => void;
  readonly #asked = new Map<number, (answer: HubAnswer) => void>();
  #child: ChildProcess | undefined;
  #isOpened = false;
  #numbers = 0;
  #restart: NodeJS.Timeout | undefined;
  #isStopping = false;

  /** @param onNews Told of what was delivered. */
  constructor(options: PushOptions, logger: Logger, onNews: (news: PushNews) => void) {
    this.#options = options;
    this.#logger = logger;
    this.#onNews = onNews;
  }

  /** Starts the process, as it does again where that ends by itself. */
  start(): void {
    const child = fork(fileURLToPath(threadUrl("push-process", import.meta.url)), {
      serialization: "advanced",
      env: { ...process.env, UV_THREADPOOL_SIZE: String(THREADS) },
    });
    child.on("message", (message: FromPush) => {
      if (message.kind === "answer") this.#answer(message.number, message.answer);
      else this.#onNews(message);
    });
    // A process that could not be started has no exit.
    child.once("error", (err) => child.pid === undefined && this.#onEnd(err.message));
    child.once("exit", (code, signal) => this.#onEnd(signal ?? code ?? ""));
    this.#child = child;
    this.#send({ kind: "start", options: this.#options });
    // One that comes later looks at everything that was published meanwhile.
    if (this.#isOpened) this.#send({ kind: "opened" });
  }

  /** Takes a request to the hub. Never rejects. */
  ask(request: HubRequest): Promise<HubAnswer> {
    if (this.#child?.connected !== true) return Promise.resolve(notNow);
    const number = ++this.#numbers;
    return new Promise((resolve) => {
      this.#asked.set(number, resolve);
      this.#send({ kind: "ask", number, request });
    });
  }

  take(news: ArchiveNews): void {
    if (news.kind === "opened") {
      this.#isOpened = true;
      this.#send({ kind: "opened" });
    } else if (news.kind === "published") this.#send({ kind: "published", paths: news.paths });
    else if (news.kind === "reloaded") this.#send({ kind: "reloaded", logLevel: news.logLevel });
  }

  /** Resolves when the deliveries under way have ended. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#restart);
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once("exit", resolve));
    this.#send({ kind: "stop" });
    const deadline = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
    await exited;
    clearTimeout(deadline);
  }

  #send(message: ToPush): void {
    if (this.#child?.connected === true) this.#child.send(message, (err) => err !== null && this.#onLost(err));
  }

  /** A process that has just died gets no message, and its exit follows. */
  #onLost(err: Error): void {
    this.#logger.debug("the process that pushes was not reached", { err });
  }

  #answer(number: number, answer: HubAnswer): void {
    this.#asked.get(number)?.(answer);
    this.#asked.delete(number);
  }

  #onEnd(why: string | number): void {
    for (const number of this.#asked.keys()) this.#answer(number, notNow);
    if (this.#isStopping) return;
    this.#logger.error(`the process that pushes ended (${why}) and is started again`);
    this.#restart = setTimeout(() => this.start(), RESTART_MS);
  }
}
