import { remedies } from "../model/problem.ts";
import type { Logger } from "../observe/logger.ts";
import type { Applied, ScanSummary } from "./ingester.ts";

/** Tells what became of files, and what scans found. */
export interface IngestLog {
  applied(applied: Applied): void;
  /** A state that lasts is told when it begins, not with every scan. */
  scanned(summary: ScanSummary): void;
}

/** Fewer files than this are in before anybody wonders. */
const WORTH_TELLING = 2000;
const INTERVAL_MS = 5000;

/**
 * Logs one line at debug per file that gave an article, one at warn per problem, and one at info for all that changed
 * at once; of many files, one every five seconds with rate and time left. `clock` is in milliseconds and monotonic.
 */
export function createIngestLog(logger: Logger, clock: () => number): IngestLog {
  let startedMs = 0;
  let toldMs = 0;
  let before = 0;
  let lasting: ReadonlySet<string> = new Set();

  function tellProgress(done: number, total: number): void {
    const nowMs = clock();
    // Less is done than was before: this is another time.
    if (before === 0 || done <= before) startedMs = toldMs = nowMs;
    before = done < total ? done : 0;
    if (nowMs - toldMs < INTERVAL_MS && done < total) return;
    const perSecond = done / Math.max(0.001, (nowMs - startedMs) / 1000);
    const secondsLeft = Math.round((total - done) / perSecond);
    const rate = `${Math.round(perSecond)} a second, ${secondsLeft} s left`;
    logger.info(`reading: ${done} of ${total} files, ${rate}`, { count: done, total });
    toldMs = nowMs;
  }

  return {
    applied({ change: { added, revised, removed, problems }, files, done, total }) {
      for (const { path, outcome } of files) {
        if (outcome.ok) {
          logger.debug("a file was taken in", { path, outlet: outcome.value.outletId, article: outcome.value.id });
        } else {
          const { code, message } = outcome.problem;
          logger.warn(`${message} ${remedies[code]}`, { path, code });
        }
      }
      if (total >= WORTH_TELLING) tellProgress(done, total);
      else if (added + revised + removed + problems > 0) {
        logger.info(`articles: ${added} added, ${revised} revised, ${removed} removed; ${problems} problems`);
      }
    },

    scanned({ scan: { files, errors, roots }, unread, held, workMs }) {
      logger.debug("the archive was scanned", { count: files.size, processorMs: Math.round(workMs) });
      const now = new Set<string>();
      const tell = (message: string, fields: Parameters<Logger["warn"]>[1]): void => {
        const line = JSON.stringify([message, fields]);
        now.add(line);
        if (!lasting.has(line)) logger.warn(message, fields);
      };
      for (const { path, message } of errors) tell(`a directory could not be read: ${message}`, { path });
      for (const { path, message } of unread) tell(`${message} Its article stays as it is.`, { path });
      if (held > 0)
        tell("files have gone; their articles are kept until accept-deletions, or for a day", { count: held });
      for (const { path, state } of roots)
        if (state === "missing") tell("a directory of the archive is not there", { path });
      lasting = now;
    },
  };
}
