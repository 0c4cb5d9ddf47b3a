import { setTimeout as pause } from "node:timers/promises";
import type { RootReport } from "../archive/scan-archive.ts";
import { CatalogAwayError, CatalogInUseError, type Catalog, type Ruling } from "../catalog/catalog.ts";
import { isCatalogDamaged } from "../catalog/open-catalog.ts";
import type { Offers } from "../catalog/sharing.ts";
import type { Logger } from "../observe/logger.ts";
import { reportArchive, unknownArchive, type ArchiveReport } from "./archive-report.ts";
import { ArchiveFollower } from "./archive-follower.ts";
import { IngestLog } from "./ingest-log.ts";
import { maintainCatalog } from "./maintain-catalog.ts";
import { Ingester, type Applied, type IngestSettings, type ScanSummary } from "./ingester.ts";
import type { FileLook } from "./read-article.ts";
import type { SharedReading } from "./readers/batches.ts";
import { readArticles } from "./readers/reader-pool.ts";
import { acceptDeletions, rule, type AcceptedDeletions, type RulingOutcome } from "./rulings.ts";
import { ScanSchedule } from "./scan-schedule.ts";
import { giveBackMemory } from "../lib/give-back-memory.ts";
import { messageOf } from "../lib/message-of.ts";
import { timeWork } from "./time-work.ts";
import { WorkQueue } from "./work-queue.ts";

/** Publishes changes of the catalog. */
export interface Publishing {
  /** Notes that these outlets' articles changed. */
  touch(outletIds: Iterable<string>): void;
  publish(): Promise<void>;
  /** Publishes now and then, while many files are read. */
  publishMeanwhile(): Promise<void>;
  /** Called when the archive has been read: a publisher that waits for a lost catalog to be filled may begin. */
  release(): void;
  /** Publishes everything again, next time. */
  renew(): void;
  /** The same, after a change that failed and may have been written all the same. */
  doubt(): void;
}

export interface IngestServiceDeps {
  readonly catalog: Catalog;
  /** The directories of the archive. */
  readonly roots: readonly string[];
  readonly settings: IngestSettings;
  /** A cron expression. */
  readonly scanEvery: string;
  /** Processes that may help to read many files. */
  readonly readers: number;
  readonly publishing: Publishing;
  readonly logger: Logger;
  readonly tell: (news: IngestNews) => void;
  /** The catalog is damaged, or another feedmill writes it now: this service can do no more. */
  readonly onLoss: (error: Error) => void;
}

/** Work of the service, for those who watch it. */
export type IngestNews =
  | { readonly kind: "scan-began" }
  /** `seconds` includes all that was read and published. */
  | { readonly kind: "scan-ended"; readonly seconds: number }
  | ({ readonly kind: "applied" } & AppliedCounts)
  /** So many files of many have been read. */
  | { readonly kind: "reading"; readonly done: number; readonly total: number }
  /** So many of them by another machine that shares the catalog. */
  | { readonly kind: "read-by-others"; readonly files: number }
  /** The archive was taken in, or could not be. */
  | { readonly kind: "scanned"; readonly archive: ArchiveReport };

/** One transaction in numbers. */
export interface AppliedCounts {
  /** Files that gave an article, by outlet. */
  readonly outlets: ReadonlyMap<string, number>;
  /** Files that gave a problem. */
  readonly problems: number;
  readonly added: number;
  readonly revised: number;
  readonly removed: number;
}

/**
 * Keeps the catalog in line with the archive for as long as the daemon runs: watches, scans, takes in hints, and has
 * changes published. Work that waits for files goes through one queue, so that one thing happens at a time. Throws where
 * the catalog is damaged.
 */
export class IngestService {
  readonly #deps: IngestServiceDeps;
  #settings: IngestSettings;
  #roots: readonly RootReport[] = [];
  #report: ArchiveReport | undefined;
  /** Bringing the catalog up to date failed, and is to be continued. */
  #isLeftOff = false;
  /** A scan that has not begun. */
  #nextScan: Promise<ScanSummary> | undefined;
  readonly #stopping = new AbortController();
  readonly #work = new WorkQueue((what, error) => this.#fail(what, error));
  readonly #log: IngestLog;
  readonly #ingester: Ingester;
  readonly #follower: ArchiveFollower;
  readonly #schedule: ScanSchedule;

