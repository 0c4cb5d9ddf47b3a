import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";

export interface SteadyLoad {
  /** Ends the load; resolves with all latencies in milliseconds. Throws where a request was not answered with 200. */
  stop(): Promise<readonly number[]>;
}

/** Starts a process of its own that asks for these addresses in turn, so many times a second. */
export function startSteadyLoad(urls: readonly string[], perSecond: number): SteadyLoad {
  const script = join(import.meta.dirname, "../children/steady-load.ts");
  const child = spawn(process.execPath, [script, String(perSecond), ...urls], { stdio: ["pipe", "pipe", "inherit"] });
  const printed = text(child.stdout);
  return {
    async stop() {
      child.stdin.end("stop\n");
      if (child.exitCode === null) await once(child, "exit");
      const { latencies, failures }: { latencies: number[]; failures: string[] } = JSON.parse(await printed);
      if (failures.length > 0) throw new Error(`requests failed: ${failures.join(", ")}`);
      return latencies;
    },
  };
}
