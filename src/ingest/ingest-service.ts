import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isCatalogDamaged } from "../catalog/open-catalog.ts";
import type { ConfigSources } from "../config/config.ts";
import { packageVersion } from "../config/package-version.ts";
import type { Logger } from "../observe/logger.ts";
import { acceptedLosses, markDone } from "./control-files.ts";
import { countApplied } from "./count-applied.ts";
import { editedSettings } from "./edited-settings.ts";
import { foundIn } from "./found.ts";
import { fillSearchIndex } from "./fill-search-index.ts";
import { ArchiveFollower } from "./follow-archive.ts";
import { IngestLog } from "./ingest-log.ts";
import { Ingester, type Applied, type ScanSummary } from "./ingester.ts";
import type { FromIngestThread } from "../daemon/messages.ts";
import type { OpenedArchive } from "./open-archive-catalog.ts";
import { Publisher } from "../publish/publisher.ts";
import { publishSettingsOf, rateSettingsOf } from "../config/settings.ts";
import type { FileLook } from "./read-article.ts";
import { readArticles } from "./readers/reader-pool.ts";
import { ScanSchedule } from "./scan-schedule.ts";
import { applyRequestedRulings, requestsDirectory } from "./requested-rulings.ts";
import { createSteadyClock } from "./steady-clock.ts";
import { tellScan } from "./tell-scan.ts";
import { trimAllocator } from "./trim-allocator.ts";
import { watchDirectories } from "./watch-directories.ts";
import { WorkQueue } from "./work-queue.ts";

export interface IngestServiceDeps extends OpenedArchive {
  readonly sources: ConfigSources;
  readonly readers: number;
  readonly logger: Logger;
  readonly send: (message: FromIngestThread) => void;
  /** The catalog turned out to be damaged: this service can do no more. */
  readonly onCorrupt: (error: Error) => void;
}

export interface IngestService {
  reload(): void;
  /** Resolves when what was being written has been written. */
  stop(): Promise<void>;
}

const now = (): Date => new Date();

/**
 * Everything the ingest thread does: watch first, then scan, then take in hints; publish what changed. All work on the
 * catalog goes through one queue, so that one thing happens at a time. Throws where the catalog is damaged.
 */
