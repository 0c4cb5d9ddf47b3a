import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { spawnDaemon, type DaemonProcess } from "../daemon-process.ts";

export type Readiness = Readonly<Record<string, unknown>>;

/** Of what a daemon printed, as much as tells why it ended. */
const LAST_WORDS = 4000;

/** A daemon that is ended and started over and over. */
export class KeptDaemon {
  readonly #args: readonly string[];
  readonly #onEnd: (lastWords: string) => void;
  readonly #env: Readonly<Record<string, string>>;
  #daemon: DaemonProcess | undefined;
  #isUp = false;
  #epoch = 0;
  #lastWords = "";

  /** `onEnd` is told when it ends without having been asked to, with what it printed last. */
  constructor(args: readonly string[], onEnd: (lastWords: string) => void, env: Readonly<Record<string, string>> = {}) {
    this.#args = args;
    this.#onEnd = onEnd;
    this.#env = env;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Another number whenever answers may be cut off. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Starts it, where it does not run; waits until it has scanned. */
  async start(workers: number): Promise<void> {
    const onSpawned = (child: ChildProcess): void => this.#listen(child);
    const surroundings = { onSpawned, env: this.#env };
    const started = await spawnDaemon([...this.#args, "--workers", String(workers)], "Pages: ", surroundings);
    this.#daemon = started;
    this.#isUp = true;
    void this.#tellOfEnd(started);
    this.#epoch += 1;
  }

  async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    this.#isUp = false;
    this.#epoch += 1;
    const { process: child, exited } = this.#running();
    child.kill(signal);
    await exited;
    this.#daemon = undefined;
  }

  hangUp(): void {
    this.#running().signal("SIGHUP");
  }

  /** Kills one of its workers, if it has any, and waits for another. */
  async killWorker(): Promise<boolean> {
    const { pid } = this.#running().process;
    const workers = workersOf(pid);
    const [first] = workers;
    if (workers.length < 2 || first === undefined) return false;
    this.#isUp = false;
    this.#epoch += 1;
    process.kill(first, "SIGKILL");
    for (let left = workers; left.length < 2 || left.includes(first); left = workersOf(pid)) await pause(20);
    this.#epoch += 1;
    this.#isUp = true;
    return true;
  }

  /** Waits until readiness is as told. */
  async until(isAwaited: (said: Readiness) => boolean): Promise<void> {
    for (;;) {
      const said: Readiness = JSON.parse(await this.text("/readyz"));
      if (isAwaited(said)) return;
      await pause(50);
    }
  }

  text(path: string): Promise<string> {
    return this.#running().text(path);
  }

  fetch(path: string): Promise<Response> {
    return this.#running().fetch(path);
  }

  #running(): DaemonProcess {
    if (this.#daemon === undefined) throw new Error("the daemon does not run");
    return this.#daemon;
  }

  #listen({ stdout, stderr }: ChildProcess): void {
    for (const stream of [stdout, stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#lastWords = (this.#lastWords + chunk.toString()).slice(-LAST_WORDS);
      });
    }
  }

  /** Tells of a daemon that ended though nobody asked it to. */
  async #tellOfEnd(started: DaemonProcess): Promise<void> {
    await started.exited;
    if (this.#daemon === started && this.#isUp) this.#onEnd(this.#lastWords);
  }
}

/** Processes, not threads, that a daemon has started. */
function workersOf(pid = 0): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
}
