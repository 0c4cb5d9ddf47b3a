import { setImmediate as nextTurn } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { Catalog, NewDocument, Publication } from "../catalog/catalog.ts";
import { compress } from "../lib/compress.ts";
import { documentTag } from "../lib/hash.ts";
import { feedNameIn } from "../model/addresses.ts";
import type { Document } from "../model/document.ts";
import { defineEdition, type PublishSettings } from "./edition.ts";
import { feedVersion } from "./delta.ts";
import { catalogPresent } from "./history.ts";
import { entryRenderer, type EntryRenderer } from "./make-feed.ts";
import { readPageAssets, readyDocuments } from "./ready-documents.ts";

export interface PublisherSettings extends PublishSettings {
  /** Keeps versions of feeds, for deltas to begin at. */
  readonly keepsVersions: boolean;
}

export interface PublisherDeps {
  readonly catalog: Catalog;
  readonly settings: PublisherSettings;
  /** The version of feedmill. */
  readonly version: string;
  readonly now: () => Date;
  /** A clock that never goes back, in milliseconds. */
  readonly monotonicMs: () => number;
  /** Told of an edition that the catalog has, with the paths of documents that were written or removed. */
  readonly onPublished: (paths: readonly string[], changedAt: Date) => void;
  /**
   * Writes nothing until `release` says that the archive has been read. After a catalog was lost, half of the archive
   * would show readers old articles as new.
   */
  readonly isHeldBack?: boolean;
}

const ENTRY_CACHE_BYTES = 8 * 1024 * 1024;
const LEAST_INTERVAL_MS = 1000;
const REST_PER_WORK = 9;

/** Facts of the catalog that decide if all has to be published again, or anything. */
interface Basis {
  /** Outlets with articles: they decide which feeds there are, and so every list of feeds. */
  readonly outlets: string;
  readonly present: string;
  /** Files with one. They belong to no outlet, and pages count them. */
  readonly problems: number;
}

/** Turns changes of the catalog into documents, compressed once, and keeps them in the catalog beside their tags. */
export class Publisher {
  readonly #deps: PublisherDeps;
  readonly #assets = readPageAssets();
  #touched = new Set<string>();
  /** Paths of a publication that failed: where the way to the catalog broke, it may have been written all the same. */
  #untold = new Set<string>();
  /** What the catalog holds may be other than what was told of it. */
  #isInDoubt = false;
  #settings: PublisherSettings;
  #renderEntry: EntryRenderer;
  /** The basis of the last publishing; absent when all has to be published again. */
  #published: Basis | undefined;
  #isHeldBack: boolean;
  #notBefore = 0;
  /** One publishing after another. */
  #publishing = Promise.resolve();

  constructor(deps: PublisherDeps) {
    this.#deps = deps;
    this.#isHeldBack = deps.isHeldBack ?? false;
    this.#settings = deps.settings;
    this.#renderEntry = entryRenderer(deps.settings.site, ENTRY_CACHE_BYTES);
  }

