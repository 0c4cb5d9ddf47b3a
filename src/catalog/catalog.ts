import type { Article, Capture } from "../model/article.ts";
import type { CapturedArticle, DayCount } from "../model/captured-article.ts";
import type { Document, FinishedDocument } from "../model/document.ts";
import type { Edition } from "../model/edition.ts";
import type { HeldEntry } from "../model/feed-version.ts";
import type { Selection } from "../model/selection.ts";
import type { Coverage, CoveredField } from "../model/coverage.ts";
import type { FileFlaw, FlawCode } from "../model/flaw.ts";
import type { FileProblem, Outcome, ProblemCode } from "../model/problem.ts";
import type { IndexTexts } from "../search/searched-texts.ts";
import type { Takedown } from "../model/takedown.ts";
import type { RestorationRecord, TakedownRecord } from "./ledger/ledger-record.ts";

/**
 * The articles we have. The catalog is an index over the archive: it can be deleted at any time, and one
 * rebuilt from the same files and ledger answers alike. One process opens it to write; any number to read.
 */
export interface CatalogReader {
  /**
   * The articles selected, all of them by default: newest first by `surfacedAt`, then by id. Lazy: one body at a time. A
   * selection with a query throws `SearchNotReadyError` while `isSearchable` is false, and `QueryTooBroadError`
   * once `isOver` answers true, which it is asked between looks at the index.
   */
  newest(selection?: Selection, isOver?: () => boolean): Iterable<Article>;
  /** The number of articles selected. Throws as `newest` does. */
  count(selection?: Selection, isOver?: () => boolean): number;
  /** The capture time of the newest text, from which spans of time count back; absent where there is no article. */
  newestCapturedAt(): Date | undefined;
  /** True where the search index holds every article. */
  isSearchable(): boolean;
  article(id: string): Article | undefined;
  /** UTC days on which articles of the selection were first captured, oldest first. */
  days(selection?: Selection): readonly DayCount[];
  /** Articles first captured on a UTC day (`2024-05-17`), by first capture, then by id. */
  capturedOn(day: string, selection?: Selection): readonly CapturedArticle[];
  /** Articles first captured on a day of any year (`05-17`), newest first. */
  capturedOnDay(onDay: string, selection?: Selection): readonly CapturedArticle[];
  /** The latest day with articles before a day, or of all. */
  dayBefore(day: string | undefined, selection?: Selection): string | undefined;
  /** The first day with articles after a day. */
  dayAfter(day: string, selection?: Selection): string | undefined;
  /** The UTC day of the latest capture of any article, of those taken down too. */
  lastDay(): string | undefined;
  /** The reason why there is no such article any more; absent where there may be one. */
  takedown(id: string): Takedown | undefined;
  /** Latest first. */
  takedowns(): readonly Takedown[];
  /**
   * The latest capture of an article that is taken down, as long as a file gives one: it tells which queries found the
   * article. Nothing of it may be published.
   */
  takenDownArticle(id: string): SelectableArticle | undefined;
  /** Addresses of every article, in no order: to find those whose ids other profiles would change. Lazy. */
  addresses(): Iterable<ArticleAddress>;
  /** Each identity host with the fingerprints its files' outcomes came from: one a host while profiles stay. */
  hostFingerprints(): readonly HostFingerprint[];
  /** Outlets that have articles, by id. */
  outlets(): readonly OutletSummary[];
  /**
   * The latest UTC hours in which texts of an outlet, or of all, first appeared: the start of each, latest first, at most
   * `max`.
   */
  activeHours(max: number, outletId?: string): readonly Date[];
  /** By path. */
  problems(): readonly FileProblem[];
  /** The number of files that have one. */
  problemCount(): number;
  /** The number of files that have each. */
  problemCounts(): ReadonlyMap<ProblemCode, number>;
  /** What is wrong with files that were published all the same, and articles that another one of the same id hides. */
  flaws(): readonly FileFlaw[];
  /** The number of files that have each. */
  flawCounts(): ReadonlyMap<FlawCode, number>;
  /** By outlet, the number of its articles that have each field. */
  coverage(): ReadonlyMap<string, Coverage>;
  /** The fields of an outlet's newest articles, at most `max`, newest first. */
  newestFields(outletId: string, max: number): readonly (readonly CoveredField[])[];
  /** The number of files known, those with a problem too. */
  fileCount(): number;
  document(path: string): FinishedDocument | undefined;
  /** Paths and entity tags of all documents kept. */
  documentTags(): ReadonlyMap<string, string>;
  /** Entity tags of the versions known of a feed's document, the latest first. */
  feedVersions(path: string): readonly string[];
  feedVersion(path: string, etag: string): readonly HeldEntry[] | undefined;
  /** Paths of documents that were kept once and were removed. */
  removedPaths(): readonly string[];
  /** The edition that the documents belong to; absent before the first. */
  edition(): Edition | undefined;
  /** The last change of an edition; absent before the first. */
  editionChangedAt(): Date | undefined;
  /** Files whose loss is held back (DESIGN: Deletions), and since when. */
  heldLosses(): HeldLosses | undefined;
  /** The UUID that ids of feeds are derived from; absent while the writer is about to settle it. */
  siteId(): string | undefined;
  close(): void;
}

