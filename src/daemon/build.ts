import { CatalogInUseError, type CatalogReader } from "../catalog/catalog.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import type { Config } from "../config/config.ts";
import { correctionsOf, feedSettingsOf, siteOf } from "../config/parts-of-config.ts";
import { requireSettings } from "../config/settings.ts";
import { reportArchive, type ArchiveReport } from "../ingest/archive-report.ts";
import type { ScanSummary } from "../ingest/ingester.ts";
import { compress } from "../lib/compress.ts";
import type { Site } from "../model/feed.ts";
import type { Logger } from "../observe/logger.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { defineEdition } from "../publish/edition.ts";
import { entryRenderer } from "../publish/make-feed.ts";
import { readPageAssets } from "../publish/ready-documents.ts";
import { staticDocuments, type StaticDocument } from "../publish/static-documents.ts";
import { buildSite, type BuiltSite } from "../site/build-site.ts";
import type { SiteFile } from "../site/site-file.ts";
import { openArchiveCatalog, type OpenedArchive } from "./open-archive-catalog.ts";
import { scanOnce } from "./without-daemon.ts";

export interface BuildDeps {
  readonly config: Config;
  readonly outDir: string;
  /** Also writes what few people read: other languages and scripts, days of the year, every coding of every document. */
  readonly isAll: boolean;
  readonly logger: Logger;
  /** Stops the build when aborted. The build then throws the signal's reason, and every file is complete. */
  readonly signal: AbortSignal;
  /** Reports progress: first files read, then documents written. */
  readonly onProgress: (step: "reading" | "writing", done: number, total: number) => void;
}

export interface Built {
  readonly archive: ArchiveReport;
  /** True if a daemon owns the catalog. The build then reads it and changes nothing. */
  readonly isDaemons: boolean;
  /** Absent if there is no article. The files of an earlier build then stay. */
  readonly site?: BuiltSite;
}

interface BuildCatalog {
  readonly catalog: CatalogReader;
  readonly siteId: string;
  readonly outlets: Outlets;
  readonly roots: ScanSummary["scan"]["roots"];
  readonly isDaemons: boolean;
}

const ENTRY_CACHE_BYTES = 32 * 1024 * 1024;

/**
 * Updates the catalog from the archive once, and writes documents as static files. Feeds have the same bytes as from a
 * server with the same settings and without push. Pages and lists link only to files that exist. Throws as
 * `openArchiveCatalog` does.
 */
export async function buildOnce(deps: BuildDeps): Promise<Built> {
  const { config, outDir, isAll, signal, onProgress } = deps;
  const { catalog, siteId, outlets, roots, isDaemons } = await open(deps);
  try {
    const archive = await reportArchive(catalog, { outlets, corrections: correctionsOf(config) }, roots);
    if (archive.articles === 0) return { archive, isDaemons };
    const site: Site = { ...siteOf(config, siteId), ...(!isAll && { extent: "core" }) };
    const renderEntry = entryRenderer(site, ENTRY_CACHE_BYTES);
    const edition = await defineEdition(catalog, { outlets, feeds: feedSettingsOf(config), site });
    const { total, documents } = await staticDocuments({
      catalog,
      edition,
      renderEntry,
      assets: readPageAssets(),
      hasSearch: false,
    });
    const built = await buildSite({
      documents: withCodings(documents, isAll),
      outDir,
      signal,
      onProgress: (done) => onProgress("writing", done, total),
    });
    return { archive, isDaemons, site: built };
  } finally {
    await catalog.close();
  }
}

/** Opens the catalog. Updates it from the archive, unless a daemon does so. */
async function open({ config, logger, signal, onProgress }: BuildDeps): Promise<BuildCatalog> {
  let opened: OpenedArchive;
  try {
    opened = await openArchiveCatalog({ config, logger });
  } catch (error) {
    if (error instanceof CatalogInUseError) return await openDaemons(config);
    throw error;
  }
  const { catalog, siteId, settings } = opened;
  try {
    const { scan } = await scanOnce(opened, {
      signal,
      onApplied: ({ done, total }) => onProgress("reading", done, total),
    });
    while ((await catalog.state.maintain(correctionsOf(config))).left > 0) signal.throwIfAborted();
    signal.throwIfAborted();
    return { catalog, siteId, outlets: settings.outlets, roots: scan.roots, isDaemons: false };
  } catch (error) {
    await catalog.close();
    throw error;
  }
}

/** Reads the catalog of a running daemon, which keeps it up to date. */
async function openDaemons(config: Config): Promise<BuildCatalog> {
  const { outlets } = requireSettings(config);
  const catalog = await openCatalog(config).read();
  const siteId = (await catalog.documents.edition())?.edition.site.siteId;
  if (siteId !== undefined) return { catalog, siteId, outlets, roots: [], isDaemons: true };
  await catalog.close();
  throw new Error(`The feedmill that uses ${config.data} is only starting. Try again in a moment.`);
}

/** Documents that are often requested. They are compressed beforehand, in the codings that file servers know. */
async function* withCodings(documents: AsyncIterable<StaticDocument>, isAll: boolean): AsyncGenerator<SiteFile> {
  for await (const { path, body, isHot } of documents) {
    if (!isAll && !isHot) {
      yield { path, body, codings: {} };
      continue;
    }
    const { gzip, br, zstd } = compress(body);
    yield { path, body, codings: isAll ? { gzip, br, zstd } : { gzip, br } };
  }
}