  /**
   * Keeps an edition where the catalog has none: pages can be made before the first feed is published. Not while it holds
   * back: an article that is only to be read again must not be missed.
   */
  async begin(): Promise<void> {
    if (this.#isHeldBack || (await this.#deps.catalog.documents.edition()) !== undefined) return;
    await this.#keep({ documents: [], removed: [], isNews: false });
  }

  /** Keeps documents with the edition that the catalog then has. Returns the time of its last change. */
  async #keep(changes: Pick<Publication, "documents" | "removed" | "isNews">): Promise<Date> {
    const { catalog, version, now } = this.#deps;
    const edition = await defineEdition(catalog, this.#settings, changes.removed);
    return catalog.documents.publish({ ...changes, edition, version, now: now() });
  }

  /** Notes that these outlets' articles changed. */
  touch(outletIds: Iterable<string>): void {
    for (const outletId of outletIds) this.#touched.add(outletId);
  }

  /** Publishes everything again, next time, under these settings: those of before when absent. */
  renew(settings: PublisherSettings = this.#settings): void {
    this.#settings = settings;
    this.#renderEntry = entryRenderer(settings.site, ENTRY_CACHE_BYTES);
    this.#published = undefined;
    this.#notBefore = 0;
  }

  /** Publishes everything again, next time, as news: a change that failed may have been written all the same. */
  doubt(): void {
    this.#published = undefined;
    this.#isInDoubt = true;
  }

  /** True while nothing is published until the archive has been read. */
  get isHeldBack(): boolean {
    return this.#isHeldBack;
  }

  /** Ends the holding back. */
  release(): void {
    this.#isHeldBack = false;
  }

  /** Publishes like `publish`, but not more often than once a second, and never for more than a tenth of the time. */
  async publishMeanwhile(): Promise<void> {
    const { monotonicMs } = this.#deps;
    const started = monotonicMs();
    if (this.#isHeldBack || started < this.#notBefore) return;
    await this.publish();
    const tookMs = monotonicMs() - started;
    this.#notBefore = started + tookMs + Math.max(LEAST_INTERVAL_MS, tookMs * REST_PER_WORK);
  }

  /**
   * Publishes what was touched; everything at first, when a day of the archive is over, and when other outlets have
   * articles. Documents are rendered and compressed before the transaction that writes them.
   */
  publish(): Promise<void> {
    this.#publishing = this.#publishing.catch(() => undefined).then(() => this.#publishNow());
    return this.#publishing;
  }

  async #publishNow(): Promise<void> {
    if (this.#isHeldBack) return;
    const basis = await this.#basis();
    const before = this.#published;
    const isAll = basis.outlets !== before?.outlets || basis.present !== before.present;
    if (!isAll && this.#touched.size === 0 && basis.problems === before.problems) return;
    const isOther = before !== undefined && basis.problems !== before.problems;
    const [settings, touched, isInDoubt] = [this.#settings, this.#touched, this.#isInDoubt];
    const isNews = touched.size > 0 || isOther || isInDoubt;
    this.#touched = new Set();
    this.#isInDoubt = false;
    try {
      const { documents, removed } = await this.#changes(isAll ? undefined : touched);
      for (const { document } of documents) this.#untold.add(document.path);
      for (const path of removed) this.#untold.add(path);
      // At once: a process that begins to serve reads all there is, and must not read half of a first edition.
      const changedAt = await this.#keep({ documents, removed, isNews });
      // Settings and doubts that came meanwhile are published next.
      if (settings === this.#settings && !this.#isInDoubt) this.#published = basis;
      const paths = [...this.#untold];
      this.#untold.clear();
      this.#deps.onPublished(paths, changedAt);
    } catch (error) {
      this.touch(touched);
      if (isInDoubt) this.doubt();
      throw error;
    }
  }

  async #basis(): Promise<Basis> {
    const { catalog } = this.#deps;
    const outlets = await catalog.articles.outlets();
    const { problems } = await catalog.files.counts();
    return {
      outlets: outlets.map(({ outletId }) => outletId).join(),
      present: (await catalogPresent(catalog)).key,
      problems: problems.values().reduce((sum, files) => sum + files, 0),
    };
  }

  /** Documents that are others than those the catalog keeps, and paths of those that are published no more. */
  async #changes(touched: ReadonlySet<string> | undefined): Promise<Pick<Publication, "documents" | "removed">> {
    const { catalog } = this.#deps;
    const edition = await defineEdition(catalog, this.#settings);
    const documents: NewDocument[] = [];
    const tags = await catalog.documents.tags();
    const current = new Set<string>();
    const deps = { catalog, edition, renderEntry: this.#renderEntry, assets: this.#assets };
    for await (const document of readyDocuments(deps, touched)) {
      // Each may take long to be compressed: rulings and the service manager are answered in between.
      await nextTurn();
      current.add(document.path);
      const etag = documentTag(document.body);
      if (tags.get(document.path) === etag && !(touched === undefined && (await this.#isKeptOtherwise(document, etag))))
        continue;
      const version = this.#settings.keepsVersions ? feedVersion(document) : undefined;
      documents.push({ document, etag, codings: compress(document.body), ...(version && { version }) });
    }
    if (touched !== undefined) return { documents, removed: [] };
    const names = new Set(edition.definitions.map(({ name }) => name));
    const stays = (path: string): boolean => names.has(feedNameIn(path) ?? "");
    return { documents, removed: [...tags.keys()].filter((path) => !current.has(path) && !stays(path)) };
  }

  /**
   * Settings can change what is said of a document where its bytes stay: its links, how long it is fresh, whether its
   * version is known.
   */
  async #isKeptOtherwise(
    { path, contentType, links, maxAgeSeconds, entries }: Document,
    etag: string,
  ): Promise<boolean> {
    const { catalog } = this.#deps;
    const kept = await catalog.documents.find(path);
    const isKnown = (await catalog.documents.version(path, etag)) !== undefined;
    return !isDeepStrictEqual(
      { contentType, links, maxAgeSeconds, isKnown: this.#settings.keepsVersions && entries !== undefined },
      { contentType: kept?.contentType, links: kept?.links, maxAgeSeconds: kept?.maxAgeSeconds, isKnown },
    );
  }
}
