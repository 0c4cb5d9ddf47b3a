import { SETTLE_MS } from "../archive/read-article-file.ts";
import type { SeenFile } from "../archive/file-signature.ts";
import { scanArchive, type ArchiveScan } from "../archive/scan-archive.ts";
import type { AppliedChange, Catalog, IngestedFile } from "../catalog/catalog.ts";
import { isInside } from "../lib/fs/paths.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { differenceOf, type Difference } from "./difference.ts";
import { createLosses } from "./losses.ts";
import { isSameOutcome, newsUnder } from "./news-under.ts";
import { processorMs } from "./processor-ms.ts";
import type { FileLook, ReadArticle } from "./read-article.ts";

export interface IngesterDeps {
  readonly catalog: Catalog;
  readonly roots: readonly string[];
  readonly outlets: () => Outlets;
  /** Reads files looked at before, in batches; one batch is one transaction. */
  readonly read: (looks: readonly FileLook[]) => AsyncIterable<readonly ReadArticle[]>;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<void>;
  /** Whether articles stay when their files are pruned (`archive.keep`). */
  readonly keepsPruned: () => boolean;
  /** Whether to leave off after the batch under way. */
  readonly shouldStop: () => boolean;
  /** After every transaction that changed what is known. */
  readonly onApplied: (applied: Applied) => void;
}

/** What one transaction took in. */
export interface Applied {
  readonly change: AppliedChange;
  readonly files: readonly IngestedFile[];
  /** How many files of how many have been read. */
  readonly done: number;
  readonly total: number;
}

export interface ScanSummary {
  readonly scan: ArchiveScan;
  /** Processor time that looking at every file took, without reading any. */
  readonly workMs: number;
  /** Files that changed between two looks, to be looked at again soon. */
  readonly unsettled: readonly string[];
  /** Files were moved meanwhile, so that only another scan can tell what became of them. */
  readonly needsScan: boolean;
  /** Files that gave an article, which stays, and that cannot be read now. */
  readonly unread: readonly UnreadFile[];
  readonly held: number;
}

export interface Ingester {
  /** Brings the catalog in line with every file there is. Losses apply that are not more than `acceptedLosses`. */
  scan(acceptedLosses?: number): Promise<ScanSummary>;
  /**
   * Takes in files that were looked at a settling time ago. What looks like a loss is left to a scan, which sees
   * whether the file was renamed, and how much else is gone; as is what cannot be read, which it tells of if that lasts.
   */
  ingest(looks: readonly FileLook[]): Promise<Pick<ScanSummary, "unsettled" | "needsScan">>;
  knows(path: string): boolean;
  /** What is new about the files found in a directory and below it, and whether a known one is not among them. */
  compare(directory: string, found: ReadonlyMap<string, SeenFile>): { changed: readonly string[]; isMissing: boolean };
}

/** The path, and the reason as a sentence. */
export interface UnreadFile {
  readonly path: string;
  readonly message: string;
}

interface Taken {
  readonly unsettled: string[];
  readonly gone: string[];
  /** Files that gave an article before and give a problem now. */
  readonly spoilt: IngestedFile[];
  readonly unread: UnreadFile[];
}

/** One look at every file, and what reading the new ones came to. */
interface Pass extends Taken {
  readonly scan: ArchiveScan;
  readonly workMs: number;
  /** Known files that the scan did not find. */
  readonly missing: readonly string[];
}

/**
 * Keeps the catalog in line with the archive. One call at a time: what the archive holds is compared with what is
 * known of it in one pass, so that a quiet scan costs one query and writes nothing, and nothing of it stays in memory.
 */
