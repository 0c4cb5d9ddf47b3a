import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { afterAll } from "vitest";
import { spawnDaemon, type DaemonProcess, type DaemonSurroundings } from "../daemon-process.ts";

export type { DaemonProcess } from "../daemon-process.ts";

/** What no test has ended by itself ends with the file. */
const running = new Set<ChildProcess>();

afterAll(async () => {
  await Promise.all(
    Array.from(running, async (child) => {
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    }),
  );
});

/** Starts a daemon, and waits for `until`: without it, what its first scan found. */
export function startDaemon(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  until = "Found ",
): Promise<DaemonProcess> {
  return startDaemonWithin({ env }, args, until);
}

export function startDaemonWithin(
  surroundings: DaemonSurroundings,
  args: readonly string[],
  until = "Found ",
): Promise<DaemonProcess> {
  return spawnDaemon(args, until, { ...surroundings, onSpawned: endWithFile });
}

function endWithFile(child: ChildProcess): void {
  running.add(child);
  child.once("exit", () => running.delete(child));
}
