import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { threadUrl } from "../../lib/thread.ts";
import type { Outlets } from "../../outlets/outlets.ts";
import type { FileLook, ReadArticle } from "../read-article.ts";
import type { FromReader, ToReader } from "./reader-messages.ts";

/** Processes that read, each a batch at a time. They are started ahead, or when they are needed. */
export class ReaderProcesses {
  readonly #outlets: Outlets;
  readonly #all: ReaderProcess[] = [];
  readonly #idle: ReaderProcess[] = [];

  constructor(outlets: Outlets) {
    this.#outlets = outlets;
  }

  /** Starts so many processes ahead. Throws where the system starts none. */
  start(processes: number): void {
    for (let started = 0; started < processes; started++) this.#idle.push(this.#add());
  }

  /**
   * Has a process read that reads nothing else. Resolves with one outcome for each look, in their order. Rejects where the
   * process ends before, and where the system starts none.
   */
  async read(looks: readonly FileLook[], now: Date): Promise<readonly ReadArticle[]> {
    const reader = this.#idle.pop() ?? this.#add();
    const results = await reader.read(looks, now);
    this.#idle.push(reader);
    return results;
  }

  /** Ends them all, and what they read. */
  async stop(): Promise<void> {
    await Promise.all(this.#all.map((reader) => reader.stop()));
  }

  #add(): ReaderProcess {
    const reader = new ReaderProcess(this.#outlets);
    this.#all.push(reader);
    return reader;
  }
}

class ReaderProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #answer: PromiseWithResolvers<readonly ReadArticle[]> | undefined;

  /** Throws where the system starts no process. */
  constructor({ all, generic }: Outlets) {
    const entry = fileURLToPath(threadUrl("reader-process", import.meta.url));
    this.#child = fork(entry, { serialization: "advanced" });
    this.#ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.on("message", (results: FromReader) => this.#answer?.resolve(results));
    this.#child.on("error", (error) => this.#fail(error));
    if (this.#child.pid === undefined) throw new Error("no process could be started to read files");
    this.#child.on("exit", () => this.#fail(new Error("A reader process ended before its work did.")));
    this.#send({ kind: "start", outlets: { all, generic } });
  }

  /** One call at a time. */
  read(looks: readonly FileLook[], now: Date): Promise<readonly ReadArticle[]> {
    this.#answer = Promise.withResolvers();
    this.#send({ kind: "read", looks, now });
    return this.#answer.promise;
  }

  async stop(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  #send(message: ToReader): void {
    this.#child.send(message, (error) => error !== null && this.#fail(error));
  }

  #fail(error: Error): void {
    this.#answer?.reject(error);
  }
}
