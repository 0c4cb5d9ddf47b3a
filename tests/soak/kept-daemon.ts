import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { spawnDaemon, type DaemonProcess } from "../daemon-process.ts";

/** A daemon that is ended and started over and over. */
export interface KeptDaemon {
  /** Starts it, where it does not run; waits until it has scanned. */
  start(workers: number): Promise<void>;
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  hangUp(): void;
  /** Kills one of its workers, if it has any, and waits for another. */
  killWorker(): Promise<boolean>;
  /** Waits until readiness is as told. */
  until(isAwaited: (said: Readiness) => boolean): Promise<void>;
  text(path: string): Promise<string>;
  fetch(path: string): Promise<Response>;
  readonly isUp: () => boolean;
  /** Another number whenever answers may be cut off. */
  readonly epoch: () => number;
}

export type Readiness = Readonly<Record<string, unknown>>;

/** Of what a daemon printed, as much as tells why it ended. */
const LAST_WORDS = 4000;

/** `onEnd` is told when it ends without having been asked to, with what it printed last. */
export function createKeptDaemon(args: readonly string[], onEnd: (lastWords: string) => void): KeptDaemon {
  let daemon: DaemonProcess | undefined;
  let isUp = false;
  let epoch = 0;
  let lastWords = "";
  function listen({ stdout, stderr }: ChildProcess): void {
    for (const stream of [stdout, stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        lastWords = (lastWords + chunk.toString()).slice(-LAST_WORDS);
      });
    }
  }

  /** Tells of a daemon that ended though nobody asked it to. */
  async function tellOfEnd(started: DaemonProcess): Promise<void> {
    await started.exited;
    if (daemon === started && isUp) onEnd(lastWords);
  }

  const running = (): DaemonProcess => {
    if (daemon === undefined) throw new Error("the daemon does not run");
    return daemon;
  };

  return {
    async start(workers) {
      const started = await spawnDaemon([...args, "--workers", String(workers)], "Pages: ", { onSpawned: listen });
      daemon = started;
      isUp = true;
      void tellOfEnd(started);
      epoch += 1;
    },
    async end(signal) {
      isUp = false;
      epoch += 1;
      const { process: child, exited } = running();
      child.kill(signal);
      await exited;
      daemon = undefined;
    },
    hangUp: () => running().signal("SIGHUP"),
    async killWorker() {
      const workers = workersOf(running().process.pid);
      const [first] = workers;
      if (workers.length < 2 || first === undefined) return false;
      isUp = false;
      epoch += 1;
      process.kill(first, "SIGKILL");
      for (let left = workers; left.length < 2 || left.includes(first); left = workersOf(running().process.pid))
        await pause(20);
      epoch += 1;
      isUp = true;
      return true;
    },
    async until(isAwaited) {
      for (;;) {
        const said: Readiness = JSON.parse(await running().text("/readyz"));
        if (isAwaited(said)) return;
        await pause(50);
      }
    },
    text: (path) => running().text(path),
    fetch: (path) => running().fetch(path),
    isUp: () => isUp,
    epoch: () => epoch,
  };
}

/** Processes, not threads, that a daemon has started. */
function workersOf(pid = 0): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
}
