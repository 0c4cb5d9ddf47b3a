import { isDeepStrictEqual } from "node:util";
import type { Catalog } from "../catalog/catalog.ts";
import { compress } from "../lib/compress.ts";
import { documentTag } from "../lib/hash.ts";
import { feedNameIn } from "../model/addresses.ts";
import type { Document, FinishedDocument } from "../model/document.ts";
import type { HeldEntry } from "../model/feed-version.ts";
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
  readonly #touched = new Set<string>();
  #settings: PublisherSettings;
  #renderEntry: EntryRenderer;
  /** The basis of the last publishing; absent when all has to be published again. */
  #published: Basis | undefined;
  #isHeldBack: boolean;
  #notBefore = 0;

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
  begin(): void {
    if (!this.#isHeldBack && this.#deps.catalog.edition() === undefined) this.#putEdition(false);
  }

  /** Defines it by what the catalog holds now. Returns the time of its last change. */
  #putEdition(isNews: boolean): Date {
    const { catalog, version, now } = this.#deps;
    return catalog.putEdition(defineEdition(catalog, this.#settings), { version, isNews, now: now() });
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

  /** True while nothing is published until the archive has been read. */
  get isHeldBack(): boolean {
    return this.#isHeldBack;
  }

  /** Ends the holding back. */
  release(): void {
    this.#isHeldBack = false;
  }

  /** Publishes like `publish`, but not more often than once a second, and never for more than a tenth of the time. */
  publishMeanwhile(): void {
    const { monotonicMs } = this.#deps;
    const started = monotonicMs();
    if (this.#isHeldBack || started < this.#notBefore) return;
    this.publish();
    const tookMs = monotonicMs() - started;
    this.#notBefore = started + tookMs + Math.max(LEAST_INTERVAL_MS, tookMs * REST_PER_WORK);
  }

  /**
   * Publishes what was touched; everything at first, when a day of the archive is over, and when other outlets have
   * articles. Documents are rendered and compressed before the transaction that writes them.
   */
  publish(): void {
    if (this.#isHeldBack) return;
    const { catalog, now, onPublished } = this.#deps;
    const basis = this.#basis();
    const before = this.#published;
    const isAll = basis.outlets !== before?.outlets || basis.present !== before.present;
    if (!isAll && this.#touched.size === 0 && basis.problems === before.problems) return;
    const isNews = this.#touched.size > 0 || (before !== undefined && basis.problems !== before.problems);
    const { finished, stale } = this.#changes(isAll);
    // One transaction: a process that begins to serve reads all there is, and must not read half of a first edition.
    const changedAt = catalog.atOnce(() => {
      for (const { document, codings, etag, version: held } of finished) {
        catalog.putDocument(document, codings, etag, now(), held);
      }
      for (const path of stale) catalog.removeDocument(path);
      // Removed documents tell which feeds are gone.
      return this.#putEdition(isNews);
    });
    this.#published = basis;
    this.#touched.clear();
    onPublished([...finished.map(({ document }) => document.path), ...stale], changedAt);
  }

  #basis(): Basis {
    const { catalog } = this.#deps;
    return {
      outlets: catalog
        .outlets()
        .map(({ outletId }) => outletId)
        .join(),
      present: catalogPresent(catalog).key,
      problems: catalog.problemCount(),
    };
  }

  /** Documents that are others than those the catalog keeps, and paths of those that are published no more. */
  #changes(isAll: boolean): { readonly finished: readonly Finished[]; readonly stale: readonly string[] } {
    const { catalog } = this.#deps;
    const edition = defineEdition(catalog, this.#settings);
    const finished: Finished[] = [];
    const tags = catalog.documentTags();
    const current = new Set<string>();
    const deps = { catalog, edition, renderEntry: this.#renderEntry, assets: this.#assets };
    for (const document of readyDocuments(deps, isAll ? undefined : this.#touched)) {
      current.add(document.path);
      const etag = documentTag(document.body);
      if (tags.get(document.path) === etag && !(isAll && this.#isKeptOtherwise(document, etag))) continue;
      const version = this.#settings.keepsVersions ? feedVersion(document) : undefined;
      finished.push({ document, etag, codings: compress(document.body), ...(version && { version }) });
    }
    if (!isAll) return { finished, stale: [] };
    const names = new Set(edition.definitions.map(({ name }) => name));
    const stays = (path: string): boolean => names.has(feedNameIn(path) ?? "");
    return { finished, stale: [...tags.keys()].filter((path) => !current.has(path) && !stays(path)) };
  }

  /**
   * Settings can change what is said of a document where its bytes stay: its links, how long it is fresh, whether its
   * version is known.
   */
  #isKeptOtherwise({ path, contentType, links, maxAgeSeconds, entries }: Document, etag: string): boolean {
    const { catalog } = this.#deps;
    const kept = catalog.document(path);
    const isKnown = catalog.feedVersion(path, etag) !== undefined;
    return !isDeepStrictEqual(
      { contentType, links, maxAgeSeconds, isKnown: this.#settings.keepsVersions && entries !== undefined },
      { contentType: kept?.contentType, links: kept?.links, maxAgeSeconds: kept?.maxAgeSeconds, isKnown },
    );
  }
}

/** A document with what takes long, done before it is written. */
interface Finished extends Pick<FinishedDocument, "codings" | "etag"> {
  readonly document: Document;
  readonly version?: readonly HeldEntry[];
}
