import { isDeepStrictEqual } from "node:util";
import { setTimeout as pause } from "node:timers/promises";
import { lookAtFile } from "../archive/look-at-file.ts";
import { SETTLE_MS } from "../archive/read-article-file.ts";
import { scanArchive } from "../archive/scan-archive.ts";
import { watchArchive, type Hint } from "../archive/watch-archive.ts";
import type { AppliedChange, Catalog } from "../catalog/catalog.ts";
import type { ConfigSources } from "../config/load-config.ts";
import type { Logger } from "../observe/logger.ts";
import { isAsked, markDone } from "./control-files.ts";
import { foundIn } from "./found.ts";
import { createHintQueue } from "./hint-queue.ts";
import { createIngester, type ScanSummary } from "./ingester.ts";
import type { FromIngestThread } from "./messages.ts";
import { createProgressLog } from "./progress-log.ts";
import { createPublisher } from "./publisher.ts";
import type { FileLook } from "./read-article.ts";
import { readArticles } from "./reader-pool.ts";
import { scheduleScans } from "./schedule-scans.ts";
import { factsOf, feedNamesOf, publicationOf, reloadSettings, type Settings } from "./settings.ts";
import { refusalOf } from "./refusal.ts";
import { watchSettings } from "./watch-settings.ts";

export interface IngestServiceDeps {
  readonly settings: Settings;
  readonly sources: ConfigSources;
  readonly readers: number;
  readonly catalog: Catalog;
  readonly siteId: string;
  readonly logger: Logger;
  readonly send: (message: FromIngestThread) => void;
}

export interface IngestService {
  reload(): void;
  /** Resolves when what was being written has been written. */
  stop(): Promise<void>;
}

const now = (): Date => new Date();

/**
 * Everything the ingest thread does: watch first, then scan, then take in hints; publish what changed. All work on the
 * catalog goes through one queue, so that one thing happens at a time.
 */
export function startIngestService(deps: IngestServiceDeps): IngestService {
  const { catalog, logger, send, sources, readers, siteId } = deps;
  let settings = deps.settings;
  const { seeds, data } = settings.config;
  let isStopping = false;

  let publisher = newPublisher();
  const logProgress = createProgressLog(logger, now);
  const ingester = createIngester({
    catalog,
    roots: seeds,
    outlets: () => settings.outlets,
    keepsPruned: () => settings.config.archiveKeep,
    read: (looks) => readArticles(looks, settings.outlets, now, readers),
    now,
    pause,
    shouldStop: () => isStopping,
    onApplied,
  });

  function newPublisher(): ReturnType<typeof createPublisher> {
    const publication = publicationOf(settings.config, siteId);
    return createPublisher({
      catalog,
      outlets: () => settings.outlets,
      publication,
      now,
      onPublished: (paths) => send({ kind: "published", paths, feedNames: feedNamesOf(settings) }),
    });
  }

  function onApplied(change: AppliedChange, done: number, total: number): void {
    publisher.touch(change.outletIds);
    logProgress(change, done, total);
    if (done < total) publisher.publishNowAndThen();
  }

  // One thing at a time; what fails is logged, and the next scan makes up for it.
  let queue = Promise.resolve();
  function enqueue(what: string, task: () => Promise<void> | void): void {
    const before = queue;
    const work = async (): Promise<void> => {
      await before;
      if (!isStopping) await task();
    };
    queue = work().catch((err: unknown) => logger.error(`${what} failed; the next scan will try again`, { err }));
  }

  async function scan(): Promise<void> {
    const accepted = isAsked(data, "accept-deletions");
    const summary = await ingester.scan(accepted);
    if (accepted) markDone(data, "accept-deletions");
    scans.ran(summary.workMs);
    watcher.refresh(summary.scan.directories);
    publisher.publish();
    report(summary);
    for (const path of summary.unsettled) hints.hint(path);
  }

  function report({ scan: { errors, roots }, held }: ScanSummary): void {
    for (const { path, message } of errors) logger.warn(`a directory could not be read: ${message}`, { path });
    if (held > 0) logger.warn("files have gone; their articles are kept until accept-deletions, or for a day", { count: held });
    const missing = roots.filter(({ state }) => state === "missing").map(({ path }) => path);
    for (const path of missing) logger.warn("a directory of the archive is not there", { path });
    send({ kind: "scanned", found: foundIn(catalog, settings.outlets, missing) });
  }

  async function ingest(looks: readonly FileLook[]): Promise<void> {
    const { unsettled, needsScan } = await ingester.ingest(looks);
    publisher.publish();
    for (const path of unsettled) hints.hint(path);
    if (needsScan) requestScan();
  }

  function reload(): void {
    const next = reloadSettings(sources, settings.config);
    if (!next.ok) {
      for (const { where, message } of next.mistakes) logger.error(`${where}: ${message}`);
      logger.error("the edited settings have mistakes; the ones before stay in force");
      return;
    }
    if (isDeepStrictEqual(factsOf(next.value), factsOf(settings))) return;
    const refusal = refusalOf(catalog, next.value.outlets, isAsked(data, "accept-ids"));
    if (refusal !== undefined) return logger.error(refusal);
    markDone(data, "accept-ids");
    settings = next.value;
    logger.setLevel(settings.config.logLevel);
    send({ kind: "reloaded", logLevel: settings.config.logLevel });
    publisher = newPublisher();
    logger.info("settings reloaded");
    enqueue("the scan after a reload", scan);
  }

  const requestScan = (): void => enqueue("a scan", scan);
  const scans = scheduleScans(settings.config.scanEvery, logger, now, requestScan);
  const hints = createHintQueue({
    look: (path) => {
      const seen = lookAtFile(path, seeds);
      return seen === undefined ? undefined : { path, ...seen };
    },
    settleMs: SETTLE_MS,
    onSettled: (looks) => enqueue("taking in changed files", () => ingest(looks)),
    // What is gone may have been renamed, and how much is gone decides whether that is held: only a scan can tell.
    onMissing: (paths) => {
      if (paths.some((path) => ingester.knows(path))) requestScan();
    },
  });
  const watcher = watchArchive({ roots: seeds, onHint, onError: (error) => logger.warn(error.message) });
  const settingsWatch = watchSettings(settings.config.configFile, settings.config.outlets, reload);

  function onHint({ directory, path }: Hint): void {
    if (path !== undefined) return hints.hint(path);
    const { files, roots } = scanArchive([directory]);
    for (const [file, { signature }] of files) if (!ingester.knows(file, signature)) hints.hint(file);
    // It may have held files and be gone, or emptied.
    if (roots.some(({ state }) => state !== "present")) requestScan();
  }

  // What an earlier run published is served until this one has something newer.
  send({ kind: "opened", feedNames: feedNamesOf(settings) });
  requestScan();

  return {
    reload,
    async stop() {
      isStopping = true;
      settingsWatch.close();
      watcher.close();
      scans.stop();
      hints.close();
      await queue;
    },
  };
}
