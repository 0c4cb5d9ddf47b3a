import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import type { Catalog, CatalogReader, Publication } from "../catalog/catalog.ts";
import { LEDGER_FILE } from "../catalog/ledger/ledger-lines.ts";
import { isInPostgres, openCatalog, type CatalogLocation } from "../catalog/open-catalog.ts";

export interface MoveDeps {
  readonly from: CatalogLocation;
  readonly to: CatalogLocation;
  /** The version of feedmill. */
  readonly version: string;
  /** Called as files are taken along. */
  readonly onProgress: (done: number, total: number) => void;
}

export interface Moved {
  readonly articles: number;
  readonly documents: number;
  /** Where the files of a catalog in SQLite are kept now; empty for another. */
  readonly keptAs: readonly string[];
}

/**
 * Takes a catalog to another engine: the ledger, what became of every file, and the finished documents with their tags and
 * times, so that readers notice nothing. The one that it was in is left as it is, or set aside where the data directory
 * has it. Throws `CatalogInUseError` where a daemon runs, and with a message where there is a catalog already.
 */
export async function moveCatalog({ from, to, version, onProgress }: MoveDeps): Promise<Moved> {
  const target = openCatalog(to);
  if (await target.exists()) {
    throw new Error(
      isInPostgres(to)
        ? `the schema ${to.catalogSchema} holds a catalog already; drop it, or choose another (catalog-schema)`
        : `${to.data} holds a catalog or a ledger already; move them away`,
    );
  }
  const source = openCatalog(from);
  const { catalog } = await source.write();
  let moved: Omit<Moved, "keptAs">;
  try {
    const ledger = await Array.fromAsync(source.ledgerLines());
    const opened = await target.write({ ledger });
    try {
      await takeFiles(catalog, opened.catalog, onProgress);
      const documents = await takeDocuments(catalog, opened.catalog, version);
      await opened.catalog.state.setHeldLosses(await catalog.state.heldLosses());
      const { articles } = await opened.catalog.articles.count();
      moved = { articles, documents };
    } finally {
      await opened.catalog.close();
    }
  } finally {
    await catalog.close();
  }
  return { ...moved, keptAs: isInPostgres(from) ? [] : await setAside(from) };
}

async function takeFiles(source: Catalog, target: Catalog, onProgress: MoveDeps["onProgress"]): Promise<void> {
  const { files: total } = await source.files.counts();
  let done = 0;
  for await (const ingested of source.files.outcomes()) {
    await target.files.apply({ ingested, removed: [] });
    done += ingested.length;
    onProgress(done, total);
  }
}

/** Documents are published as they were, each at its own time. */
async function takeDocuments(source: CatalogReader, target: Catalog, version: string): Promise<number> {
  const kept = await source.documents.edition();
  if (kept === undefined) return 0;
  const publish = (said: Partial<Publication>): Promise<Date> => {
    const nothing = { documents: [], removed: [], isNews: false, now: kept.changedAt };
    return target.documents.publish({ ...nothing, edition: kept.edition, version, ...said });
  };
  await publish({});
  const paths = [...(await source.documents.tags()).keys()];
  for (const path of paths) await takeDocument(source, path, publish);
  return paths.length;
}

/** A document's versions come before it, the oldest first: the last one of them is the document itself. */
async function takeDocument(
  source: CatalogReader,
  path: string,
  publish: (said: Partial<Publication>) => Promise<Date>,
): Promise<void> {
  const document = await source.documents.find(path);
  if (document === undefined) return;
  const { codings, etag, lastModified } = document;
  const tags = document.versions.toReversed();
  for (const [index, tag] of tags.entries()) {
    const version = (await source.documents.version(path, tag)) ?? [];
    const now = new Date(lastModified.getTime() - 1000 * (tags.length - 1 - index));
    await publish({ documents: [{ document, codings, etag: tag, version }], now });
  }
  if (tags.at(-1) !== etag) await publish({ documents: [{ document, codings, etag }], now: lastModified });
}

/** A ledger that stayed where it was would be taken for one that was forgotten. */
async function setAside(location: CatalogLocation): Promise<readonly string[]> {
  const ledger = join(location.data, LEDGER_FILE);
  const kept = join(location.data, `moved-${LEDGER_FILE}`);
  if (existsSync(ledger)) renameSync(ledger, kept);
  return [kept, await openCatalog(location).setAside()];
}
