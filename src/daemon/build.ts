import type { Config } from "../config/config.ts";
import { compress } from "../lib/compress.ts";
import type { Document } from "../model/document.ts";
import type { DocumentAddress } from "../model/addresses.ts";
import type { Logger } from "../observe/logger.ts";
import { defineEdition } from "../publish/edition.ts";
import { listAddresses, makeDocument, type MakeDeps } from "../publish/make-document.ts";
import { entryRenderer } from "../publish/make-feed.ts";
import { readPageAssets, readyDocuments } from "../publish/ready-documents.ts";
import { buildSite, type BuiltSite, type StaticDocument } from "../site/build-site.ts";
import { foundIn } from "../ingest/found.ts";
import type { Found } from "./messages.ts";
import { openForBuild } from "./open-for-build.ts";
import { feedSettingsOf, siteOf } from "../config/settings.ts";

const ENTRY_CACHE_BYTES = 32 * 1024 * 1024;

export interface BuildDeps {
  readonly config: Config;
  readonly outDir: string;
  readonly logger: Logger;
  /** Aborted, it ends the build with the signal's reason, and every file whole. */
  readonly signal: AbortSignal;
  /** Called as work goes on: files read, then documents written. */
  readonly onProgress: (step: "reading" | "writing", done: number, total: number) => void;
}

export interface Built {
  readonly found: Found;
  /** The catalog is a daemon's, and was read as it stood. */
  readonly isDaemons: boolean;
  /** Absent where there is no article: what an earlier build wrote is better than nothing. */
  readonly site?: BuiltSite;
}

/**
 * One pass: brings the catalog in line with the archive and writes every document as static files, byte for byte what a
 * server with the same settings sends, but for the search that its pages offer. Throws as `openArchiveCatalog` does.
 */
export async function buildOnce({ config, outDir, logger, signal, onProgress }: BuildDeps): Promise<Built> {
  const onRead = (done: number, total: number): void => onProgress("reading", done, total);
  const { catalog, siteId, outlets, missingRoots, isDaemons } = await openForBuild({ config, logger, signal, onRead });
  try {
    const found = foundIn(catalog, outlets, missingRoots);
    if (found.articles === 0) return { found, isDaemons };
    const site = siteOf(config, siteId);
    const renderEntry = entryRenderer(site, ENTRY_CACHE_BYTES);
    const edition = defineEdition(catalog, { outlets, feeds: feedSettingsOf(config), site });
    const deps = { catalog, edition, renderEntry, hasSearch: false };
    const ready = [...readyDocuments({ ...deps, assets: readPageAssets() })];
    const addresses = [...listAddresses(deps)];
    const built = await buildSite({
      documents: everyDocument(ready, addresses, deps),
      outDir,
      signal,
      onProgress: (done) => onProgress("writing", done, ready.length + addresses.length),
    });
    return { found, isDaemons, site: built };
  } finally {
    catalog.close();
  }
}

/** What a server keeps ready, and what it makes when asked for, one at a time. */
function* everyDocument(
  ready: readonly Document[],
  addresses: readonly DocumentAddress[],
  deps: MakeDeps,
): Generator<StaticDocument> {
  for (const document of ready) yield { ...document, codings: compress(document.body) };
  for (const address of addresses) {
    const made = makeDocument(deps, address);
    if (made.kind === "document") yield { ...made.document, codings: compress(made.document.body) };
  }
}
