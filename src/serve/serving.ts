import type { AddressInfo } from "node:net";
import type { CatalogReader } from "../catalog/catalog.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import type { PreparedDocument } from "../http/documents/prepared-document.ts";
import { RateBudgets } from "../http/rates/budgets.ts";
import { createRoutes, type FeedState } from "../http/routes.ts";
import { HttpServer } from "../http/server.ts";
import { AllAnswerCounts } from "../http/answer-counts.ts";
import { feedPath } from "../model/addresses.ts";
import { isAtPresentAddress, type Edition } from "../model/edition.ts";
import { combinedFeedName } from "../model/feed.ts";
import type { AskHub } from "../model/hub.ts";
import { localeOf } from "../model/locale.ts";
import type { Logger } from "../observe/logger.ts";
import type { ServingReport } from "../observe/reports.ts";
import { watchEventLoop } from "./event-loop-delay.ts";
import { Maker } from "./maker/maker.ts";
import type { ArchiveState, ServeOptions, ServingNews } from "./messages.ts";
import { readinessOf } from "./readiness.ts";
import { Shelf } from "./shelf.ts";

/** Answers requests: this process, or a number of workers. */
export interface Serving {
  /** Resolves with the address it listens at. */
  listen(): Promise<AddressInfo | string>;
  tell(news: ServingNews): void;
  /** Resolves once all that was told is served; workers are sent it. */
  taken(): Promise<void>;
  /** The counts since the last report, one of each process that serves. */
  reports(): Promise<readonly ServingReport[]>;
  /** Replaces the workers, where there are any. */
  renew(): void;
  /** Finishes the requests under way, within ten seconds, and resolves when the last one is answered. */
  close(): Promise<void>;
}

/** What of a server is not plain data. */
export interface ServerSurroundings {
  /** Takes subscriptions; absent where they are not taken. */
  readonly askHub?: AskHub;
  /** The listener belongs to several processes. */
  readonly isWorker?: boolean;
}

/** Time for requests under way once the daemon has been told to stop, which it is to have done after ten seconds. */
const DRAIN_MS = 8000;

/** A catalog that could not be read is tried again this often. */
const RETRY_MS = 5000;

/** Serves the documents of the catalog from this thread, which only ever reads. */
export class DocumentServer implements Serving {
  readonly #options: ServeOptions;
  readonly #logger: Logger;
  readonly #surroundings: ServerSurroundings;
  readonly #counts = new AllAnswerCounts();
  readonly #shelf = new Shelf(this.#counts);
  readonly #maker;
  readonly #eventLoop = watchEventLoop();
  readonly #budgets;
  readonly #server;
  /** A monotonic clock, read once a second, because every request asks for it. */
  #seconds = performance.now() / 1000;
  readonly #clock: NodeJS.Timeout;
  #reader: CatalogReader | undefined;
  #edition: Edition | undefined;
  #archive: ArchiveState | undefined;
  #isClosed = false;
  #again: NodeJS.Timeout | undefined;
  #taken = Promise.resolve();

