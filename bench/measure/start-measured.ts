import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { startDaemon, type Daemon, type DaemonOptions } from "../machine/daemon.ts";

export type MeasuredDaemon = Pick<DaemonOptions, "seeds" | "data" | "port" | "core" | "program" | "args">;

/** Starts a daemon for the measurement of this name. It is stopped at the latest when the run ends. */
export async function startMeasured(bench: Bench, name: string, how: MeasuredDaemon): Promise<Daemon> {
  const logFile = join(bench.directory(`log-${name}`), "serve.log");
  const daemon = await startDaemon({ ...how, logFile, nodeArgs: bench.nodeArgs(name) });
  bench.onClose(daemon);
  return daemon;
}
