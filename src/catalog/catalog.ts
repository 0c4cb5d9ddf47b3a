import type { Article, Capture } from "../model/article.ts";
import type { CapturedArticle, DayCount } from "../model/captured-article.ts";
import type { Document, FinishedDocument } from "../model/document.ts";
import type { Edition } from "../model/edition.ts";
import type { HeldEntry } from "../model/feed-version.ts";
import type { Selection } from "../model/selection.ts";
import type { Corrections, Shared, Story } from "../model/story.ts";
import type { Coverage, CoveredField } from "../model/coverage.ts";
import type { FileFlaw, FlawCode } from "../model/flaw.ts";
import type { FileProblem, Outcome, ProblemCode } from "../model/problem.ts";
import type { Takedown } from "../model/takedown.ts";
import type { Signature } from "../stories/signature.ts";
import type { RestorationRecord, TakedownRecord } from "./ledger/ledger-record.ts";
import type { Lead, Node, Offers } from "./sharing.ts";

/**
 * The articles we have, in four parts. The catalog is an index over the archive: it can be deleted at any time, and one
 * rebuilt from the same files and ledger answers alike. One process opens it to write; any number to read.
 *
 * Work is done in short steps between which the thread does other things. A `signal` stops it at the next step: the call
 * then rejects with the signal's reason.
 */
export interface CatalogReader {
  readonly articles: Articles;
  readonly files: FileReader;
  readonly documents: DocumentReader;
  readonly state: StateReader;
  close(): Promise<void>;
}

export interface Catalog extends CatalogReader {
  readonly files: Files;
  readonly documents: Documents;
  readonly state: State;
  /** The batches that other nodes read for this one; absent where the catalog is not shared. */
  readonly offers?: Offers;
  /** Absent where the catalog is not shared. */
  readonly lead?: Lead;
}

/** Articles as they are published, drawn from their captures. */
export interface Articles {
  /**
   * The articles selected, all of them by default: newest first by `surfacedAt`, then by id. Lazy: ten bodies at a time. A
   * selection with a query throws `SearchNotReadyError` while the extent is not searchable.
   */
  newest(selection?: Selection, signal?: AbortSignal): AsyncIterable<Article>;
  /** The number of articles selected. Throws as `newest` does. */
  count(selection?: Selection, signal?: AbortSignal): Promise<ArticleCount>;
  find(id: string): Promise<Article | undefined>;
  /** UTC days on which articles of the selection were first captured, oldest first. Throws as `newest` does. */
  days(selection?: Selection, signal?: AbortSignal): Promise<readonly DayCount[]>;
  /**
   * Articles first captured on a UTC day (`2024-05-17`), by first capture, then by id; or on a day of any year (`05-17`),
   * newest first. Throws as `newest` does.
   */
  capturedOn(day: string, selection?: Selection, signal?: AbortSignal): Promise<readonly CapturedArticle[]>;
  /** The nearest days with articles before and after a day; without one, the latest of all is `before`. Throws as `newest`. */
  daysBeside(day: string | undefined, selection?: Selection, signal?: AbortSignal): Promise<DaysBeside>;
  /** The articles of its outlet that were first captured right before and right after an article. */
  beside(article: Article): Promise<ArticlesBeside>;
  extent(): Promise<Extent>;
  /** Addresses of every article, in no order, some at a time: to find those whose ids other profiles would change. */
  addresses(): AsyncIterable<readonly ArticleAddress[]>;
  /** Outlets that have articles, by id. */
  outlets(): Promise<readonly OutletSummary[]>;
  /**
   * Stories that several outlets report, by default all of them: in the order and from the span of time that is chosen, by
   * the latest joining outlet first, then by id; or one story, be it one outlet's. Lazy.
   */
  stories(choice?: StoryChoice): AsyncIterable<Story>;
  /** The latest active hours and the newest articles of an outlet, or of all outlets: at most as many as `atMost` says. */
  lately(atMost: { readonly hours: number; readonly articles: number }, outletId?: string): Promise<Lately>;
}

/** UTC days (`2024-05-17`); absent where there is none. */
export interface DaysBeside {
  readonly before?: string;
  readonly after?: string;
}

/** Absent where there is none. */
export interface ArticlesBeside {
  readonly before?: Article;
  readonly after?: Article;
}

export interface Lately {
  /** The UTC hours in which texts first appeared: the start of each, latest first. */
  readonly hours: readonly Date[];
  /** The fields of the newest articles, newest first. */
  readonly fields: readonly (readonly CoveredField[])[];
}

export type StoryChoice = { readonly id: string } | StorySpan;

/** A span of time. */
export interface StorySpan {
  /** The instant of a story that lies in it, and that it is ordered by: `joinedAt` where it is absent. */
  readonly by?: keyof Shared;
  readonly from?: Date;
  /** The first instant after it. */
  readonly until?: Date;
  readonly oldestFirst?: boolean;
  /** Without their reports. */
  readonly isBrief?: boolean;
}

export interface ArticleCount {
  readonly articles: number;
  /** True where more articles may be selected: to count them all, every text would have to be read. */
  readonly isAtLeast: boolean;
}

/** The latest times of the articles, and whether a search finds all of them. */
export interface Extent {
  /** The capture time of the newest text, from which spans of time count back; absent where there is no article. */
  readonly newestCapturedAt?: Date;
  /** The UTC day of the latest capture of any article, of those taken down too. */
  readonly lastDay?: string;
  /** True where the search index holds every article. */
  readonly isSearchable: boolean;
}

