import { remedies } from "../model/problem.ts";
import { lostFields, NEWEST_ARTICLES } from "../model/coverage.ts";
import { flawRemedies } from "../model/flaw.ts";
import { silenceSeconds, type Pace } from "../model/pace.ts";
import type { LogFields, Logger } from "../observe/logger.ts";
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
  /** Keys of the states told of with the last report. */
  #states: ReadonlySet<string> = new Set();
  #lastReport: ArchiveReport | undefined;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  applied({ change: { added, revised, removed, problems }, files, done, total }: Applied): void {
    for (const { path, outcome } of files) {
      if (outcome.ok) {
        this.#logger.debug("a file was taken in", { path, outlet: outcome.value.outletId, article: outcome.value.id });
        for (const { code, message } of outcome.flaws ?? []) {
          this.#logger.warn(`${message} ${flawRemedies[code]}`, { path, code });
        }
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
  scanned({ scan: { files, errors, roots }, unread, held, costMs }: ScanSummary): void {
    this.#logger.debug("the archive was scanned", { count: files.size, durationMs: Math.round(costMs) });
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

  /** Takes the archive as an earlier run left it, to compare the next report with. */
  began(report: ArchiveReport): void {
    this.#lastReport = report;
  }

  /** Tells of silences, hidden articles, fields that the newest articles lack, and idle joins, when they begin; and of lost fields. */
  reported(report: ArchiveReport, now: Date): void {
    const states = new Map([...silences(report, now), ...drops(report), ...hidden(report), ...idle(report)]);
    for (const [key, { message, fields }] of states) if (!this.#states.has(key)) this.#logger.warn(message, fields);
    this.#states = new Set(states.keys());
    for (const { message, fields } of this.#lastReport ? losses(this.#lastReport, report) : [])
      this.#logger.warn(message, fields);
    this.#lastReport = report;
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

/** A line of the log. */
interface Line {
  readonly message: string;
  readonly fields: LogFields;
}

/** A state that lasts, by a key of its own. */
type State = readonly [key: string, line: Line];

function silences(report: ArchiveReport, now: Date): State[] {
  const of = (pace: Pace, key: string, what: string, fields: LogFields): State[] => {
    const line = { message: `${what} for several times the usual gap`, fields };
    return silenceSeconds(pace, now) === undefined ? [] : [[`silent ${key}`, line]];
  };
  return [
    ...of(report, "", "nothing new has come into the archive", {}),
    ...report.outlets.flatMap((one) => of(one, one.id, "nothing new has come from an outlet", { outlet: one.id })),
  ];
}

function drops({ outlets }: ArchiveReport): State[] {
  return outlets.flatMap(({ id, drops: dropped }) =>
    dropped.map(({ field, newest }): State => {
      const message = `the newest articles of an outlet lack the field ${field}: it may have changed its markup`;
      return [`drop ${id} ${field}`, { message, fields: { outlet: id, count: newest, total: NEWEST_ARTICLES } }];
    }),
  );
}

function hidden({ flawCounts }: ArchiveReport): State[] {
  const count = flawCounts.get("SWALLOWED_CAPTURE") ?? 0;
  const message = "files are not shown, because other articles have their ids; feedmill check names them";
  return count === 0 ? [] : [["hidden", { message, fields: { count } }]];
}

function idle({ idleCorrections }: ArchiveReport): State[] {
  return idleCorrections.map((message) => [message, { message, fields: {} }]);
}

/** Fields that an outlet's articles have lost: a profile was edited, or all of them changed. */
function losses(before: ArchiveReport, now: ArchiveReport): Line[] {
  return now.outlets.flatMap((outlet) => {
    const earlier = before.outlets.find(({ id }) => id === outlet.id);
    if (earlier === undefined) return [];
    return lostFields(earlier, outlet).map((field) => ({
      message: `most articles of an outlet have lost the field ${field}`,
      fields: { outlet: outlet.id, count: outlet.coverage[field], total: outlet.articles },
    }));
  });
}
