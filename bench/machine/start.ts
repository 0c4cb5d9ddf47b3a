import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { availableParallelism } from "node:os";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";

export interface Started {
  readonly pid: number;
  /** Ends it with SIGTERM and waits for the end. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** The only core it may run on. Ignored where there is but one. */
  readonly core?: number;
  /** Gets what it prints. */
  readonly logFile: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a program in the background. */
export function start(command: readonly string[], { core, logFile, env }: StartOptions): Started {
  const [program = "", ...args] = pinned(command, core);
  const log = openSync(logFile, "a");
  const child = spawn(program, args, { stdio: ["ignore", log, log], env: { ...process.env, ...env } });
  closeSync(log);
  const exited = once(child, "exit");
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} could not be started`);
  return {
    pid,
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}

/** `taskset` becomes the program it starts, so that the process id is the program's. */
export function pinned(command: readonly string[], core?: number): readonly string[] {
  return core === undefined || availableParallelism() < 2 ? command : ["taskset", "-c", String(core), ...command];
}

/** Calls until something comes of it. Throws after a minute. */
export async function until<T>(attempt: () => Promise<T | undefined>, everyMs: number, withinMs = 60_000): Promise<T> {
  const end = performance.now() + withinMs;
  while (performance.now() < end) {
    const result = await attempt();
    if (result !== undefined) return result;
    await pause(everyMs);
  }
  throw new Error("what was waited for did not come");
}