  constructor(options: ServeOptions, logger: Logger, surroundings: ServerSurroundings = {}) {
    this.#options = options;
    this.#logger = logger;
    this.#surroundings = surroundings;
    this.#maker = new Maker(options, this.#counts);
    this.#clock = setInterval(() => (this.#seconds = performance.now() / 1000), 1000).unref();
    this.#budgets = new RateBudgets(
      options.rate,
      () => this.#seconds,
      (peer) => this.#warnOfProxy(peer),
    );
    this.#server = this.#createServer();
  }

  #warnOfProxy(peer: string): void {
    this.#logger.warn(
      `${peer} asks for others (X-Forwarded-For) and is no trusted proxy, so that all of them count as one. If it is your proxy, name it in trusted-proxies; \`private\` is every private address.`,
    );
  }

  #createServer(): HttpServer {
    const { publicUrl, formerly, language } = this.#options;
    const { askHub } = this.#surroundings;
    const find = (path: string): PreparedDocument | undefined => this.#shelf.find(path);
    const routes = createRoutes({
      find,
      kept: (address) => this.#maker.kept(address),
      make: async (address, client, signal) =>
        this.#edition === undefined ? { kind: "not-yet" } : this.#maker.make(address, { client, signal }),
      makeDelta: (path, since) => this.#makeDelta(path, since),
      feedState: (name) => this.#feedState(name),
      readiness: () => readinessOf(find(feedPath(combinedFeedName, "rss")) !== undefined, this.#archive, new Date()),
      siteShown: () => this.#edition?.site,
      defaultLocale: () => localeOf(this.#edition?.site.language ?? language),
      budgets: this.#budgets,
      ...(askHub !== undefined && { askHub }),
      elsewhere: this.#counts.elsewhere,
      onError: (err) => this.#logger.error("a request failed", { err }),
      ...(publicUrl !== undefined && { publicUrl }),
      formerly,
    });
    return new HttpServer(routes);
  }

  /** Resolves with nothing where a delta cannot be made: the feed in full is at hand. */
  #makeDelta(path: string, since: string): Promise<PreparedDocument | undefined> | undefined {
    if (this.#edition === undefined) return undefined;
    const nobody = { client: "", signal: AbortSignal.any([]) };
    return this.#maker.make({ kind: "delta", path, since }, nobody).then(
      (made) => (made.kind === "document" ? made.document : undefined),
      (err) => {
        this.#logger.error("a delta could not be made", { err });
        return undefined;
      },
    );
  }

  /** Any name may be a feed's until the edition is known: no reader must be told that its feed is gone. */
  #feedState(name: string): FeedState {
    const edition = this.#edition;
    if (edition === undefined || edition.definitions.some((definition) => definition.name === name)) return "pending";
    const renamedTo = edition.renamed.get(name);
    if (renamedTo !== undefined) return { renamedTo };
    return edition.gone.has(name) ? "gone" : "unknown";
  }

  async listen(): Promise<AddressInfo | string> {
    await this.#takeEarlierRuns();
    const { listen, listenMode } = this.#options;
    const mode = listenMode === undefined ? {} : { mode: listenMode };
    return this.#server.listen(listen, { isShared: this.#surroundings.isWorker === true, ...mode });
  }

  /** Serves the edition of an earlier run. Where it cannot be read, the ingest thread will see to it. */
  #takeEarlierRuns(): Promise<void> {
    return this.#inTurn(async () => {
      try {
        await this.#refresh([]);
      } catch (error) {
        this.#logger.debug("nothing of an earlier run is served", { err: error });
        await this.#forgetReader();
      }
    });
  }

  /** Editions are taken one after another, in the order in which they were told. */
  #inTurn(take: () => Promise<void>): Promise<void> {
    this.#taken = this.#taken.then(take);
    return this.#taken;
  }

  async #forgetReader(): Promise<void> {
    const reader = this.#reader;
    this.#reader = undefined;
    await reader?.close();
  }

  renew(): void {}

  taken(): Promise<void> {
    return this.#taken;
  }

  tell(news: ServingNews): void {
    if (this.#isClosed) return;
    switch (news.kind) {
      case "scanned":
        // What is said of the archive is not ahead of the documents.
        void this.#inTurn(async () => void (this.#archive = news.archive));
        return;
      case "reloaded":
        this.#logger.setLevel(news.logLevel);
        this.#budgets.change(news.rate);
        return;
      case "opened":
        void this.#inTurn(async () => {
          await this.#forgetReader();
          await this.#takeEdition([]);
        });
        return;
      case "published":
        void this.#inTurn(() => this.#takeEdition(news.paths));
        return;
    }
  }

  async #takeEdition(changed: readonly string[]): Promise<void> {
    if (this.#isClosed) return;
    try {
      await this.#refresh(changed);
    } catch (error) {
      this.#logger.warn("what was published could not be read; what was served before still is", { err: error });
      await this.#forgetReader();
      this.#again ??= setTimeout(() => {
        this.#again = undefined;
        this.tell({ kind: "opened" });
      }, RETRY_MS).unref();
    }
  }

  /** Reads all documents where the catalog has to be opened first: it may be another, or was unreadable last time. */
  async #refresh(changed: readonly string[]): Promise<void> {
    const isOpened = this.#reader === undefined;
    const reader = (this.#reader ??= await openCatalog(this.#options).read());
    const kept = await reader.documents.edition();
    if (kept !== undefined && !isAtPresentAddress(kept.edition, this.#options.publicUrl)) {
      this.#logger.info("what was published names a former public address, and is not served", {
        url: kept.edition.site.publicUrl,
      });
      return this.#forgetReader();
    }
    const paths = isOpened ? [...new Set([...changed, ...(await this.#allPaths(reader))])] : changed;
    await this.#shelf.refresh(reader.documents, paths);
    this.#edition = kept?.edition;
    this.#maker.renew(isOpened);
    this.#logger.debug("documents are served", { count: paths.length });
  }

  /** Paths of what the catalog has, and of what it has no more. Nothing is missed in one that is being filled. */
  async #allPaths({ documents }: CatalogReader): Promise<readonly string[]> {
    const tags = await documents.tags();
    return tags.size === 0 ? [] : [...this.#shelf.paths(), ...tags.keys()];
  }

  async reports(): Promise<readonly ServingReport[]> {
    return [{ ...this.#counts.drain(), made: this.#maker.drain(), eventLoopDelay: this.#eventLoop.drain() }];
  }

  async close(): Promise<void> {
    this.#maker.refuseWaiting();
    const force = setTimeout(() => this.#server.force(), DRAIN_MS);
    await this.#server.close();
    clearTimeout(force);
    this.#isClosed = true;
    clearInterval(this.#clock);
    clearTimeout(this.#again);
    this.#eventLoop.stop();
    this.#maker.close();
    await this.#inTurn(() => this.#forgetReader());
  }
}
