import type { AddressInfo } from "node:net";
import type { CatalogReader } from "../catalog/catalog.ts";
import { basePath, feedPath } from "../model/addresses.ts";
import { combinedFeedName } from "../model/feed.ts";
import { openCatalogReader } from "../catalog/open-catalog-reader.ts";
import { isSet, type Config } from "../config/config.ts";
import { createDocumentAnswerer } from "../http/answer-document.ts";
import { createApp } from "../http/create-app.ts";
import { createServer } from "../http/create-server.ts";
import type { PreparedDocument } from "../http/prepare-document.ts";
import { createRateBudgets } from "../http/rate-budgets.ts";
import { createDocumentSender } from "../http/send-document.ts";
import { createTallies } from "../http/tallies.ts";
import type { Logger } from "../observe/logger.ts";
import type { ServingReport } from "../observe/reports.ts";
import { localeOf } from "../model/locale.ts";
import type { Edition } from "../model/edition.ts";
import { startCoarseClock } from "./coarse-clock.ts";
import { createDocumentMaker } from "./maker/document-maker.ts";
import { createDocumentShelf } from "./document-shelf.ts";
import { watchEventLoop } from "./event-loop-delay.ts";
import { feedStateIn } from "./feed-state-in.ts";
import type { Found, ForServing } from "../daemon/messages.ts";
import { rateSettingsOf } from "./rate-settings.ts";
import { readinessOf } from "./readiness.ts";

/** What answers requests: this process, or a number of workers. */
export interface Serving {
  /** Resolves with the address it listens at. */
  listen(): Promise<AddressInfo | string>;
  /** Told of everything the ingest thread has to say. */
  take(message: ForServing): void;
  /** What was counted since the last time, by each process that serves. */
  reports(): Promise<readonly ServingReport[]>;
  /** Finishes the requests under way, within ten seconds, and resolves when the last one is answered. */
  close(): Promise<void>;
}

/** How long requests under way may take once the daemon has been told to stop. */
const DRAIN_MS = 10_000;

/** Serves the documents of the catalog from this thread, which only ever reads. */
export function createServing(config: Config, logger: Logger, isWorker = false): Serving {
  const tallies = createTallies();
  const shelf = createDocumentShelf(tallies);
  const maker = createDocumentMaker(config.data, tallies);
  const clock = startCoarseClock();
  const eventLoop = watchEventLoop();
  let reader: CatalogReader | undefined;
  let edition: Edition | undefined;
  let found: Found | undefined;
  let isClosed = false;

  const configured = isSet(config, "publicUrl") ? { publicUrl: config.publicUrl } : {};
  const budgets = createRateBudgets(rateSettingsOf(config), () => clock.seconds());
  const sendDocument = createDocumentSender({ budgets, basePath: basePath(config.publicUrl), makeDelta });
  const answerDocument = createDocumentAnswerer({ find: (path) => shelf.find(path), sendDocument, ...configured });
  const app = createApp({
    answerDocument,
    sendDocument,
    elsewhere: tallies.elsewhere,
    budgets,
    readiness: () => readinessOf(shelf.find(feedPath(combinedFeedName, "rss")) !== undefined, found),
    feedState: (name) => feedStateIn(edition, name),
    find: (path) => shelf.find(path),
    make: (address) => maker.make(address),
    defaultLocale: () => localeOf(edition?.publication.language ?? config.language),
    onError: (err) => logger.error("a request failed", { err }),
    ...configured,
  });
  const server = createServer({ answerDocument, app });

  /** Whatever goes wrong, the feed in full is at hand. */
  function makeDelta(path: string, since: string): Promise<PreparedDocument | undefined> | undefined {
    return maker.make({ kind: "delta", path, since })?.then(
      (made) => (made.kind === "document" ? made.document : undefined),
      (err) => {
        logger.error("a delta could not be made", { err });
        return undefined;
      },
    );
  }

  /** What an earlier run published is served at once. Where that cannot be read, the ingest thread will see to it. */
  function takeEarlierRuns(): void {
    try {
      reader = openCatalogReader(config.data);
      shelf.refresh(reader, reader.documentTags().keys());
    } catch (error) {
      logger.debug("nothing of an earlier run is served", { err: error });
      forgetReader();
    }
  }

  function forgetReader(): void {
    reader?.close();
    reader = undefined;
  }

  /** Everything, where the catalog has to be opened first: it may be another, or could not be read the last time. */
  function takeDocuments(message: Extract<ForServing, { kind: "opened" | "published" }>): void {
    const isOpened = reader === undefined;
    reader ??= openCatalogReader(config.data);
    ({ edition } = message);
    const told = message.kind === "published" ? message.paths : [];
    const paths = isOpened ? [...new Set([...told, ...reader.documentTags().keys()])] : told;
    shelf.refresh(reader, paths);
    maker.take(edition, isOpened);
    logger.debug("documents are served", { count: paths.length });
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
        budgets.change(message.rate);
        return;
      }
      if (message.kind === "opened") forgetReader();
      try {
        takeDocuments(message);
      } catch (error) {
        logger.warn("what was published could not be read; what was served before still is", { err: error });
        forgetReader();
      }
    },
    reports: async () => [{ ...tallies.drain(), made: maker.drain(), eventLoopDelay: eventLoop.drain() }],
    async close() {
      const force = setTimeout(() => server.force(), DRAIN_MS);
      await server.close();
      clearTimeout(force);
      isClosed = true;
      clock.stop();
      eventLoop.stop();
      maker.close();
      reader?.close();
    },
  };
}