export interface Catalog extends CatalogReader {
  /**
   * Every file that is known, or those inside a directory (`isInside`), to find changes without reading them again. Lazy;
   * nothing may be applied meanwhile.
   */
  knownFiles(directory?: string): Iterable<KnownFile>;
  knownFile(path: string): KnownFile | undefined;
  /**
   * Takes in the outcomes of some files, in one transaction, and forgets others. Facts that the archive can no
   * longer tell (captures overwritten or removed) go to the ledger first. Ingesting twice equals ingesting once. A path
   * that is both removed and ingested is there. Throws, with nothing changed, where the disk refuses.
   */
  apply(change: CatalogChange): AppliedChange;
  /**
   * Puts some articles into the search index that are not in it, at most `max`, in one transaction: all of them are
   * missing after an upgrade that indexes texts differently. Returns how many still are.
   */
  indexMissing(max: number): number;
  /**
   * Keeps a document. Its `lastModified` stays while the entity tag stays, else becomes the later of `now` and one
   * second after the previous one (RFC 9110 §8.8.2.1). `version` is known by the tag from then on, as one of the last
   * hundred; without it, none is.
   */
  putDocument(
    document: Document,
    codings: FinishedDocument["codings"],
    etag: string,
    now: Date,
    version?: readonly HeldEntry[],
  ): FinishedDocument;
  /** With its versions. */
  removeDocument(path: string): void;
  /**
   * Keeps an edition. Returns the time of its last change, which stays where nothing changed and is otherwise the later of
   * `now` and one second after the one before. Changes are those of the edition, news of articles, and those of
   * feedmill's `version`, which may make other documents.
   */
  putEdition(
    edition: Edition,
    changes: { readonly version: string; readonly isNews: boolean; readonly now: Date },
  ): Date;
  setHeldLosses(held: HeldLosses | undefined): void;
  /** Runs `work`: all it writes is kept and seen by readers as a whole, or not at all where it throws. */
  atOnce<T>(work: () => T): T;
}

/** The facts of an article by which feeds select it. */
export type SelectableArticle = Pick<
  Article,
  "outletId" | "title" | "bodyHtml" | "authors" | "section" | "language" | "capturedAt"
>;

export type ArticleAddress = Pick<Article, "id" | "canonicalUrl">;

export interface HostFingerprint {
  readonly host: string;
  readonly fingerprint: string;
}

export interface HeldLosses {
  readonly count: number;
  readonly since: Date;
}

export interface KnownFile {
  readonly path: string;
  /** Size, time and inode when it was last read; see `archive/look-at-file.ts`. */
  readonly signature: string;
  /** Fingerprint of the profile and the normalizer the outcome came from. */
  readonly fingerprint: string;
  /** SHA-256 of its bytes, in hex; empty where it could not be read. */
  readonly sha256: string;
  /** Identity host of its article; absent where the file has no article. */
  readonly host?: string;
  /** True where the file gave an article when it was last read. */
  readonly published: boolean;
}

export interface IngestedFile {
  readonly path: string;
  readonly signature: string;
  readonly fingerprint: string;
  readonly sha256: string;
  readonly host?: string;
  readonly outcome: Outcome<Capture>;
  /** Of the capture, where they were made already; else the catalog makes them. */
  readonly indexTexts?: IndexTexts;
}

export interface CatalogChange {
  readonly ingested: readonly IngestedFile[];
  /** Paths that are gone. A path whose bytes are known under another path was renamed: nothing is lost. */
  readonly removed: readonly string[];
  /** Articles to take down, or to publish again. They go to the ledger first. */
  readonly rulings?: readonly Ruling[];
}

export type Ruling = TakedownRecord | RestorationRecord;

/** Counts articles that the change concerned, their twins included; `problems` counts ingested files. */
export interface AppliedChange {
  readonly added: number;
  readonly revised: number;
  readonly removed: number;
  readonly unchanged: number;
  readonly problems: number;
  /** Outlets with an article that was added, revised or removed. */
  readonly outletIds: ReadonlySet<string>;
}

export interface OutletSummary {
  readonly outletId: string;
  readonly outletName: string;
  readonly articles: number;
  readonly newestSurfacedAt: Date;
}

export interface WritingOptions {
  /** Taken for the site's where the ledger has none yet; absent, a random one. */
  readonly siteId?: string;
}

/** A catalog opened to write, and what opening it came to. */
export interface OpenedCatalog {
  readonly catalog: Catalog;
  readonly origin: CatalogOrigin;
  /** UUID the ids of feeds are derived from; the ledger keeps it. */
  readonly siteId: string;
  /** The ledger had no site id before: nothing was ever published from this directory. */
  readonly isNew: boolean;
  /** Lines of the ledger that have no effect, as sentences for the log. */
  readonly warnings: readonly string[];
  /** The changes by a ledger that is not the one of the last run. */
  readonly change: AppliedChange;
}

/** The state in which the writer found the catalog; for the log. */
export type CatalogOrigin =
  | { readonly kind: "opened" }
  | { readonly kind: "created" }
  | { readonly kind: "migrated"; readonly fromVersion: number }
  /** The one there could not be used; it was set aside, and an empty catalog waits to be filled from the archive. */
  | { readonly kind: "rebuilt"; readonly reason: string; readonly movedTo: string };

/** Another process writes to the data directory. The message is for the operator. */
export class CatalogInUseError extends Error {}

/** A selection that took longer than its budget: there is no list, not even a partial one. */
export class QueryTooBroadError extends Error {
  constructor() {
    super("the query is too broad: it took longer than it may");
  }
}

/** The search index is being made, so that a search would miss articles. */
export class SearchNotReadyError extends Error {
  constructor() {
    super("the search index is still being made");
  }
}
