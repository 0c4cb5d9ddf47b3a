import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { spawnDaemon, type DaemonProcess, type DaemonSurroundings } from "../daemon-process.ts";

export type { DaemonProcess } from "../daemon-process.ts";

/** Starts a daemon that ends with the test, and waits for `until`: without it, what its first scan found. */
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
  return spawnDaemon(args, until, { ...surroundings, onSpawned: endWithTest });
}

function endWithTest(child: ChildProcess): void {
  const exited = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
}
