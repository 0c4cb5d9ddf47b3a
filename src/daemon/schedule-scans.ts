import { schedule, setLogger } from "node-cron";
import type { Logger } from "../observe/logger.ts";
import { createScanPace } from "./scan-pace.ts";

export interface ScanSchedule {
  /** Notes what a scan cost, so that the next one is not due too soon. */
  ran(workMs: number): void;
  stop(): void;
}

/**
 * Calls `onDue` by a cron expression in the machine's time zone; a tick is left out while scanning would take more
 * than its share of the machine.
 */
export function scheduleScans(expression: string, logger: Logger, now: () => Date, onDue: () => void): ScanSchedule {
  setLogger({
    debug: (message) => logger.debug(String(message)),
    info: (message) => logger.debug(String(message)),
    warn: (message) => logger.warn(String(message)),
    error: (message, err) => logger.error(String(message), { err }),
  });
  const pace = createScanPace();
  const task = schedule(
    expression,
    () => {
      if (pace.isDue(now().getTime())) onDue();
    },
    { name: "scan", noOverlap: true },
  );
  return {
    ran: (workMs) => pace.ran(now().getTime(), workMs),
    stop: () => void task.stop(),
  };
}
