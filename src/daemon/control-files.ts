import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";

/**
 * What an operator asks of a daemon through an empty file in the data directory: the command writes it, the daemon
 * takes it away once it has done what it says.
 */
export type ControlFile = "accept-deletions" | "accept-ids";

export function isAsked(dataDirectory: string, name: ControlFile): boolean {
  return existsSync(join(dataDirectory, name));
}

export function markDone(dataDirectory: string, name: ControlFile): void {
  rmSync(join(dataDirectory, name), { force: true });
}
