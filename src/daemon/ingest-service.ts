import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Catalog } from "../catalog/catalog.ts";
import { isCatalogCorrupt } from "../catalog/open-database.ts";
import type { ConfigSources } from "../config/load-config.ts";
import { packageVersion } from "../config/package-version.ts";
import type { Logger } from "../observe/logger.ts";
import { collectGarbage } from "./collect-garbage.ts";
import { acceptedLosses, markDone } from "./control-files.ts";
import { countApplied } from "./count-applied.ts";
import { editedSettings } from "./edited-settings.ts";
import { foundIn } from "./found.ts";
import { fillSearchIndex } from "./fill-search-index.ts";
import { followArchive } from "./follow-archive.ts";
import { createIngestLog } from "./ingest-log.ts";
import { createIngester, type Applied } from "./ingester.ts";
import type { FromIngestThread } from "./messages.ts";
import { createPublisher, type Publisher } from "./publisher.ts";
import { rateSettingsOf } from "./rate-settings.ts";
import type { FileLook } from "./read-article.ts";
import { readArticles } from "./reader-pool.ts";
import { scheduleScans } from "./schedule-scans.ts";
import { feedSettingsOf, publicationOf, type Settings } from "./settings.ts";
import { applyRequestedRulings, requestsDirectory } from "./requested-rulings.ts";
import { tellScan } from "./tell-scan.ts";
import { watchDirectories } from "./watch-directories.ts";
import { createWorkQueue } from "./work-queue.ts";

export interface IngestServiceDeps {
  readonly settings: Settings;
  readonly sources: ConfigSources;
  readonly readers: number;
  readonly catalog: Catalog;
  readonly siteId: string;
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
  const { catalog, logger, send, readers, siteId } = deps;
  let settings = deps.settings;
  const { seeds, data } = settings.config;
  const stopping = new AbortController();
  // Documents are first written once the whole archive has been taken in: half of it would show readers old articles as
  // new. Until then, whoever serves keeps what it has.
  let isComplete = catalog.documentTags().size > 0;
  let missingRoots: readonly string[] = [];
  let found = foundIn(catalog, settings.outlets, missingRoots);

  let publisher = newPublisher();
  const log = createIngestLog(logger, () => performance.now());
  const ingester = createIngester({
    catalog,
    roots: seeds,
    outlets: () => settings.outlets,
    keepsPruned: () => settings.config.archiveKeep,
    read: (looks) => readArticles(looks, settings.outlets, now, readers, stopping.signal),
    now,
    pause,
    shouldStop: () => stopping.signal.aborted,
    onApplied,
  });
  // Whoever serves takes all documents over at once; damage among them is better found here.
  for (const path of catalog.documentTags().keys()) catalog.document(path);

  function newPublisher(): Publisher {
    const { outlets, config } = settings;
    const version = packageVersion(deps.sources.packageRoot);
    const publishing = { outlets, feeds: feedSettingsOf(config), publication: publicationOf(config, siteId), version };
    return createPublisher({
      ...publishing,
      catalog,
      now,
      onPublished: (paths, edition) => send({ kind: "published", paths, edition }),
    });
  }

  function onApplied(applied: Applied): void {
    publisher.touch(applied.change.outletIds);
    log.applied(applied);
    send({ kind: "applied", ...countApplied(applied) });
    if (applied.total > 0) send({ kind: "reading", done: applied.done, total: applied.total });
    if (applied.done < applied.total && isComplete) publisher.publishNowAndThen();
  }

  function fail(what: string, error: unknown): void {
    if (stopping.signal.aborted) return;
    if (isCatalogCorrupt(error)) return deps.onCorrupt(error);
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
    scans.ran(summary.workMs);
    archive.refresh(summary.scan.directories);
    missingRoots = summary.scan.roots.filter(({ state }) => state === "missing").map(({ path }) => path);
    isComplete = true;
    log.scanned(summary);
    publisher.publish();
    finish(summary);
  }

  async function takeRulings(): Promise<void> {
    publisher.touch(applyRequestedRulings(data, catalog, logger));
    if (isComplete) publish();
    finish({ unsettled: [], needsScan: false });
  }

  async function ingest(looks: readonly FileLook[]): Promise<void> {
    const taken = await ingester.ingest(looks);
    if (stopping.signal.aborted) return;
    if (isComplete) publish();
    finish(taken);
  }

  function finish({ unsettled, needsScan }: { unsettled: readonly string[]; needsScan: boolean }): void {
    found = foundIn(catalog, settings.outlets, missingRoots);
    send({ kind: "scanned", found });
    for (const path of unsettled) archive.hint(path);
    if (needsScan) scans.request();
  }

  /** While files come faster than they are taken in, the last to come publishes for all. */
  function publish(): void {
    if (work.hasMore()) publisher.publishNowAndThen();
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
    publisher = newPublisher();
    logger.info("settings reloaded");
    scans.request();
  }

  /** Feeds that select by text had to wait for it. */
  function onIndexed(): void {
    publisher = newPublisher();
    if (isComplete) publish();
  }

  const work = createWorkQueue(fail);
  const scans = scheduleScans(settings.config.scanEvery, logger, () => {
    work.add("a scan", () => tellScan(send, scan));
    work.add("collecting what it left behind", collectGarbage);
  });
  const archive = followArchive({
    roots: seeds,
    ingester,
    logger,
    onSettled: (looks) => work.add("taking in changed files", () => ingest(looks)),
    onDoubt: () => scans.request(),
  });
  const settingsWatch = watchDirectories([dirname(settings.config.configFile), settings.config.outlets], reload);
  const requestsWatch = watchDirectories([requestsDirectory(data)], () => work.add("a takedown", takeRulings));

  // What an earlier run published is served until this one has something newer.
  send({ kind: "opened", edition: publisher.edition() });
  fillSearchIndex({ catalog, logger, work, onIndexed });
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
