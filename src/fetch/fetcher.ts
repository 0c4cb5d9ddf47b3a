import type { Source } from "../model/source.ts";
import { HISTORY_DONE, type SourceState } from "./fetch-state.ts";
import { whenDue } from "./poll-schedule.ts";
import { type PollDeps, type PollReport, pollSource, walkHistory } from "./poll-source.ts";

export interface FetcherDeps extends PollDeps {
  readonly onReport: (source: Source, report: PollReport, kind: Job["kind"]) => void;
  /** Between two pages of one source's history, in milliseconds. */
  readonly historyPauseMs: number;
  /** True while a source's hub tells of what is new; absent where none can. */
  readonly isPushed?: (url: string) => boolean;
}

/** Requests under way at once, each to another host. */
const AT_ONCE = 4;
/** The clock may be set, and a machine may sleep: nothing is waited for longer without a look at what is due. */
const LONGEST_WAIT_MS = 60_000;

/** What is pushed is polled all the same: a hub may stop without a word. */
const PUSHED_POLL_MS = 12 * 3_600_000;
/** Between two polls that a hub asks for. */
const NEWS_PAUSE_MS = 5000;

interface Job {
  readonly kind: "poll" | "history";
  readonly source: Source;
  readonly dueAt: number;
}

/**
 * Polls sources when they are due: four hosts at once, one request at a time to each. What fails on this machine, such as
 * a full disk, ends it; what a source does wrong is reported and costs that source alone.
 */
export class Fetcher {
  readonly #deps: FetcherDeps;
  /** By host. */
  readonly #running = new Map<string, Promise<void>>();
  /** When the next page of a source's history is due, by the source's address. */
  readonly #historyDueAt = new Map<string, number>();
  /** Addresses of sources that have something new. */
  readonly #news = new Set<string>();
  #sources: readonly Source[];
  #wake = Promise.withResolvers<void>();
  #failure: { readonly error: unknown } | undefined;

  constructor(deps: FetcherDeps, sources: readonly Source[]) {
    this.#deps = deps;
    this.#sources = sources;
    deps.state.setListed(sources.map(({ url }) => url));
  }

  /** Takes over an edited list: a source that is new is polled at once, one that is not listed no more. */
  setSources(sources: readonly Source[]): void {
    this.#sources = sources;
    this.#deps.state.setListed(sources.map(({ url }) => url));
    this.#wake.resolve();
  }

  /** A hub tells that a source has something new. */
  takeNews(url: string): void {
    this.#news.add(url);
    this.#wake.resolve();
  }

  /**
   * Polls what is due until the signal stops it, and resolves when the requests under way have ended. With `isOnce` it
   * ends when each source that was due was polled and the histories were walked.
   */
  async run(signal: AbortSignal, isOnce = false): Promise<void> {
    const startedAt = this.#deps.now().getTime();
    const wake = (): void => this.#wake.resolve();
    signal.addEventListener("abort", wake, { once: true });
    while (!signal.aborted && this.#failure === undefined) {
      this.#wake = Promise.withResolvers();
      const jobs = this.#jobs().filter(({ kind, dueAt }) => !isOnce || kind === "history" || dueAt <= startedAt);
      if (isOnce && jobs.length === 0 && this.#running.size === 0) break;
      this.#startDue(jobs, signal);
      await this.#untilNext(jobs);
    }
    signal.removeEventListener("abort", wake);
    await Promise.all(this.#running.values());
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** All there is to do, the most overdue first. */
  #jobs(): readonly Job[] {
    const jobs = this.#sources.flatMap((source): readonly Job[] => {
      const state = this.#deps.state.source(source.url);
      const { isGone = false, history } = state ?? {};
      if (isGone) return [];
      const poll: Job = { kind: "poll", source, dueAt: this.#whenPolled(source.url, state) };
      if (history === undefined || history === HISTORY_DONE) return [poll];
      return [poll, { kind: "history", source, dueAt: this.#historyDueAt.get(source.url) ?? 0 }];
    });
    return jobs.toSorted((a, b) => a.dueAt - b.dueAt);
  }

  #whenPolled(url: string, { nextPollAt, succeededAt = 0 }: Partial<SourceState> = {}): number {
    const due = whenDue(nextPollAt ?? 0, this.#deps.now());
    if (this.#news.has(url)) return Math.min(due, succeededAt + NEWS_PAUSE_MS);
    return this.#deps.isPushed?.(url) === true ? Math.max(due, succeededAt + PUSHED_POLL_MS) : due;
  }

  #startDue(jobs: readonly Job[], signal: AbortSignal): void {
    const now = this.#deps.now().getTime();
    for (const job of jobs) {
      const host = URL.parse(job.source.url)?.host ?? "";
      if (this.#running.size >= AT_ONCE || job.dueAt > now) return;
      if (!this.#running.has(host)) this.#running.set(host, this.#do(job, host, signal));
    }
  }

  async #do({ kind, source }: Job, host: string, signal: AbortSignal): Promise<void> {
    const { onReport, historyPauseMs, now } = this.#deps;
    if (kind === "poll") this.#news.delete(source.url);
    try {
      const report = await (kind === "poll" ? pollSource : walkHistory)(source, this.#deps, signal);
      if (report !== undefined) onReport(source, report, kind);
    } catch (error) {
      if (!signal.aborted) this.#failure = { error };
    } finally {
      this.#historyDueAt.set(source.url, now().getTime() + historyPauseMs);
      this.#running.delete(host);
      this.#wake.resolve();
    }
  }

  /** Until something ends, is edited or becomes due. What is due already waits for a host or a place. */
  async #untilNext(jobs: readonly Job[]): Promise<void> {
    const now = this.#deps.now().getTime();
    const next = jobs.find(({ dueAt }) => dueAt > now)?.dueAt ?? Number.POSITIVE_INFINITY;
    const timer = setTimeout(() => this.#wake.resolve(), Math.min(LONGEST_WAIT_MS, next - now));
    await this.#wake.promise;
    clearTimeout(timer);
  }
}
