import type { AddressInfo } from "node:net";
import type { CatalogReader } from "../catalog/catalog.ts";
import { isInPostgres, openCatalog } from "../catalog/open-catalog.ts";
import { isSet, type Config } from "../config/config.ts";
import { hubOf } from "../config/parts-of-config.ts";
import { FetchState } from "../fetch/fetch-state.ts";
import { createOperatorApp } from "../http/operator/operator-app.ts";
import { HttpServer } from "../http/server.ts";
import { feedPath, stylesheetPath } from "../model/addresses.ts";
import { combinedFeedName } from "../model/feed.ts";
import type { ArchiveReport } from "../ingest/archive-report.ts";
import type { SourceStatus } from "../model/source.ts";
import type { Logger } from "../observe/logger.ts";
import type { Metrics } from "../observe/metrics.ts";
import type { IngestReport } from "../observe/reports.ts";
import { readinessOf, silences } from "../serve/readiness.ts";
import type { Serving } from "../serve/serving.ts";
import type { ArchiveNews } from "./ingest-messages.ts";
import type { PushNews } from "./push-messages.ts";
import { PushWatch } from "./push-watch.ts";
import type { IngestState, Status } from "./status.ts";
import { messageOf } from "../lib/message-of.ts";

export interface OperatorDeskDeps {
  /** With the public URL as it is served. */
  readonly config: Config;
  /** The version of feedmill. */
  readonly version: string;
  readonly logger: Logger;
  readonly serving: Pick<Serving, "reports">;
}

/** Everything that only the operator sees, and the listener for it, in the primary process. */
export class OperatorDesk {
  readonly #deps: OperatorDeskDeps;
  readonly #startedAt = new Date();
  readonly #startedMs = performance.now();
  readonly #watch = new IngestWatch();
  readonly #push: PushWatch | undefined;
  readonly #server: HttpServer;
  #metrics: Promise<Metrics> | undefined;
  #isListening = false;

