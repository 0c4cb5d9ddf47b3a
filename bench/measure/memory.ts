import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Daemon } from "../machine/daemon.ts";
import { familyOf, pssBytes } from "../machine/processes.ts";
import { loadWithWrk } from "../machine/wrk.ts";

const HOT_SECONDS = 20;

/**
 * Copies Node into a directory, for daemons whose memory is read, and returns its path. PSS counts in parts what several processes
 * map, and the bench runs on Node as well: that would take half of Node's own pages off the daemon.
 */
export function copyNode(directory: string): string {
  const path = join(directory, "node");
  copyFileSync(process.execPath, path);
  return path;
}

/** Memory of all processes of a daemon (PSS), in megabytes. */
export function megabytesOf({ pid }: Daemon): number {
  return familyOf(pid).reduce((sum, member) => sum + pssBytes(member), 0) / 1e6;
}

/** The same once a second while it is kept as busy as it can be. Needs wrk. */
export async function megabytesWhileHot(daemon: Daemon): Promise<number[]> {
  const url = `${daemon.url}/feeds/all/rss.xml`;
  const load = loadWithWrk({ url, headers: { "Accept-Encoding": "br" }, seconds: HOT_SECONDS });
  const samples: number[] = [];
  for (let second = 1; second < HOT_SECONDS; second++) {
    await pause(1000);
    samples.push(megabytesOf(daemon));
  }
  await load;
  return samples;
}
