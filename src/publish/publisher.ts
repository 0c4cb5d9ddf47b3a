import { isDeepStrictEqual } from "node:util";
import type { Catalog } from "../catalog/catalog.ts";
import { compress } from "../lib/compress.ts";
import { documentTag } from "../lib/hash.ts";
import { feedNameIn } from "../model/addresses.ts";
import type { FeedSettings } from "../model/custom-feed.ts";
import type { Document } from "../model/document.ts";
import type { Edition } from "../model/edition.ts";
import type { Publication } from "../model/feed.ts";
import type { Outlets } from "../outlets/outlets.ts";
import { catalogPresent } from "./catalog-present.ts";
import { defineEdition, type EditionFacts } from "./define-edition.ts";
import { feedVersion } from "./feed-version.ts";
import { entryRenderer, publishDocuments } from "./publish-documents.ts";
import { readPageAssets } from "../serve/read-page-assets.ts";
import { editionFingerprint } from "./edition-fingerprint.ts";

export interface PublisherDeps {
  readonly catalog: Catalog;
  readonly outlets: Outlets;
  readonly feeds: FeedSettings;
  readonly publication: Publication;
  /** Of feedmill. */
  readonly version: string;
  /** Whether versions of feeds are kept, for deltas to begin at. */
  readonly keepsVersions: boolean;
  readonly now: () => Date;
  /** Paths whose documents were written or removed, which the catalog has already, and what else is made from now on. */
  readonly onPublished: (paths: readonly string[], edition: Edition) => void;
}

export interface Publisher {
  /** What is published now, as far as it is known before anything was. */
  edition(): Edition;
  /** Notes that these outlets' articles changed. */
  touch(outletIds: Iterable<string>): void;
  /** Rebuilds what was touched; everything at first, when a day of the archive is over, and when other outlets have articles. */
  publish(): void;
  /** The same, but not more often than once a second, and never for more than a tenth of the time. */
  publishNowAndThen(): void;
}

const ENTRY_CACHE_BYTES = 8 * 1024 * 1024;
const LEAST_INTERVAL_MS = 1000;
const REST_PER_WORK = 9;

/** Turns changes of the catalog into documents, compressed once, and keeps them in the catalog beside their tags. */
export function createPublisher(deps: PublisherDeps): Publisher {
  const { catalog, publication, version, now } = deps;
  const renderEntry = entryRenderer(publication, ENTRY_CACHE_BYTES);
  const assets = readPageAssets();
  const touched = new Set<string>();
  let publishedOutlets: string | undefined;
  let publishedPresent: string | undefined;
  let publishedProblems: number | undefined;
  let notBefore = 0;

  function publish(): void {
    // Which outlets have articles decides which feeds there are: when that changes, so does every list of feeds.
    const outlets = catalog
      .outlets()
      .map(({ outletId }) => outletId)
      .join();
    const { key: present } = catalogPresent(catalog);
    const everything = outlets !== publishedOutlets || present !== publishedPresent;
    // Problems have no outlet; the start page counts them.
    const problems = catalog.problemCount();
    if (!everything && touched.size === 0 && problems === publishedProblems) return;
    const isNews = touched.size > 0 || (publishedProblems !== undefined && problems !== publishedProblems);
    // At once, for processes that begin to serve read all there is: half of a first edition would be feeds without others.
    const { changed, edition } = catalog.atOnce(() => {
      const paths = putDocuments(define(), everything);
      // Only now is it known what is gone.
      const facts = define();
      return {
        changed: paths,
        edition: { ...facts, changedAt: catalog.noteEdition(editionFingerprint(facts, version), isNews, now()) },
      };
    });
    publishedOutlets = outlets;
    publishedPresent = present;
    publishedProblems = problems;
    touched.clear();
    deps.onPublished(changed, edition);
  }

  function presentEdition(): Edition {
    return { ...define(), changedAt: catalog.editionChangedAt() ?? now() };
  }

  function define(): EditionFacts {
    return defineEdition({ catalog, outlets: deps.outlets, feeds: deps.feeds, publication });
  }

  /** Returns the paths of what it has written or removed. */
  function putDocuments(edition: EditionFacts, everything: boolean): readonly string[] {
    const changed: string[] = [];
    const tags = catalog.documentTags();
    const current = new Set<string>();
    for (const document of publishDocuments(
      { catalog, edition, renderEntry, assets },
      everything ? undefined : touched,
    )) {
      current.add(document.path);
      const etag = documentTag(document.body);
      if (tags.get(document.path) === etag && !(everything && isKeptOtherwise(document, etag))) continue;
      const held = deps.keepsVersions ? feedVersion(document) : undefined;
      catalog.putDocument(document, compress(document.body), etag, now(), held);
      changed.push(document.path);
    }
    if (!everything) return changed;
    const names = new Set(edition.definitions.map(({ name }) => name));
    const stays = (path: string): boolean => names.has(feedNameIn(path) ?? "");
    const stale = [...tags.keys()].filter((path) => !current.has(path) && !stays(path));
    for (const path of stale) {
      catalog.removeDocument(path);
      changed.push(path);
    }
    return changed;
  }

  /**
   * Settings can change what is said of a document where its bytes stay: its links, how long it is fresh, whether its
   * version is known.
   */
  function isKeptOtherwise({ path, contentType, links, maxAgeSeconds, entries }: Document, etag: string): boolean {
    const kept = catalog.document(path);
    const isKnown = catalog.feedVersion(path, etag) !== undefined;
    return !isDeepStrictEqual(
      { contentType, links, maxAgeSeconds, isKnown: deps.keepsVersions && entries !== undefined },
      { contentType: kept?.contentType, links: kept?.links, maxAgeSeconds: kept?.maxAgeSeconds, isKnown },
    );
  }

  return {
    edition: presentEdition,
    touch(outletIds) {
      for (const outletId of outletIds) touched.add(outletId);
    },
    publish,
    publishNowAndThen() {
      const started = performance.now();
      if (started < notBefore) return;
      publish();
      const tookMs = performance.now() - started;
      notBefore = started + tookMs + Math.max(LEAST_INTERVAL_MS, tookMs * REST_PER_WORK);
    },
  };
}
