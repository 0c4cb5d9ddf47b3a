import { setTimeout as pause } from "node:timers/promises";
import type { AppliedChange } from "../catalog/catalog.ts";
import type { Config } from "../config/config.ts";
import { ingestSettingsOf, publishSettingsOf } from "../config/settings.ts";
import { countChangedIds } from "../ingest/article-ids.ts";
import { Ingester, type Applied, type ScanSummary } from "../ingest/ingester.ts";
import { readArticles, usefulProcesses } from "../ingest/readers/reader-pool.ts";
import { acceptDeletions, rule, type AcceptedDeletions } from "../ingest/rulings.ts";
import type { Logger } from "../observe/logger.ts";
import { Publisher } from "../publish/publisher.ts";
import {
  listTakedowns,
  rulingEffect,
  rulingOf,
  type Effects,
  type ReloadEffect,
  type RulingCommand,
  type RulingEffect,
} from "./commands.ts";
import { publishFilesOnce } from "./file-keeper.ts";
import { openArchiveCatalog, type OpenArchiveDeps, type OpenedArchive } from "./open-archive-catalog.ts";

/*
 * Commands where no daemon runs: this process carries them out as the one writer of the data directory. What was
 * published follows at once, for a daemon serves that first when it starts. All throw as `openArchiveCatalog` does.
 */

export interface LoneDeps {
  readonly config: Config;
  /** The version of feedmill. */
  readonly version: string;
  readonly logger: Logger;
}

const now = (): Date => new Date();

export async function ruleAlone(command: RulingCommand, deps: LoneDeps): Promise<RulingEffect> {
  // No file is read, so that profiles that would change ids do no harm.
  return withCatalog({ ...deps, acceptsIds: true }, async ({ catalog }, publish) => {
    const outcome = await rule(catalog, rulingOf(command, now()), command.kind === "takedown" && command.mustBeKnown);
    if (outcome.kind === "done") await publish();
    return rulingEffect(outcome, false);
  });
}

export async function listTakedownsAlone(deps: LoneDeps): Promise<Effects["takedowns"]> {
  return withCatalog({ ...deps, acceptsIds: true }, ({ catalog }) => listTakedowns(catalog));
}

export async function acceptDeletionsAlone(deps: LoneDeps): Promise<AcceptedDeletions> {
  return withCatalog(deps, (opened, publish) =>
    acceptDeletions(opened.catalog, async (acceptedLosses) => {
      const scanned = await scanOnce(opened, { acceptedLosses });
      await publish();
      return scanned;
    }),
  );
}

export async function acceptIdsAlone(deps: LoneDeps): Promise<ReloadEffect> {
  return withCatalog({ ...deps, acceptsIds: true }, async (opened, publish) => {
    const changedIds = await countChangedIds(opened.catalog, opened.settings.outlets);
    if (changedIds === 0) return { kind: "nothing-to-do" };
    await scanOnce(opened);
    await publish();
    return { kind: "done", changedIds };
  });
}

/** Adds the lines of another ledger. Returns what that changed. */
export async function importLedger(ledger: readonly string[], deps: LoneDeps): Promise<AppliedChange> {
  return withCatalog({ ...deps, ledger, acceptsIds: true }, async ({ change }, publish) => {
    await publish();
    return change;
  });
}

/** Opens the catalog for a piece of work, and closes it. */
async function withCatalog<T>(
  deps: LoneDeps & OpenArchiveDeps,
  work: (opened: OpenedArchive, publish: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const opened = await openArchiveCatalog(deps);
  try {
    return await work(opened, () => publishAgain(opened, deps.version));
  } finally {
    await opened.catalog.close();
  }
}

/** A catalog of which nothing is published waits until an archive has been read. */
async function publishAgain({ catalog, settings, siteId }: OpenedArchive, version: string): Promise<void> {
  if ((await catalog.documents.tags()).size === 0) return;
  const publisher = new Publisher({
    catalog,
    settings: publishSettingsOf(settings, siteId),
    version,
    now,
    monotonicMs: () => performance.now(),
    onPublished: () => undefined,
  });
  await publisher.publish();
  await publishFilesOnce(settings.config);
}

export interface ScanOnceOptions {
  readonly acceptedLosses?: number;
  /** Aborted, it ends the scan after the files under way. */
  readonly signal?: AbortSignal;
  readonly onApplied?: (applied: Applied) => void;
}

/** Brings an opened catalog in line with the archive, once. */
export function scanOnce(opened: OpenedArchive, options: ScanOnceOptions = {}): Promise<ScanSummary> {
  const { catalog, settings } = opened;
  const { outlets, config } = settings;
  const abandonment = options.signal && { abandoned: options.signal };
  const ingester = new Ingester({
    catalog,
    roots: config.seeds,
    settings: () => ingestSettingsOf(settings),
    read: (looks, settled) => readArticles(looks, outlets, now, usefulProcesses(), { ...abandonment, settled }),
    now,
    pause,
    shouldStop: () => options.signal?.aborted === true,
    onApplied: (applied) => options.onApplied?.(applied),
  });
  return ingester.scan(options.acceptedLosses);
}
