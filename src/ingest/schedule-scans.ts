import { createTask, setLogger } from "node-cron";
import type { Logger } from "../observe/logger.ts";
import { createScanPace } from "./scan-pace.ts";

export interface ScanSchedule {
  /** Asks for a scan because of what was seen. However often it is asked for, one scan answers all before it. */
  request(): void;
  /** Notes that a scan begins: what is asked for from now on takes another. */
  began(): void;
  /** Notes what the last scan cost, in processor time, so that the next one is not due too soon. */
  ran(workMs: number): void;
  /** Notes what cleaning up after it cost. */
  alsoTook(workMs: number): void;
  stop(): void;
}

/** Scheduled scans may take this share of one core in the long run; with what else is done idly, less than a hundredth. */
const SCHEDULED_SHARE = 0.008;
/** Scans that are asked for, while a large archive keeps losing files one by one. */
const REQUESTED_SHARE = 0.1;

/** How long a clock that jumped may go unnoticed. */
const LONGEST_SLEEP_MS = 60_000;

/**
 * Calls `onDue` by a cron expression in the machine's time zone, and when a scan is asked for; never again before the
 * scan has begun. A tick is left out while scanning would take more than its share of the machine.
 */
export function scheduleScans(expression: string, logger: Logger, onDue: () => void): ScanSchedule {
  setLogger({
    debug: (message) => logger.debug(String(message)),
    info: (message) => logger.debug(message),
    // A tick that was missed while files were read: the next one makes up for it.
    warn: (message) => logger.debug(message),
    error: (message, err) => logger.error(String(message), { err }),
  });
  const scheduled = createScanPace(SCHEDULED_SHARE);
  const requested = createScanPace(REQUESTED_SHARE);
  let isDue = false;
  let timer: NodeJS.Timeout | undefined;

  function due(): void {
    clearTimeout(timer);
    timer = undefined;
    if (isDue) return;
    isDue = true;
    onDue();
  }

  // A task that runs by itself makes up for every tick between two times of the clock, which hangs when that jumps.
  const task = createTask(expression, () => undefined, { name: "scan" });
  let ticking: NodeJS.Timeout | undefined;
  function awaitTick(): void {
    const next = task.getNextRuns(1)[0]?.getTime() ?? Number.POSITIVE_INFINITY;
    ticking = setTimeout(
      () => {
        if (Date.now() >= next && scheduled.waitMs(performance.now()) === 0) due();
        awaitTick();
      },
      Math.min(Math.max(next - Date.now(), 1), LONGEST_SLEEP_MS),
    );
  }
  awaitTick();

  return {
    request() {
      if (!isDue) timer ??= setTimeout(due, requested.waitMs(performance.now()));
    },
    began() {
      isDue = false;
    },
    ran(workMs) {
      scheduled.ran(performance.now(), workMs);
      requested.ran(performance.now(), workMs);
    },
    alsoTook(workMs) {
      scheduled.alsoTook(workMs);
      requested.alsoTook(workMs);
    },
    stop() {
      clearTimeout(timer);
      clearTimeout(ticking);
      void task.destroy();
    },
  };
}
