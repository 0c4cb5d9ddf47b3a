import type { HubAnswer, HubRequest } from "../../model/hub.ts";
import { createLogger } from "../../observe/logger.ts";
import type { FromWorker, ServeOptions, ToWorker } from "../messages.ts";
import { DocumentServer } from "../serving.ts";
import { messageOf } from "../../lib/message-of.ts";

/** One process of a worker pool. It stops when the pool says so, or when the pool is gone. */
let server: DocumentServer | undefined;
const asked = new Map<number, (answer: HubAnswer) => void>();
let numbers = 0;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);
process.on("disconnect", () => process.exit(1));
process.on("message", (message: ToWorker) => {
  if (message.kind === "start") void start(message.options);
  else if (message.kind === "stop") void stop();
  else if (message.kind === "exit") process.exit(0);
  else if (message.kind === "report") void report();
  else if (message.kind === "hub-answer") takeAnswer(message.number, message.answer);
  else server?.tell(message);
});

async function start(options: ServeOptions): Promise<void> {
  server = new DocumentServer(options, createLogger(options.log), {
    isWorker: true,
    ...(options.isHub && { askHub }),
  });
  try {
    tell({ kind: "listening", address: await server.listen() });
  } catch (error) {
    tell({ kind: "refused", message: messageOf(error) });
  }
}

/** The primary process has the hub. */
function askHub(request: HubRequest): Promise<HubAnswer> {
  const number = ++numbers;
  return new Promise((resolve) => {
    asked.set(number, resolve);
    tell({ kind: "ask-hub", number, request });
  });
}

function takeAnswer(number: number, answer: HubAnswer): void {
  asked.get(number)?.(answer);
  asked.delete(number);
}

async function report(): Promise<void> {
  for (const each of (await server?.reports()) ?? []) tell({ kind: "report", report: each });
}

/** This process must live until a connection that is being handed over is back with the pool. */
async function stop(): Promise<void> {
  await server?.close();
  tell({ kind: "closed" });
}

function tell(message: FromWorker): void {
  process.send?.(message);
}
