import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { IngestReport } from "./ingest-report.ts";
import { metricFacts } from "./metric-facts.ts";
import type { ServingReport } from "./serving-report.ts";
import { createSubscriberMemory } from "./subscriber-memory.ts";

/** How things are when metrics are asked for. */
export interface MetricsState {
  readonly version: string;
  readonly startedAt: Date;
  readonly memoryBytes: number;
  readonly workers: number;
  readonly lastScanAt?: Date;
  readonly files: number;
  readonly outlets: readonly { readonly id: string; readonly articles: number; readonly newestSurfacedAt?: Date }[];
  readonly problemCounts: Readonly<Record<string, number>>;
  readonly held: number;
  readonly isDegraded: boolean;
  /** Absent where there is no catalog. */
  readonly catalogBytes?: number;
}

export interface Metrics {
  readonly contentType: string;
  /** Adds what was counted since the last time. */
  takeServing(reports: readonly ServingReport[], nowMs: number): void;
  takeIngest(report: IngestReport): void;
  /** In the text format of Prometheus. */
  text(state: MetricsState, nowMs: number): Promise<string>;
}

/** The metrics, by prom-client. Its own metrics of the process are left out: they wake it a hundred times a second. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = ({ name, help, labels }: { name: string; help: string; labels: readonly string[] }): Counter =>
    new Counter({ name, help, labelNames: [...labels], registers });
  const gauge = ({ name, help, labels }: { name: string; help: string; labels: readonly string[] }): Gauge =>
    new Gauge({ name, help, labelNames: [...labels], registers });
  const histogram = ({ name, help, labels, buckets }: (typeof metricFacts)["made" | "scans"]): Histogram =>
    new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers });

  const build = gauge(metricFacts.build);
  const started = gauge(metricFacts.started);
  const memory = gauge(metricFacts.memory);
  const workers = gauge(metricFacts.workers);
  const delay = gauge(metricFacts.delay);
  const requests = counter(metricFacts.requests);
  const bytesSent = counter(metricFacts.bytes);
  const subscribers = gauge(metricFacts.subscribers);
  const made = histogram(metricFacts.made);
  const scans = histogram(metricFacts.scans);
  const lastScan = gauge(metricFacts.lastScan);
  const ingested = counter(metricFacts.ingested);
  const articleChanges = counter(metricFacts.articleChanges);
  const files = gauge(metricFacts.files);
  const articles = gauge(metricFacts.articles);
  const newest = gauge(metricFacts.newest);
  const problems = gauge(metricFacts.problems);
  const held = gauge(metricFacts.held);
  const degraded = gauge(metricFacts.degraded);
  const catalogBytes = gauge(metricFacts.catalogBytes);
  const heard = createSubscriberMemory();

  return {
    contentType: registry.contentType,

    takeServing(reports, nowMs) {
      for (const { answers, bytes, subscribers: said, made: makings } of reports) {
        for (const { feed, format, status, coding = "", requests: count } of answers) {
          requests.inc({ feed, format, status: String(status), coding }, count);
        }
        for (const { feed, format, bytes: count } of bytes) bytesSent.inc({ feed, format }, count);
        for (const { result, seconds } of makings) made.observe({ result }, seconds);
        heard.take(said, nowMs);
      }
      const worst = (of: "median" | "p99" | "max"): number =>
        Math.max(0, ...reports.map(({ eventLoopDelay }) => eventLoopDelay[of]));
      delay.set({ quantile: "0.5" }, worst("median"));
      delay.set({ quantile: "0.99" }, worst("p99"));
      delay.set({ quantile: "1" }, worst("max"));
    },

    takeIngest(report) {
      for (const { outlet, result, files: count } of report.files) ingested.inc({ outlet, result }, count);
      for (const [change, count] of Object.entries(report.articles)) articleChanges.inc({ change }, count);
      for (const seconds of report.scanSeconds) scans.observe(seconds);
    },

    async text(state, nowMs) {
      for (const changing of [subscribers, articles, newest, problems]) changing.reset();
      build.set({ version: state.version, node: process.versions.node }, 1);
      started.set(toSeconds(state.startedAt));
      memory.set(state.memoryBytes);
      workers.set(state.workers);
      if (state.lastScanAt !== undefined) lastScan.set(toSeconds(state.lastScanAt));
      files.set(state.files);
      for (const { id: outlet, articles: count, newestSurfacedAt } of state.outlets) {
        articles.set({ outlet }, count);
        if (newestSurfacedAt !== undefined) newest.set({ outlet }, toSeconds(newestSurfacedAt));
      }
      for (const [code, count] of Object.entries(state.problemCounts)) problems.set({ code }, count);
      held.set(state.held);
      degraded.set(Number(state.isDegraded));
      catalogBytes.set(state.catalogBytes ?? 0);
      for (const [feed, count] of heard.byFeed(nowMs)) subscribers.set({ feed }, count);
      return await registry.metrics();
    },
  };
}

function toSeconds(instant: Date): number {
  return instant.getTime() / 1000;
}
