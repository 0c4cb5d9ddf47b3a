import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * What an operator asks of a daemon through a file in the data directory: the command writes it, the daemon
 * takes it away once it has done what it says.
 */
export type ControlFile = "accept-deletions" | "accept-ids";

export function isAsked(dataDirectory: string, name: ControlFile): boolean {
  return existsSync(join(dataDirectory, name));
}

/**
 * How many lost files the operator accepted, none without a control file. The command writes what was held when it was
 * called, so that an archive that vanishes afterwards is held back all the same. An empty file accepts any number.
 */
export function acceptedLosses(dataDirectory: string): number {
  if (!isAsked(dataDirectory, "accept-deletions")) return 0;
  const count = Number.parseInt(readFileSync(join(dataDirectory, "accept-deletions"), "utf8"), 10);
  return Number.isNaN(count) ? Number.POSITIVE_INFINITY : count;
}

export function markDone(dataDirectory: string, name: ControlFile): void {
  rmSync(join(dataDirectory, name), { force: true });
}
