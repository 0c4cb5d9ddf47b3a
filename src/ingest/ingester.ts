import type { Corrections } from "../model/story.ts";
import type { SeenFile } from "../archive/look-at-file.ts";
import { SETTLE_MS } from "../archive/read-article-file.ts";
import { scanArchive, type ArchiveScan } from "../archive/scan-archive.ts";
import type { AppliedChange, Catalog, IngestedFile, KnownFile } from "../catalog/catalog.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { currentFingerprint } from "./ingest-file.ts";
import { LossGuard } from "./loss-guard.ts";
import type { FileLook, ReadArticle } from "./read-article.ts";
import { timeWork } from "./time-work.ts";

/** The settings of ingest that may change while it runs. */
export interface IngestSettings {
  /** The pairs of `stories.join` and `stories.forbid`. */
  readonly corrections: Corrections;
  readonly outlets: Outlets;
  /** Globs of paths that do not count. */
  readonly ignore: readonly string[];
  /** True where articles stay when their files are pruned (`archive.keep`). */
  readonly keepsPruned: boolean;
}

export interface IngesterDeps {
  readonly catalog: Catalog;
  readonly roots: readonly string[];
  readonly settings: () => IngestSettings;
  /** Reads files looked at before, once they have `settled`, in batches; one batch is one transaction. */
  readonly read: (looks: readonly FileLook[], settled: Promise<unknown>) => AsyncIterable<readonly ReadArticle[]>;
  readonly now: () => Date;
  readonly pause: (ms: number) => Promise<unknown>;
  /** True when the ingester is to leave off after the batch under way. */
  readonly shouldStop: () => boolean;
  /** Called after every transaction that changed what is known. */
  readonly onApplied: (applied: Applied) => Promise<void> | void;
}

/** One transaction: what it changed, and the files it took in. */
export interface Applied {
  readonly change: AppliedChange;
  readonly files: readonly IngestedFile[];
  /** So many files of `total` have been read. */
  readonly done: number;
  readonly total: number;
}

export interface ScanSummary {
  readonly scan: ArchiveScan;
  /** What it cost to look at every file, without reading any, in milliseconds of work. */
  readonly costMs: number;
  /** Files that changed between two looks, to be looked at again soon. */
  readonly unsettled: readonly string[];
  /** Files were moved meanwhile, so that only another scan can tell what became of them. */
  readonly needsScan: boolean;
  /** Files that gave an article, which stays, and that cannot be read now. */
  readonly unread: readonly UnreadFile[];
  /** The number of lost files whose articles are kept. */
  readonly held: number;
}

/** A path, and the reason as a sentence. */
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

/** One look at every file, and the outcome of reading the new ones. */
interface Pass extends Taken {
  readonly scan: ArchiveScan;
  readonly costMs: number;
  /** Known files that the scan did not find. */
  readonly missing: readonly string[];
}

/** The difference between the archive and what is known of it. */
interface Difference {
  /** Files found that have news. */
  readonly looks: readonly FileLook[];
  /** Known files that were not found. */
  readonly absent: readonly KnownFile[];
}

/**
 * Keeps the catalog in line with the archive. One call at a time: the archive is compared with what is known of it in
 * one pass, so that a quiet scan costs one query and writes nothing, and nothing of it stays in memory.
 */
export class Ingester {
  readonly #deps: IngesterDeps;
  readonly #catalog: Catalog;
  readonly #losses: LossGuard;

  constructor(deps: IngesterDeps) {
    this.#deps = deps;
    this.#catalog = deps.catalog;
    this.#losses = new LossGuard(deps.catalog, deps.now);
  }

