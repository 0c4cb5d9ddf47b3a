import { remedies } from "../model/problem.ts";
import { silenceSeconds, type Pace } from "../model/pace.ts";
import type { Logger } from "../observe/logger.ts";
import type { ArchiveReport } from "./archive-report.ts";
import type { Applied, ScanSummary } from "./ingester.ts";

/** Fewer files than this are in before anybody wonders. */
const WORTH_TELLING = 2000;
const INTERVAL_MS = 5000;

/**
 * Logs one line at debug per file that gave an article, one at warn per problem, and one at info for all that changed
 * at once; of many files, one every five seconds with rate and time left.
 */
export class IngestLog {
  readonly #logger: Logger;
  #startedMs = 0;
  #toldMs = 0;
  #before = 0;
  /** The states told of after the last scan. */
  #lasting: ReadonlySet<string> = new Set();
  /** Outlets that were silent at the last report; an empty id is the whole archive. */
  #silent: ReadonlySet<string> = new Set();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  applied({ change: { added, revised, removed, problems }, files, done, total }: Applied): void {
    for (const { path, outcome } of files) {
      if (outcome.ok) {
        this.#logger.debug("a file was taken in", { path, outlet: outcome.value.outletId, article: outcome.value.id });
      } else {
        const { code, message } = outcome.problem;
        this.#logger.warn(`${message} ${remedies[code]}`, { path, code });
      }
    }
    if (total >= WORTH_TELLING) this.#tellProgress(done, total);
    else if (added + revised + removed + problems > 0) {
      this.#logger.info(`articles: ${added} added, ${revised} revised, ${removed} removed; ${problems} problems`);
    }
  }

  /** Tells of a state that lasts when it begins, not with every scan. */
  scanned({ scan: { files, errors, roots }, unread, held, tookMs }: ScanSummary): void {
    this.#logger.debug("the archive was scanned", { count: files.size, durationMs: Math.round(tookMs) });
    const now = new Set<string>();
    const tell = (message: string, fields: Parameters<Logger["warn"]>[1]): void => {
      const line = JSON.stringify([message, fields]);
      now.add(line);
      if (!this.#lasting.has(line)) this.#logger.warn(message, fields);
    };
    for (const { path, message } of errors) tell(message, { path });
    for (const { path, message } of unread) tell(`${message} Its article stays as it is.`, { path });
    if (held > 0)
      tell("files have gone; their articles are kept until accept-deletions, or for a day", { count: held });
    for (const { path, state, links } of roots) {
      if (state === "missing") tell("a directory of the archive is not there", { path });
      if (links === undefined) continue;
      tell(state === "empty" ? "the archive holds only links, which are not followed" : "links are passed over", {
        path,
      });
    }
    this.#lasting = now;
  }

  /** Tells of an outlet, or the whole archive, that is silent for several times its usual gap, when that begins. */
  reported(report: ArchiveReport, now: Date): void {
    const paces: readonly (readonly [outlet: string, pace: Pace])[] = [
      ["", report],
      ...report.outlets.map((outlet) => [outlet.id, outlet] as const),
    ];
    const silent = paces.flatMap(([outlet, pace]) => (silenceSeconds(pace, now) === undefined ? [] : [outlet]));
    for (const outlet of silent) {
      if (this.#silent.has(outlet)) continue;
      const what = outlet === "" ? "nothing new has come into the archive" : "nothing new has come from an outlet";
      this.#logger.warn(`${what} for several times the usual gap`, outlet === "" ? {} : { outlet });
    }
    this.#silent = new Set(silent);
  }

  #tellProgress(done: number, total: number): void {
    const nowMs = performance.now();
    // Less is done than was before: this is another time.
    if (this.#before === 0 || done <= this.#before) this.#startedMs = this.#toldMs = nowMs;
    this.#before = done < total ? done : 0;
    if (nowMs - this.#toldMs < INTERVAL_MS && done < total) return;
    const perSecond = done / Math.max(0.001, (nowMs - this.#startedMs) / 1000);
    const secondsLeft = Math.round((total - done) / perSecond);
    const rate = `${Math.round(perSecond)} a second, ${secondsLeft} s left`;
    this.#logger.info(`reading: ${done} of ${total} files, ${rate}`, { count: done, total });
    this.#toldMs = nowMs;
  }
}