  constructor(deps: IngestServiceDeps) {
    const { roots, settings, scanEvery, logger } = deps;
    this.#deps = deps;
    this.#settings = settings;
    this.#log = new IngestLog(logger);
    this.#ingester = this.#createIngester();
    this.#follower = new ArchiveFollower({
      roots,
      ignore: () => this.#settings.ignore,
      ingester: this.#ingester,
      logger,
      onSettled: (looks) => this.#work.add("taking in changed files", () => this.#ingest(looks)),
      onDoubt: () => this.#schedule.request(),
    });
    this.#schedule = new ScanSchedule({
      expression: scanEvery,
      logger,
      scan: () =>
        this.#scanNext().then(
          ({ costMs }) => this.#cleanUp(costMs),
          () => undefined,
        ),
    });
  }

  /** Begins with a scan. Whatever changes meanwhile is watched already. */
  start(): void {
    void this.#deps.catalog.lead?.takenOver.then(
      (reason) => this.#stopping.signal.aborted || this.#deps.onLoss(reason),
    );
    this.#work.add("looking at what an earlier run left", async () => {
      const { catalog } = this.#deps;
      this.#log.began(await reportArchive(catalog, this.#settings, []));
    });
    this.#schedule.request();
    void this.#maintain();
  }

  /** Rules on one article at once, also while files are read, and has that published. Throws where the disk refuses. */
  async rule(ruling: Ruling, mustBeKnown: boolean): Promise<RulingOutcome> {
    try {
      return await this.#rule(ruling, mustBeKnown);
    } catch (error) {
      if (error instanceof CatalogAwayError) this.#doubt();
      throw error;
    }
  }

  async #rule(ruling: Ruling, mustBeKnown: boolean): Promise<RulingOutcome> {
    const outcome = await rule(this.#deps.catalog, ruling, mustBeKnown);
    if (outcome.kind !== "done") return outcome;
    this.#deps.logger.info(`${ruling.type} of an article`, { article: ruling.id });
    this.#deps.publishing.touch(outcome.outletIds);
    await this.#deps.publishing.publish();
    await this.#tellArchive();
    return outcome;
  }

  /** See `acceptDeletions`. Resolves when that is published. */
  acceptDeletions(): Promise<AcceptedDeletions> {
    return acceptDeletions(this.#deps.catalog, (accepted) =>
      this.#work.run("accepting deletions", () => this.#scan(accepted)),
    );
  }

  /** Takes these settings over from now on. Resolves when the archive has been scanned under them and is published. */
  async change(settings: IngestSettings): Promise<void> {
    this.#settings = settings;
    await this.#scanNext();
    void this.#maintain();
  }

  /** Resolves when the work under way has been written. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#follower.close();
    this.#schedule.stop();
    await this.#work.stop();
  }

  #createIngester(): Ingester {
    const { catalog, roots, readers } = this.#deps;
    // Setting the machine's clock does not move this one: losses are held for a day that has really passed.
    const offsetMs = Date.now() - performance.now();
    const { signal } = this.#stopping;
    const options = { abandoned: signal, ...(catalog.offers && { shared: this.#sharedReading(catalog.offers) }) };
    return new Ingester({
      catalog,
      roots,
      settings: () => this.#settings,
      read: (looks, settled) =>
        readArticles(looks, this.#settings.outlets, () => new Date(), readers, { ...options, settled }),
      now: () => new Date(offsetMs + performance.now()),
      pause,
      shouldStop: () => signal.aborted,
      onApplied: (applied) => this.#onApplied(applied),
    });
  }

  #sharedReading(offers: Offers): SharedReading {
    const { roots, tell } = this.#deps;
    const onReadByOthers = (files: number): void => tell({ kind: "read-by-others", files });
    return { offers, roots, now: () => new Date(), onReadByOthers };
  }

  /** Has a scan begin when its turn comes. One scan answers all who ask before it begins. */
  #scanNext(): Promise<ScanSummary> {
    this.#nextScan ??= this.#work.run("a scan", () => {
      this.#nextScan = undefined;
      return this.#scan();
    });
    return this.#nextScan;
  }

  async #scan(acceptedLosses = 0): Promise<ScanSummary> {
    const startedMs = performance.now();
    this.#deps.tell({ kind: "scan-began" });
    try {
      this.#schedule.began();
      const summary = await this.#ingester.scan(acceptedLosses);
      this.#stopping.signal.throwIfAborted();
      this.#schedule.ended(summary.costMs);
      this.#follower.refresh(summary.scan.directories);
      this.#roots = summary.scan.roots;
      if (isWhole(summary) || acceptedLosses > 0) this.#deps.publishing.release();
      this.#log.scanned(summary);
      await this.#deps.publishing.publish();
      await this.#followUp(summary);
      if (this.#isLeftOff) void this.#maintain();
      return summary;
    } finally {
      this.#deps.tell({ kind: "scan-ended", seconds: (performance.now() - startedMs) / 1000 });
    }
  }

  /** Gives back what a scan leaves behind, some 60 MB of 100,000 files. The rest after the scan covers that, too. */
  #cleanUp(scanCostMs: number): void {
    const cost = timeWork();
    giveBackMemory();
    this.#schedule.ended(scanCostMs + cost());
  }

  async #ingest(looks: readonly FileLook[]): Promise<void> {
    const taken = await this.#ingester.ingest(looks);
    if (this.#stopping.signal.aborted) return;
    await this.#publishWithTheLast();
    await this.#followUp(taken);
  }

  async #onApplied(applied: Applied): Promise<void> {
    const { done, total } = applied;
    this.#deps.publishing.touch(applied.change.outletIds);
    this.#log.applied(applied);
    this.#deps.tell({ kind: "applied", ...countApplied(applied) });
    if (total > 0) this.#deps.tell({ kind: "reading", done, total });
    if (done < total) await this.#deps.publishing.publishMeanwhile();
  }

  async #followUp({ unsettled, needsScan }: Pick<ScanSummary, "unsettled" | "needsScan">): Promise<void> {
    await this.#tellArchive();
    for (const path of unsettled) this.#follower.hint(path);
    if (needsScan) this.#schedule.request();
  }

  async #tellArchive(): Promise<void> {
    this.#report = await reportArchive(this.#deps.catalog, this.#settings, this.#roots);
    this.#log.reported(this.#report, new Date());
    this.#deps.tell({ kind: "scanned", archive: this.#report });
  }

  /** Leaves it to the last of several pieces of work to publish, while files come faster than they are taken in. */
  #publishWithTheLast(): Promise<void> {
    const { publishing } = this.#deps;
    return this.#work.hasMore() ? publishing.publishMeanwhile() : publishing.publish();
  }

  /** After a failure, the next successful scan continues it. */
  async #maintain(): Promise<void> {
    const { catalog, logger, publishing } = this.#deps;
    const { corrections } = this.#settings;
    this.#isLeftOff = false;
    const done = await maintainCatalog(catalog, corrections, this.#work, logger).catch(() => undefined);
    if (done === undefined) {
      this.#isLeftOff = true;
      return;
    }
    if (!done.wasUnsearchable && done.outletIds.size === 0) return;
    // Feeds that select by text had to wait for the search index.
    if (done.wasUnsearchable) publishing.renew();
    publishing.touch(done.outletIds);
    this.#work.add("publishing what was brought up to date", () => this.#publishWithTheLast());
  }

  /** The way to the catalog broke: what was written last may be there or not. */
  #doubt(): void {
    this.#deps.publishing.doubt();
    setTimeout(() => {
      if (!this.#stopping.signal.aborted) this.#schedule.request();
    }, RETRY_MS).unref();
  }

  #fail(what: string, error: unknown): void {
    const { logger, tell, onLoss } = this.#deps;
    if (this.#stopping.signal.aborted) return;
    if (isCatalogDamaged(error) || error instanceof CatalogInUseError) return onLoss(error);
    if (error instanceof CatalogAwayError) this.#doubt();
    logger.error(`${what} failed; the next scan will try again`, { err: error });
    this.#report = { ...(this.#report ?? unknownArchive), failure: messageOf(error) };
    tell({ kind: "scanned", archive: this.#report });
  }
}

/** A database that is away is looked for this often. */
const RETRY_MS = 2000;

/** True where nothing went away before it could be read. Files that went away of a lost catalog's archive are not missed. */
function isWhole({ scan, needsScan }: ScanSummary): boolean {
  return scan.files.size > 0 && !needsScan && scan.roots.every(({ state }) => state !== "missing");
}

function countApplied({ change: { added, revised, removed }, files }: Applied): AppliedCounts {
  const outlets = new Map<string, number>();
  let problems = 0;
  for (const { outcome } of files) {
    if (outcome.ok) outlets.set(outcome.value.outletId, (outlets.get(outcome.value.outletId) ?? 0) + 1);
    else problems += 1;
  }
  return { outlets, problems, added, revised, removed };
}
