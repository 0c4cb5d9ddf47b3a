import { setTimeout as pause } from "node:timers/promises";
import { availableParallelism } from "node:os";
import type { Config } from "../config/config.ts";
import { compress } from "../lib/coding/compress.ts";
import type { Logger } from "../observe/logger.ts";
import { entryRenderer, publishDocuments } from "../pipeline/publish-documents.ts";
import { buildSite, type BuiltSite } from "../site/build-site.ts";
import { foundIn } from "./found.ts";
import { createIngester } from "./ingester.ts";
import type { Found } from "./messages.ts";
import { openArchiveCatalog } from "./open-archive-catalog.ts";
import { readArticles } from "./reader-pool.ts";
import { publicationOf } from "./settings.ts";

export interface BuildDeps {
  readonly config: Config;
  readonly outDir: string;
  readonly logger: Logger;
  /** Called as work goes on: files read, then documents written. */
  readonly onProgress: (step: "reading" | "writing", done: number, total: number) => void;
}

const now = (): Date => new Date();

/**
 * One pass: brings the catalog in line with the archive and writes every document as static files, byte for byte what a
 * server with the same settings sends. Throws as `openArchiveCatalog` does.
 */
export async function buildOnce({ config, outDir, logger, onProgress }: BuildDeps): Promise<{ found: Found; site: BuiltSite }> {
  const { catalog, siteId, settings } = openArchiveCatalog(config, logger);
  const { outlets } = settings;
  try {
    const ingester = createIngester({
      catalog,
      roots: config.seeds,
      outlets: () => outlets,
      keepsPruned: () => config.archiveKeep,
      read: (looks) => readArticles(looks, outlets, now, availableParallelism()),
      now,
      pause: (ms) => pause(ms),
      shouldStop: () => false,
      onApplied: (_change, done, total) => onProgress("reading", done, total),
    });
    const { scan } = await ingester.scan();
    const publication = publicationOf(config, siteId);
    const renderEntry = entryRenderer(publication, 0);
    const documents = [...publishDocuments({ catalog, outlets, publication, renderEntry })];
    const site = await buildSite({
      documents: documents.values().map((document) => ({ ...document, codings: compress(document.body) })),
      outDir,
      onProgress: (done) => onProgress("writing", done, documents.length),
    });
    const missing = scan.roots.filter(({ state }) => state === "missing").map(({ path }) => path);
    return { found: foundIn(catalog, outlets, missing), site };
  } finally {
    catalog.close();
  }
}