  /** Brings the catalog in line with every file there is. Losses apply that are not more than `acceptedLosses`. */
  async scan(acceptedLosses = 0): Promise<ScanSummary> {
    const pass = await this.#confirm(await this.#pass());
    const { scan, costMs, unsettled, unread, gone, missing, spoilt } = pass;
    const summary = { scan, costMs, unsettled, unread, needsScan: gone.length > 0 };
    if (this.#deps.shouldStop()) return { ...summary, held: 0 };
    const weighed = await this.#losses.weigh({ gone: missing, spoilt, scan, acceptedLosses });
    await this.#apply(weighed.spoilt, weighed.removed);
    return { ...summary, held: weighed.held };
  }

  /**
   * Takes in files that were looked at a settling time ago. A file that looks lost is left to a scan, which sees
   * whether it was renamed and how much else is gone. So is a file that cannot be read: a scan tells of it if that lasts.
   */
  async ingest(looks: readonly FileLook[]): Promise<Pick<ScanSummary, "unsettled" | "needsScan">> {
    const isNews = newsUnder(this.#deps.settings().outlets);
    const known = await this.#catalog.files.find(looks.map(({ path }) => path));
    const news = looks.filter(({ path, signature }) => isNews(known.get(path), signature));
    const { unsettled, gone, spoilt, unread } = await this.#take(news, Promise.resolve());
    const isMissed = await this.knowsOneOf(gone);
    return { unsettled, needsScan: spoilt.length + unread.length > 0 || isMissed };
  }

  async knowsOneOf(paths: readonly string[]): Promise<boolean> {
    return (await this.#catalog.files.find(paths)).size > 0;
  }

  /** Compares the files found in a directory and below it with those known. `isMissing`: a known one was not found. */
  async compare(
    directory: string,
    found: ReadonlyMap<string, SeenFile>,
  ): Promise<{ changed: readonly string[]; isMissing: boolean }> {
    const { looks, absent } = await this.#difference(found, directory);
    return { changed: looks.map(({ path }) => path), isMissing: absent.length > 0 };
  }

  async #pass(): Promise<Pass> {
    const cost = timeWork();
    const scan = scanArchive(this.#deps.roots, this.#deps.settings().ignore);
    const { keepsPruned } = this.#deps.settings();
    const { looks, absent } = await this.#difference(scan.files);
    const missing = absent
      .filter(({ path, published }) => !(keepsPruned && published) && !scan.isUnseen(path))
      .map(({ path }) => path);
    const costMs = cost();
    const settled = looks.length > 0 ? this.#deps.pause(SETTLE_MS) : Promise.resolve();
    return { scan, costMs, missing, ...(await this.#take(looks, settled)) };
  }

  /**
   * A file that is renamed or replaced while directories are read can be missing under both names. So losses are those
   * that two looks agree on; by the second, the new name has been read.
   */
  async #confirm(first: Pass): Promise<Pass> {
    if (first.missing.length === 0 || this.#deps.shouldStop()) return first;
    await this.#deps.pause(SETTLE_MS);
    const second = await this.#pass();
    const suspects = new Set(first.missing);
    return {
      ...second,
      costMs: first.costMs + second.costMs,
      missing: second.missing.filter((path) => suspects.has(path)),
      unsettled: [...new Set([...first.unsettled, ...second.unsettled])],
      gone: [...first.gone, ...second.gone],
    };
  }

  /**
   * Compares what was found, of the archive or of a directory, in one pass over what is known there; in a second one only
   * where a file was found that is not known.
   */
  async #difference(found: ReadonlyMap<string, SeenFile>, directory?: string): Promise<Difference> {
    const isNews = newsUnder(this.#deps.settings().outlets);
    const looks: FileLook[] = [];
    const absent: KnownFile[] = [];
    const note = (path: string, seen: SeenFile): void => void looks.push({ path, ...seen });
    let met = 0;
    for await (const files of this.#catalog.files.known(directory)) {
      for (const file of files) {
        const seen = found.get(file.path);
        if (seen === undefined) {
          absent.push(file);
          continue;
        }
        met += 1;
        if (isNews(file, seen.signature)) note(file.path, seen);
      }
    }
    if (met === found.size) return { looks, absent };
    const known = new Set<string>();
    for await (const files of this.#catalog.files.known(directory)) for (const { path } of files) known.add(path);
    for (const [path, seen] of found) if (!known.has(path)) note(path, seen);
    return { looks, absent };
  }

  /** Reads and applies files, but for those that gave an article before and do so no longer: these are losses. */
  async #take(looks: readonly FileLook[], settled: Promise<unknown>): Promise<Taken> {
    const taken: Taken = { unsettled: [], gone: [], spoilt: [], unread: [] };
    let done = 0;
    for await (const batch of this.#deps.read(looks, settled)) {
      done += batch.length;
      const read = batch.map((result) => (result.state === "ingested" ? result.file.path : result.path));
      const known = await this.#catalog.files.find(read);
      const ingested = batch.map((result) => this.#sort(result, known, taken)).filter((file) => file !== undefined);
      await this.#apply(ingested, [], done, looks.length);
      if (this.#deps.shouldStop()) break;
    }
    return taken;
  }

  /** Returns the file if it is to be applied; else it is noted in `taken`, or nothing is new about it. */
  #sort(result: ReadArticle, known: ReadonlyMap<string, KnownFile>, taken: Taken): IngestedFile | undefined {
    if (result.state === "unsettled") taken.unsettled.push(result.path);
    if (result.state === "gone") taken.gone.push(result.path);
    if (result.state !== "ingested") return undefined;
    const { file } = result;
    const before = known.get(file.path);
    if (before !== undefined && isSameOutcome(before, file)) return undefined;
    if (before?.published !== true || file.outcome.ok) return file;
    const { code, message } = file.outcome.problem;
    // A disk that does not give a file now says nothing of the file, and a capture from the future is held back: the
    // article of before stays until another scan.
    if (code === "UNREADABLE_FILE") taken.unread.push({ path: file.path, message });
    else if (code !== "FUTURE_CAPTURE") taken.spoilt.push(file);
    return undefined;
  }

  async #apply(ingested: readonly IngestedFile[], removed: readonly string[], done = 0, total = 0): Promise<void> {
    if (ingested.length === 0 && removed.length === 0) return;
    const change = await this.#catalog.files.apply({ ingested, removed });
    await this.#deps.onApplied({ change, files: ingested, done, total });
  }
}

/**
 * Tells whether there is something to read in a file of which this is known. What is known has to have come from these
 * outlets. A file that could not be read is always news, for mending it leaves no trace in its signature. Hosts are few
 * and files many: one look-up each.
 */
function newsUnder(outlets: Outlets): (file: KnownFile | undefined, signature: string) => boolean {
  const fingerprints = new Map<string | undefined, string>();
  return (file, signature) => {
    if (file === undefined || file.signature !== signature || file.sha256 === "") return true;
    const current = fingerprints.get(file.host) ?? currentFingerprint(outlets, file.host);
    fingerprints.set(file.host, current);
    return file.fingerprint !== current;
  };
}

/** True where reading a file came to what is known of it. */
function isSameOutcome(before: KnownFile, { signature, fingerprint, sha256, outcome }: IngestedFile): boolean {
  return (
    before.signature === signature &&
    before.fingerprint === fingerprint &&
    before.sha256 === sha256 &&
    before.published === outcome.ok
  );
}