export function startIngestService(deps: IngestServiceDeps): IngestService {
  const { catalog, logger, send, readers } = deps;
  let settings = deps.settings;
  const { seeds, data } = settings.config;
  const stopping = new AbortController();
  let missingRoots: readonly string[] = [];
  let found = foundIn(catalog, settings.outlets, missingRoots);

  const work = new WorkQueue(fail);
  const publisher = new Publisher({
    catalog,
    settings: publishSettingsOf(settings, deps.siteId),
    version: packageVersion(deps.sources.packageRoot),
    now,
    monotonicMs: () => performance.now(),
    onPublished: (paths, changedAt) => send({ kind: "published", paths, changedAt }),
    isHeldBack: deps.isRebuilding,
  });
  const log = new IngestLog(logger);
  const ingester = new Ingester({
    catalog,
    roots: seeds,
    settings: () => ({ outlets: settings.outlets, keepsPruned: settings.config.archiveKeep }),
    read: (looks) => readArticles(looks, settings.outlets, now, readers, stopping.signal),
    now: createSteadyClock(),
    pause,
    shouldStop: () => stopping.signal.aborted,
    onApplied,
  });
  // Whoever serves takes all documents over at once; damage among them is better found here.
  for (const path of catalog.documentTags().keys()) catalog.document(path);

  function onApplied(applied: Applied): void {
    publisher.touch(applied.change.outletIds);
    log.applied(applied);
    send({ kind: "applied", ...countApplied(applied) });
    if (applied.total > 0) send({ kind: "reading", done: applied.done, total: applied.total });
    if (applied.done < applied.total) publisher.publishMeanwhile();
  }

  function fail(what: string, error: unknown): void {
    if (stopping.signal.aborted) return;
    if (isCatalogDamaged(error)) return deps.onCorrupt(error);
    logger.error(`${what} failed; the next scan will try again`, { err: error });
    found = { ...found, failure: error instanceof Error ? error.message : String(error) };
    send({ kind: "scanned", found });
  }

  async function scan(): Promise<void> {
    scans.began();
    publisher.touch(applyRequestedRulings(data, catalog, logger));
    const accepted = acceptedLosses(data);
    const summary = await ingester.scan(accepted);
    if (stopping.signal.aborted) return;
    if (accepted > 0) markDone(data, "accept-deletions");
    scans.ended(summary.tookMs);
    archive.refresh(summary.scan.directories);
    missingRoots = summary.scan.roots.filter(({ state }) => state === "missing").map(({ path }) => path);
    if (isWhole(summary) || accepted > 0) publisher.release();
    log.scanned(summary);
    publisher.publish();
    finish(summary);
  }

  async function takeRulings(): Promise<void> {
    publisher.touch(applyRequestedRulings(data, catalog, logger));
    publishWithTheLast();
    finish({ unsettled: [], needsScan: false });
  }

  async function ingest(looks: readonly FileLook[]): Promise<void> {
    const taken = await ingester.ingest(looks);
    if (stopping.signal.aborted) return;
    publishWithTheLast();
    finish(taken);
  }

  function finish({ unsettled, needsScan }: { unsettled: readonly string[]; needsScan: boolean }): void {
    found = foundIn(catalog, settings.outlets, missingRoots);
    send({ kind: "scanned", found });
    for (const path of unsettled) archive.hint(path);
    if (needsScan) scans.request();
  }

  /** While files come faster than they are taken in, the last to come publishes for all. */
  function publishWithTheLast(): void {
    if (work.hasMore()) publisher.publishMeanwhile();
    else publisher.publish();
  }

  function reload(): void {
    try {
      takeSettings();
    } catch (error) {
      fail("the reload", error);
    }
  }

  function takeSettings(): void {
    const edited = editedSettings(deps, settings);
    if (edited === undefined) return;
    settings = edited;
    logger.setLevel(settings.config.logLevel);
    send({ kind: "reloaded", logLevel: settings.config.logLevel, rate: rateSettingsOf(settings.config) });
    publisher.renew(publishSettingsOf(settings, deps.siteId));
    logger.info("settings reloaded");
    scans.request();
  }

  /** Feeds that select by text had to wait for it. */
  function onIndexed(): void {
    publisher.renew(publishSettingsOf(settings, deps.siteId));
    publishWithTheLast();
  }

  const scans = new ScanSchedule({
    expression: settings.config.scanEvery,
    logger,
    scan: async () => {
      await work.run("a scan", () => tellScan(send, scan)).catch(() => undefined);
      trimAllocator();
    },
  });
  const archive = new ArchiveFollower({
    roots: seeds,
    ingester,
    logger,
    onSettled: (looks) => work.add("taking in changed files", () => ingest(looks)),
    onDoubt: () => scans.request(),
  });
  const settingsWatch = watchDirectories([dirname(settings.config.configFile), settings.config.outlets], reload);
  const requestsWatch = watchDirectories([requestsDirectory(data)], () => work.add("a takedown", takeRulings));

  // What an earlier run published is served until this one has something newer.
  publisher.begin();
  send({ kind: "opened", changedAt: catalog.editionChangedAt() });
  void fillSearchIndex(catalog, work, logger)
    .catch(() => false)
    .then((wereMissing) => wereMissing && onIndexed());
  scans.request();

  return {
    reload,
    async stop() {
      stopping.abort();
      for (const source of [settingsWatch, requestsWatch, archive]) source.close();
      scans.stop();
      await work.stop();
    },
  };
}

/** Whether nothing went away before it could be read. What went away of a lost catalog's archive is not even missed. */
function isWhole({ scan, needsScan }: ScanSummary): boolean {
  return scan.files.size > 0 && !needsScan && scan.roots.every(({ state }) => state !== "missing");
}