  constructor(deps: OperatorDeskDeps) {
    this.#deps = deps;
    const { adminListen, adminHosts, data, publicUrl } = deps.config;
    const hub = hubOf(deps.config);
    this.#push = hub && new PushWatch({ data, publicUrl, hub: hub.url });
    const app = createOperatorApp({
      status: () => this.status(),
      metrics: () => this.#metricsText(),
      problems: async () => (await this.#readCatalog(({ files }) => files.problems())) ?? [],
      flaws: async () => (await this.#readCatalog(({ files }) => files.flaws())) ?? [],
      takedowns: async () => (await this.#readCatalog(({ state }) => state.takedowns())) ?? [],
      sources: () => sourcesIn(data) ?? [],
      publicUrl,
      stylesheet: () => this.#readCatalog(async ({ documents }) => (await documents.find(stylesheetPath))?.body),
      ...(adminListen !== "off" && "host" in adminListen && { hosts: [adminListen.host, ...adminHosts] }),
      onError: (err) => deps.logger.error("a request of the operator failed", { err }),
    });
    this.#server = new HttpServer(app);
  }

  /**
   * Listens; undefined where that is turned off. Nobody asked for the default address: where something else is there,
   * the daemon goes on without a listener. Throws, as `listen` of `http/` does, where the operator chose the address.
   */
  async listen(): Promise<AddressInfo | string | undefined> {
    const { config, logger } = this.#deps;
    if (config.adminListen === "off") return undefined;
    try {
      const address = await this.#server.listen(config.adminListen);
      this.#isListening = true;
      return address;
    } catch (error) {
      if (isSet(config, "adminListen")) throw error;
      const reason = messageOf(error);
      logger.warn(`there is no operator's listener; admin.listen says where one is to be. ${reason}`);
      return undefined;
    }
  }

  take(news: ArchiveNews): void {
    this.#watch.take(news);
  }

  takePush(news: PushNews): void {
    this.#push?.take(news);
  }

  async status(): Promise<Status> {
    const { config, version } = this.#deps;
    const { archive, state, lastScanAt, publishedAt, shared } = this.#watch;
    const rss = feedPath(combinedFeedName, "rss");
    const isServing = await this.#readCatalog(async ({ documents }) => (await documents.tags()).has(rss));
    const { ready, degraded, warnings = [] } = readinessOf(isServing === true, archive, new Date());
    const catalogBytes = await openCatalog(config).bytes();
    const sources = sourcesIn(config.data);
    return {
      version,
      startedAt: this.#startedAt,
      uptimeSeconds: Math.round((performance.now() - this.#startedMs) / 1000),
      publicUrl: config.publicUrl,
      workers: config.workers,
      memoryBytes: process.memoryUsage.rss(),
      ready,
      ...(degraded !== undefined && { degraded }),
      ...(publishedAt !== undefined && { publishedAt }),
      ...(isInPostgres(config) && { filesRead: { ...shared } }),
      ingest: { ...state, ...(lastScanAt !== undefined && { lastScanAt }) },
      files: archive?.files ?? 0,
      articles: archive?.articles ?? 0,
      problems: archive?.problems ?? 0,
      problemCounts: Object.fromEntries(archive?.problemCounts ?? []),
      flawCounts: Object.fromEntries(archive?.flawCounts ?? []),
      held: archive?.held ?? 0,
      missingRoots: archive?.missingRoots ?? [],
      warnings: [...warnings, ...(archive?.remarks ?? [])],
      outlets: archive?.outlets ?? [],
      ...(catalogBytes !== undefined && { catalogBytes }),
      ...(sources !== undefined && { sources }),
      ...(this.#push !== undefined && { push: this.#push.status() }),
    };
  }

  async close(): Promise<void> {
    if (!this.#isListening) return;
    const closed = this.#server.close();
    this.#server.force();
    await closed;
  }

  /** Opens the catalog for one question: it may be replaced, and is asked seldom. Undefined where there is none. */
  async #readCatalog<T>(ask: (reader: CatalogReader) => Promise<T>): Promise<T | undefined> {
    let reader: CatalogReader;
    try {
      reader = await openCatalog(this.#deps.config).read();
    } catch {
      return undefined;
    }
    try {
      return await ask(reader);
    } finally {
      await reader.close();
    }
  }

  /** Loads prom-client, which takes 17 MB, when metrics are first asked for. */
  async #metricsText(): Promise<{ text: string; contentType: string }> {
    this.#metrics ??= import("../observe/metrics.ts").then(({ Metrics: Loaded }) => new Loaded());
    const metrics = await this.#metrics;
    const nowMs = performance.now();
    metrics.addServing(await this.#deps.serving.reports(), nowMs);
    metrics.addIngest(this.#watch.drain());
    const { degraded, ingest, push, ...state } = await this.status();
    if (this.#push && push) metrics.addPush(this.#push.drain(push));
    const { archive } = this.#watch;
    const silent = archive === undefined ? [] : silences(archive, new Date()).map(({ outlet }) => outlet);
    const isDegraded = degraded !== undefined;
    const text = await metrics.text({ ...state, ...ingest, silent, isDegraded }, nowMs);
    return { text, contentType: metrics.contentType };
  }
}

/** Reads what `feedmill fetch`, a process of its own, keeps of its sources; undefined where it never ran. */
function sourcesIn(dataDirectory: string): readonly SourceStatus[] | undefined {
  const state = FetchState.openToRead(dataDirectory);
  if (state === undefined) return undefined;
  try {
    return state.sources().map(({ url, succeededAt, nextPollAt, written, failures, failure, isGone }) => ({
      url,
      ...(succeededAt !== undefined && { succeededAt: new Date(succeededAt) }),
      nextPollAt: new Date(nextPollAt),
      written,
      failures,
      ...(failure !== undefined && { failure }),
      isGone,
    }));
  } finally {
    state.close();
  }
}

/** The latest scans are remembered, where nobody asks. */
const MAX_SCANS = 1000;

/** Follows the news of the ingest thread, for status and metrics. */
class IngestWatch {
  /** Absent before the first scan. */
  archive: ArchiveReport | undefined;
  state: IngestState = { state: "starting" };
  lastScanAt: Date | undefined;
  /** The last change of what is published. */
  publishedAt: Date | undefined;
  #files = new Map<string, number>();
  #problems = 0;
  #articles = { added: 0, revised: 0, removed: 0 };
  #scanSeconds: number[] = [];
  /** Files that were read for others, and by others, since the start, and how many of them were told of. */
  readonly shared = { forOthers: 0, byOthers: 0 };
  #toldOf = { ...this.shared };

  take(news: ArchiveNews): void {
    switch (news.kind) {
      case "opened":
      case "published":
        this.publishedAt = news.changedAt;
        return;
      case "scanned":
        this.archive = news.archive;
        if (news.archive.following !== undefined) this.state = { state: "following", ...news.archive.following };
        return;
      case "scan-began":
        this.state = { state: "scanning" };
        return;
      case "reading": {
        const { state } = this.state;
        this.state = news.done < news.total ? { state, done: news.done, total: news.total } : { state };
        return;
      }
      case "scan-ended":
        this.state = { state: "idle" };
        this.lastScanAt = new Date();
        this.#scanSeconds = [...this.#scanSeconds, news.seconds].slice(-MAX_SCANS);
        return;
      case "applied":
        for (const [outlet, count] of news.outlets) this.#files.set(outlet, (this.#files.get(outlet) ?? 0) + count);
        this.#problems += news.problems;
        for (const change of ["added", "revised", "removed"] as const) this.#articles[change] += news[change];
        return;
      case "read-for-others":
        this.shared.forOthers += news.files;
        return;
      case "read-by-others":
        this.shared.byOthers += news.files;
        return;
      case "reloaded":
        return;
    }
  }

  /** Counts the work since the last time. */
  drain(): IngestReport {
    const taken = [...this.#files].map(([outlet, files]) => ({ outlet, result: "article", files }) as const);
    const refused = { outlet: "", result: "problem", files: this.#problems } as const;
    const report: IngestReport = {
      files: [...taken, refused],
      articles: this.#articles,
      scanSeconds: this.#scanSeconds,
      shared: {
        forOthers: this.shared.forOthers - this.#toldOf.forOthers,
        byOthers: this.shared.byOthers - this.#toldOf.byOthers,
      },
    };
    this.#toldOf = { ...this.shared };
    this.#files = new Map();
    this.#problems = 0;
    this.#articles = { added: 0, revised: 0, removed: 0 };
    this.#scanSeconds = [];
    return report;
  }
}
