import type { AppliedChange } from "../catalog/catalog.ts";
import type { Logger } from "../observe/logger.ts";

/** Fewer files than this are in before anybody wonders. */
const WORTH_TELLING = 2000;
const INTERVAL_MS = 5000;

/** Logs what was taken in: one line per change of a few files, one every five seconds, with rate and time left, of many. */
export function createProgressLog(logger: Logger, now: () => Date): (change: AppliedChange, done: number, total: number) => void {
  let startedMs = 0;
  let toldMs = 0;

  return ({ added, revised, removed, problems }, done, total) => {
    const nowMs = now().getTime();
    if (total < WORTH_TELLING) {
      if (added + revised + removed + problems === 0) return;
      logger.info(`articles: ${added} added, ${revised} revised, ${removed} removed; ${problems} problems`);
      return;
    }
    const isFirst = done <= total && startedMs === 0;
    if (isFirst) startedMs = toldMs = nowMs;
    if (nowMs - toldMs < INTERVAL_MS && done < total) return;
    const perSecond = done / Math.max(0.001, (nowMs - startedMs) / 1000);
    const secondsLeft = Math.round((total - done) / perSecond);
    logger.info(`reading: ${done} of ${total} files, ${Math.round(perSecond)} a second, ${secondsLeft} s left`, { count: done, total });
    toldMs = nowMs;
    if (done >= total) startedMs = 0;
  };
}
