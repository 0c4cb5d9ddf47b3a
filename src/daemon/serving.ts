import type { AddressInfo } from "node:net";
import type { CatalogReader } from "../catalog/catalog.ts";
import { combinedFeedName, feedPath } from "../model/addresses.ts";
import { openCatalogReader } from "../catalog/open-catalog-reader.ts";
import type { Config } from "../config/config.ts";
import { createDocumentAnswerer } from "../http/answer-document.ts";
import { createApp } from "../http/create-app.ts";
import { createServer } from "../http/create-server.ts";
import { createRequestCounts } from "../http/request-counts.ts";
import type { Logger } from "../observe/logger.ts";
import { localeOf } from "../model/locale.ts";
import type { Edition } from "../model/edition.ts";
import { createDocumentMaker } from "./document-maker.ts";
import { createDocumentShelf } from "./document-shelf.ts";
import { feedStateIn } from "./feed-state-in.ts";
import type { Found, ForServing } from "./messages.ts";
import { readinessOf } from "./readiness.ts";

/** What answers requests: this process, or a number of workers. */
export interface Serving {
  /** Resolves with the address it listens at. */
  listen(): Promise<AddressInfo | string>;
  /** Told of everything the ingest thread has to say. */
  take(message: ForServing): void;
  /** Finishes the requests under way, within ten seconds, and resolves when the last one is answered. */
  close(): Promise<void>;
}

/** How long requests under way may take once the daemon has been told to stop. */
const DRAIN_MS = 10_000;

/** Serves the documents of the catalog from this thread, which only ever reads. */
export function createServing(config: Config, logger: Logger, isWorker = false): Serving {
  const shelf = createDocumentShelf();
  const maker = createDocumentMaker(config.data);
  let reader: CatalogReader | undefined;
  let edition: Edition | undefined;
  let found: Found | undefined;
  let isClosed = false;

  const counts = createRequestCounts();
  const configured = config.publicUrlIsSet ? { publicUrl: config.publicUrl } : {};
  const answerDocument = createDocumentAnswerer({ find: (path) => shelf.find(path), counts, ...configured });
  const app = createApp({
    answerDocument,
    counts,
    readiness: () => readinessOf(shelf.find(feedPath(combinedFeedName, "rss")) !== undefined, found),
    feedState: (name) => feedStateIn(edition, name),
    find: (path) => shelf.find(path),
    make: (address) => maker.make(address),
    defaultLocale: () => localeOf(edition?.publication.language ?? config.language),
    onError: (err) => logger.error("a request failed", { err }),
    ...configured,
  });
  const server = createServer({ answerDocument, app });

  /** What an earlier run published is served at once. Where that cannot be read, the ingest thread will see to it. */
  function takeEarlierRuns(): void {
    try {
      reader = openCatalogReader(config.data);
      shelf.refresh(reader, reader.documentTags().keys());
    } catch (error) {
      logger.debug("nothing of an earlier run is served", { err: error });
      reader?.close();
      reader = undefined;
    }
  }

  return {
    listen() {
      takeEarlierRuns();
      return server.listen(config.listen, { isShared: isWorker });
    },
    take(message) {
      if (isClosed) return;
      if (message.kind === "scanned") {
        found = message.found;
        return;
      }
      if (message.kind === "reloaded") {
        logger.setLevel(message.logLevel);
        return;
      }
      if (message.kind === "opened") {
        reader?.close();
        reader = undefined;
      }
      reader ??= openCatalogReader(config.data);
      ({ edition } = message);
      const paths = message.kind === "published" ? message.paths : [...reader.documentTags().keys()];
      shelf.refresh(reader, paths);
      maker.take(edition, message.kind === "opened");
      logger.debug("documents are served", { count: paths.length });
    },
    async close() {
      const force = setTimeout(() => server.force(), DRAIN_MS);
      await server.close();
      clearTimeout(force);
      isClosed = true;
      maker.close();
      reader?.close();
    },
  };
}