/** The files of the archive, as they were when they were last read. */
export interface FileReader {
  /** By path. */
  problems(): Promise<readonly FileProblem[]>;
  /**
   * Flaws of files that were published all the same, and of those whose article another one of the same id hides, by
   * path.
   */
  flaws(): Promise<readonly FileFlaw[]>;
  counts(): Promise<FileCounts>;
  /** Every file with what became of it, some at a time, as `apply` takes it: to take a catalog elsewhere. */
  outcomes(): AsyncIterable<readonly IngestedFile[]>;
  /** Each identity host with the fingerprints its files' outcomes came from: one a host while profiles stay. */
  hostFingerprints(): Promise<readonly HostFingerprint[]>;
}

export interface FileCounts {
  /** Files known, those with a problem too. */
  readonly files: number;
  /** Files with each problem. */
  readonly problems: ReadonlyMap<ProblemCode, number>;
  /** Files with each flaw. */
  readonly flaws: ReadonlyMap<FlawCode, number>;
}

export interface Files extends FileReader {
  /**
   * Every file that is known, or those inside a directory (`isInside`), some at a time, to find changes without reading
   * them again. Nothing may be applied meanwhile.
   */
  known(directory?: string): AsyncIterable<readonly KnownFile[]>;
  /** The files of these paths that are known, by path. */
  find(paths: readonly string[]): Promise<ReadonlyMap<string, KnownFile>>;
  /**
   * Takes in the outcomes of some files, in one transaction, and forgets others. Facts that the archive can no
   * longer tell (captures overwritten or removed) go to the ledger first. Ingesting twice equals ingesting once. A path
   * that is both removed and ingested is there. Rejects, with nothing changed, where the disk refuses.
   */
  apply(change: CatalogChange): Promise<AppliedChange>;
}

/** Finished documents, and the edition that they belong to. */
export interface DocumentReader {
  find(path: string): Promise<KeptDocument | undefined>;
  /** Paths and entity tags of all documents kept. */
  tags(): Promise<ReadonlyMap<string, string>>;
  /** The entries of a version that is known of a feed's document. */
  version(path: string, etag: string): Promise<readonly HeldEntry[] | undefined>;
  /** Absent before the first. */
  edition(): Promise<KeptEdition | undefined>;
}

export interface KeptDocument extends FinishedDocument {
  /** Entity tags of the versions known, the latest first: of feeds alone. */
  readonly versions: readonly string[];
}

export interface KeptEdition {
  readonly edition: Edition;
  /** Whole seconds. */
  readonly changedAt: Date;
}

export interface Documents extends DocumentReader {
  /**
   * Keeps and removes documents and keeps their edition, as a whole: a reader sees all of it or nothing. A document's
   * `lastModified` stays while its entity tag stays, else becomes the later of `now` and one second after the previous
   * one (RFC 9110 §8.8.2.1). Returns the time of the last change, which stays where nothing changed and is otherwise the
   * later of `now` and one second after the one before.
   */
  publish(publication: Publication): Promise<Date>;
}

/** Everything that publishing an edition changes. */
export interface Publication {
  readonly documents: readonly NewDocument[];
  /** Paths of documents that are published no more. Their versions go with them. */
  readonly removed: readonly string[];
  readonly edition: Edition;
  /** The version of feedmill. Another version may make other documents, so it counts as a change of the edition. */
  readonly version: string;
  /** Articles changed. */
  readonly isNews: boolean;
  readonly now: Date;
}

export interface NewDocument extends Pick<FinishedDocument, "codings" | "etag"> {
  readonly document: Document;
  /** Known by the tag from then on, as one of the last hundred; without it, no version of the document is. */
  readonly version?: readonly HeldEntry[];
}

/** The facts about the catalog as a whole. */
export interface StateReader {
  /** Latest first; of an article, its own if it is taken down. */
  takedowns(id?: string): Promise<readonly Takedown[]>;
  /**
   * The latest capture of an article that is taken down, as long as a file gives one: it tells which queries found the
   * article. Nothing of it may be published.
   */
  takenDownArticle(id: string): Promise<SelectableArticle | undefined>;
  /** Files whose loss is held back (DESIGN: Deletions), and since when. */
  heldLosses(): Promise<HeldLosses | undefined>;
}

export interface State extends StateReader {
  setHeldLosses(held: HeldLosses | undefined): Promise<void>;
  /**
   * Does a piece of the work that an older catalog or other rules leave to be done: puts articles into the search index
   * after an upgrade that indexes texts differently, and links them into stories after a change of what they are linked
   * by. What the operator says of stories holds from then on.
   */
  maintain(corrections?: Corrections): Promise<Maintained>;
}

/** The result of one piece of maintenance. */
export interface Maintained {
  /** The number of articles that still wait. */
  readonly left: number;
  /** Outlets with an article that came into another story, or was linked otherwise. */
  readonly outletIds: ReadonlySet<string>;
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
  /** The signature that links the article to others. Where it is absent, the catalog makes it. */
  readonly articleSignature?: Signature;
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
  /** The number of its articles that have each field. */
  readonly coverage: Coverage;
}

export interface WritingOptions {
  /** Who writes: for the others that share the catalog. */
  readonly node?: Node;
  /** Taken for the site's where the ledger has none yet; absent, a random one. */
  readonly siteId?: string;
  /** Lines of another ledger, to be added to this one; those that it has already are left out. */
  readonly ledger?: readonly string[];
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

/** The database that a catalog is in does not answer; it may later. The message is for the operator. */
export class CatalogAwayError extends Error {}

/** The reason for which a selection is stopped that took longer than its budget. */
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
