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

export function createKeptDaemon(args: readonly string[]): KeptDaemon {
  let daemon: DaemonProcess | undefined;
  let isUp = false;
  let epoch = 0;
  const running = (): DaemonProcess => {
    if (daemon === undefined) throw new Error("the daemon does not run");
    return daemon;
  };

  return {
    async start(workers) {
      daemon = await spawnDaemon([...args, "--workers", String(workers)], "Pages: ");
      isUp = true;
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
      await running().line("is replaced");
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
