import { createLogger } from "../../observe/logger.ts";
import type { FromWorker, ToWorker } from "../../daemon/messages.ts";
import { createServing, type Serving } from "../serving.ts";

/** One of the processes of a worker pool. The pool tells it when to stop; it ends by itself when the pool is gone. */
let serving: Serving | undefined;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
process.on("disconnect", () => process.exit(1));
process.on("message", (message: ToWorker) => {
  if (message.kind === "start") void start(message.config);
  else if (message.kind === "stop") void stop();
  else if (message.kind === "report") void report();
  else serving?.take(message);
});

type StartConfig = Extract<ToWorker, { kind: "start" }>["config"];

async function start(config: StartConfig): Promise<void> {
  serving = createServing(config, createLogger({ level: config.logLevel, format: config.logFormat }), true);
  try {
    tell({ kind: "listening", address: await serving.listen() });
  } catch (error) {
    tell({ kind: "refused", message: error instanceof Error ? error.message : String(error) });
  }
}

async function report(): Promise<void> {
  for (const each of (await serving?.reports()) ?? []) tell({ kind: "report", report: each });
}

async function stop(): Promise<void> {
  await serving?.close();
  process.exit(0);
}

function tell(message: FromWorker): void {
  process.send?.(message);
}
