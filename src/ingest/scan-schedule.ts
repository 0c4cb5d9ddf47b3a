import { schedule, type ScheduledTask } from "node-cron";
import type { Logger } from "../observe/logger.ts";

/** Scheduled scans may work for this share of the time in the long run; with all else that idles, less than a hundredth. */
const SCHEDULED_SHARE = 0.008;
/** Scans that are asked for, while a large archive keeps losing files one by one. */
const REQUESTED_SHARE = 0.1;
const CLOCK_CHECK_MS = 1000;
/** The clock is looked at so long before a tick, too. */
const BEFORE_TICK_MS = 3;

export interface ScanScheduleDeps {
  /** A cron expression, in the machine's time zone. */
  readonly expression: string;
  readonly logger: Logger;
  /** Has a scan done when its turn comes, and resolves when that is over. A scan tells `began` and `ended`. */
  readonly scan: () => Promise<void>;
}

/**
 * Has the archive scanned by a cron expression, and when a scan is asked for because of what was seen. After a scan it
 * rests in proportion to the work that the scan was: ticks meanwhile are left out, and requests wait.
 */
export class ScanSchedule {
  readonly #deps: ScanScheduleDeps;
  #task: ScheduledTask;
  #clockWatch: NodeJS.Timeout | undefined;
  /** The time of the machine's clock less that of a monotonic one. */
  #clockOffsetMs = Date.now() - performance.now();
  #requested: NodeJS.Timeout | undefined;
  /** The last scan, on a monotonic clock. */
  #last = { endedMs: Number.NEGATIVE_INFINITY, costMs: 0 };

  constructor(deps: ScanScheduleDeps) {
    this.#deps = deps;
    this.#task = this.#schedule();
    this.#watchClock();
  }

  /** Asks for a scan. However often it is asked for, one scan answers all before it. */
  request(): void {
    this.#requested ??= setTimeout(() => void this.#deps.scan(), this.#restMs(REQUESTED_SHARE));
  }

  /** Notes that a scan begins, which answers all requests until now. */
  began(): void {
    clearTimeout(this.#requested);
    this.#requested = undefined;
  }

  /** Notes that a scan has ended, and what it cost to look at every file, in milliseconds of work. */
  ended(costMs: number): void {
    this.#last = { endedMs: performance.now(), costMs };
  }

  stop(): void {
    clearTimeout(this.#requested);
    clearTimeout(this.#clockWatch);
    void this.#task.destroy();
  }

  #schedule(): ScheduledTask {
    const { expression, logger, scan } = this.#deps;
    const onTick = async (): Promise<void> => {
      if (this.#restMs(SCHEDULED_SHARE) === 0) await scan();
    };
    const quiet = (message: string | Error): void => logger.debug(String(message));
    return schedule(expression, onTick, {
      name: "scan",
      noOverlap: true,
      logger: {
        debug: quiet,
        info: quiet,
        warn: quiet,
        error: (message, err) => logger.error(String(message), { err }),
      },
    });
  }

  /**
   * Begins the schedule again when the machine's clock was set. By itself node-cron waits for the time of its next tick,
   * however far away that is now, and goes through each tick between two times of the clock, half a million for a year.
   */
  #watchClock(): void {
    const toTickMs = (this.#task.msToNext() ?? Number.POSITIVE_INFINITY) - BEFORE_TICK_MS;
    const checkMs = toTickMs > 0 ? Math.min(toTickMs, CLOCK_CHECK_MS) : CLOCK_CHECK_MS;
    this.#clockWatch = setTimeout(() => {
      const offsetMs = Date.now() - performance.now();
      if (Math.abs(offsetMs - this.#clockOffsetMs) > CLOCK_CHECK_MS) {
        void this.#task.destroy();
        this.#task = this.#schedule();
      }
      this.#clockOffsetMs = offsetMs;
      this.#watchClock();
    }, checkMs);
  }

  /** The time until a scan may begin that may take this share of it: at a tenth, half a second is followed by five. */
  #restMs(share: number): number {
    return Math.max(0, this.#last.endedMs + this.#last.costMs / share - performance.now());
  }
}