export function createIngester(deps: IngesterDeps): Ingester {
  const { catalog, now } = deps;
  const weigh = createLosses({ catalog, now });
  const knows = (path: string): boolean => catalog.knownFile(path) !== undefined;

  /** Applies what reading came to, all but files that gave an article before and do so no longer: those are losses. */
  async function take(looks: readonly FileLook[]): Promise<Taken> {
    const taken: Taken = { unsettled: [], gone: [], spoilt: [], unread: [] };
    let done = 0;
    for await (const batch of deps.read(looks)) {
      done += batch.length;
      apply(
        batch.flatMap((result) => sort(result, taken)),
        [],
        done,
        looks.length,
      );
      if (deps.shouldStop()) break;
    }
    return taken;
  }

  /** The file, if it is to be applied; else it is noted in `taken`, or nothing is new about it. */
  function sort(result: ReadArticle, taken: Taken): readonly IngestedFile[] {
    if (result.state === "unsettled") taken.unsettled.push(result.path);
    if (result.state === "gone") taken.gone.push(result.path);
    if (result.state !== "ingested") return [];
    const { file } = result;
    const before = catalog.knownFile(file.path);
    if (before !== undefined && isSameOutcome(before, file)) return [];
    if (before?.published !== true || file.outcome.ok) return [file];
    const { code, message } = file.outcome.problem;
    // What the disk does not give now says nothing of the file, and a capture from the future is held back: what the
    // file gave before stays until another scan.
    if (code === "UNREADABLE_FILE") taken.unread.push({ path: file.path, message });
    else if (code !== "FUTURE_CAPTURE") taken.spoilt.push(file);
    return [];
  }

  function apply(ingested: readonly IngestedFile[], removed: readonly string[], done = 0, total = 0): void {
    if (ingested.length === 0 && removed.length === 0) return;
    const change = catalog.apply({ ingested, removed });
    deps.onApplied({ change, files: ingested, done, total });
  }

  function difference(found: ReadonlyMap<string, SeenFile>): Difference {
    return differenceOf(found, catalog, newsUnder(deps.outlets()));
  }

  async function pass(): Promise<Pass> {
    const startedMs = processorMs();
    const scan = scanArchive(deps.roots);
    const keepsPruned = deps.keepsPruned();
    const { looks, absent } = difference(scan.files);
    const missing = absent
      .filter(({ path, published }) => !(keepsPruned && published) && !scan.isUnseen(path))
      .map(({ path }) => path);
    const workMs = processorMs() - startedMs;
    if (looks.length > 0) await deps.pause(SETTLE_MS);
    return { scan, workMs, missing, ...(await take(looks)) };
  }

  /**
   * A file that is renamed or replaced while directories are read can be missing under both names. So losses are those
   * that two looks agree on; by the second, the new name has been read.
   */
  async function confirm(first: Pass): Promise<Pass> {
    if (first.missing.length === 0 || deps.shouldStop()) return first;
    await deps.pause(SETTLE_MS);
    const second = await pass();
    const suspects = new Set(first.missing);
    return {
      ...second,
      workMs: first.workMs + second.workMs,
      missing: second.missing.filter((path) => suspects.has(path)),
      unsettled: [...new Set([...first.unsettled, ...second.unsettled])],
      gone: [...first.gone, ...second.gone],
    };
  }

  return {
    async scan(acceptedLosses = 0) {
      const { scan, workMs, unsettled, gone, missing, spoilt, unread } = await confirm(await pass());
      const summary = { scan, workMs, unsettled, unread, needsScan: gone.length > 0 };
      if (deps.shouldStop()) return { ...summary, held: 0 };
      const losses = weigh({ gone: missing, spoilt, scan, acceptedLosses });
      apply(losses.spoilt, losses.removed);
      return { ...summary, held: losses.held };
    },

    async ingest(looks) {
      const isNews = newsUnder(deps.outlets());
      const news = looks.filter(({ path, signature }) => isNews(catalog.knownFile(path), signature));
      const { unsettled, gone, spoilt, unread } = await take(news);
      return { unsettled, needsScan: spoilt.length + unread.length > 0 || gone.some(knows) };
    },

    knows,

    compare(directory, found) {
      const { looks, absent } = difference(found);
      const isMissing = absent.some(({ path }) => isInside(path, directory));
      return { changed: looks.map(({ path }) => path), isMissing };
    },
  };
}
