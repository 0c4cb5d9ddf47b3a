import type { AddressInfo } from "node:net";
import type { CatalogReader } from "../catalog/catalog.ts";
import { openCatalog } from "../catalog/open-catalog.ts";
import type { Config } from "../config/config.ts";
import { createOperatorApp } from "../http/operator/operator-app.ts";
import { HttpServer } from "../http/server.ts";
import { feedPath, stylesheetPath } from "../model/addresses.ts";
import { combinedFeedName } from "../model/feed.ts";
import { localeOf } from "../model/locale.ts";
import type { Logger } from "../observe/logger.ts";
import type { Metrics } from "../observe/metrics.ts";
import { createIngestWatch } from "./ingest-watch.ts";
import type { FromIngestThread } from "./messages.ts";
import { readinessOf } from "../serve/readiness.ts";
import type { Serving } from "../serve/serving.ts";
import type { Status } from "./status.ts";

export interface AdminDeps {
  /** With the public URL as it is served. */
  readonly config: Config;
  readonly version: string;
  readonly logger: Logger;
  readonly serving: Pick<Serving, "reports">;
}

/** The operator's listener. It is in the primary process, whoever serves. */
export interface Admin {
  /** Undefined where it is turned off. Throws as `listen` of `http/` does. */
  listen(): Promise<AddressInfo | string | undefined>;
  /** Told of everything the ingest thread has to say. */
  take(message: FromIngestThread): void;
  close(): Promise<void>;
}

export function createAdmin({ config, version, logger, serving }: AdminDeps): Admin {
  const startedAt = new Date();
  const startedMs = performance.now();
  const watch = createIngestWatch(() => new Date());
  let metrics: Promise<Metrics> | undefined;
  let isListening = false;

  function status(): Status {
    const found = watch.found();
    const isServing = readCatalog((reader) => reader.documentTags().has(feedPath(combinedFeedName, "rss"))) === true;
    const { ready, degraded } = readinessOf(isServing, found);
    const [lastScanAt, publishedAt, catalogBytes] = [
      watch.lastScanAt(),
      watch.publishedAt(),
      openCatalog(config).bytes(),
    ];
    const {
      files = 0,
      articles = 0,
      problems = 0,
      problemCounts = new Map(),
      held = 0,
      missingRoots = [],
      outlets = [],
    } = found ?? {};
    return {
      version,
      startedAt,
      uptimeSeconds: Math.round((performance.now() - startedMs) / 1000),
      publicUrl: config.publicUrl,
      workers: config.workers,
      memoryBytes: process.memoryUsage.rss(),
      ready,
      ...(degraded !== undefined && { degraded }),
      ...(publishedAt !== undefined && { publishedAt }),
      ingest: { ...watch.state(), ...(lastScanAt !== undefined && { lastScanAt }) },
      files,
      articles,
      problems,
      problemCounts: Object.fromEntries(problemCounts),
      held,
      missingRoots,
      outlets,
      ...(catalogBytes !== undefined && { catalogBytes }),
    };
  }

  /** Opened for one question: it may be replaced, and is asked seldom. Undefined where there is none. */
  function readCatalog<T>(ask: (reader: CatalogReader) => T): T | undefined {
    let reader: CatalogReader;
    try {
      reader = openCatalog(config).read();
    } catch {
      return undefined;
    }
    try {
      return ask(reader);
    } finally {
      reader.close();
    }
  }

  /** What nobody scrapes costs nothing: prom-client takes 17 MB, and is loaded when metrics are first asked for. */
  async function metricsText(): Promise<{ text: string; contentType: string }> {
    metrics ??= import("../observe/metrics.ts").then(({ Metrics: Loaded }) => new Loaded());
    const kept = await metrics;
    const nowMs = performance.now();
    kept.addServing(await serving.reports(), nowMs);
    kept.addIngest(watch.drain());
    const { degraded, ingest, ...state } = status();
    const text = await kept.text({ ...state, ...ingest, isDegraded: degraded !== undefined }, nowMs);
    return { text, contentType: kept.contentType };
  }

  const { adminListen, adminHosts } = config;
  const app = createOperatorApp({
    status,
    metrics: metricsText,
    problems: () => readCatalog((reader) => reader.problems()) ?? [],
    locale: localeOf(config.language),
    stylesheet: () => readCatalog((reader) => reader.document(stylesheetPath)?.body),
    ...(adminListen !== "off" && "host" in adminListen && { hosts: [adminListen.host, ...adminHosts] }),
    onError: (err) => logger.error("a request of the operator failed", { err }),
  });
  const server = new HttpServer(app);

  return {
    async listen() {
      if (adminListen === "off") return undefined;
      const address = await server.listen(adminListen);
      isListening = true;
      return address;
    },
    take: (message) => watch.take(message),
    async close() {
      if (!isListening) return;
      const closed = server.close();
      server.force();
      await closed;
    },
  };
}
