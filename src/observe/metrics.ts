import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { SourceStatus } from "../model/source.ts";
import { metricFacts, type MetricFacts } from "./metric-facts.ts";
import type { IngestReport, PushReport, ServingReport, SubscriptionCount } from "./reports.ts";
import { SubscriberMemory } from "./subscriber-memory.ts";

interface OutletState {
  readonly id: string;
  readonly articles: number;
  /** The number of its articles that have each field. */
  readonly coverage: Readonly<Record<string, number>>;
  readonly newestSurfacedAt?: Date;
}

/** The daemon's state when metrics are asked for. */
export interface MetricsState {
  readonly version: string;
  readonly startedAt: Date;
  readonly memoryBytes: number;
  readonly workers: number;
  readonly lastScanAt?: Date;
  readonly files: number;
  readonly outlets: readonly OutletState[];
  readonly problemCounts: Readonly<Record<string, number>>;
  readonly flawCounts: Readonly<Record<string, number>>;
  /** Ids of silent outlets; an empty one is the whole archive. */
  readonly silent: readonly string[];
  readonly held: number;
  readonly isDegraded: boolean;
  /** Absent where there is no catalog. */
  readonly catalogBytes?: number;
  readonly sources?: readonly SourceStatus[];
}

type Facts = typeof metricFacts;
type NameOf<Kind extends MetricFacts["kind"]> = {
  [Name in keyof Facts]: Facts[Name]["kind"] extends Kind ? Name : never;
}[keyof Facts];
type Labels = Readonly<Record<string, string>>;

/** The metrics, by prom-client. Its own metrics of the process are left out: they wake it a hundred times a second. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #counters = new Map<string, Counter>();
  readonly #gauges = new Map<string, Gauge>();
  readonly #histograms = new Map<string, Histogram>();
  readonly #subscribers = new SubscriberMemory();
  #subscriptions: readonly SubscriptionCount[] = [];

  constructor() {
    for (const [key, facts] of Object.entries<MetricFacts>(metricFacts)) {
      const { name, kind, help, labels, buckets = [] } = facts;
      const settings = { name, help, labelNames: labels, registers: [this.#registry] };
      if (kind === "counter") this.#counters.set(key, new Counter(settings));
      else if (kind === "gauge") this.#gauges.set(key, new Gauge(settings));
      else this.#histograms.set(key, new Histogram({ ...settings, buckets: [...buckets] }));
    }
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Adds what the serving processes counted since the last time. */
  addServing(reports: readonly ServingReport[], nowMs: number): void {
    for (const { answers, bytes, subscribers, made } of reports) {
      for (const { feed, format, status, coding = "", requests } of answers) {
        this.#add("requests", requests, { feed, format, status: String(status), coding });
      }
      for (const { feed, format, bytes: count } of bytes) this.#add("bytes", count, { feed, format });
      for (const { result, seconds } of made) this.#observe("made", seconds, { result });
      this.#subscribers.add(subscribers, nowMs);
    }
    const worst = (of: "median" | "p99" | "max"): number =>
      Math.max(0, ...reports.map(({ eventLoopDelay }) => eventLoopDelay[of]));
    this.#set("delay", worst("median"), { quantile: "0.5" });
    this.#set("delay", worst("p99"), { quantile: "0.99" });
    this.#set("delay", worst("max"), { quantile: "1" });
  }

  /** Adds what the ingest thread counted since the last time. */
  addIngest({ files, articles, scanSeconds, shared }: IngestReport): void {
    for (const { outlet, result, files: count } of files) this.#add("ingested", count, { outlet, result });
    for (const [change, count] of Object.entries(articles)) this.#add("articleChanges", count, { change });
    for (const seconds of scanSeconds) this.#observe("scans", seconds);
    this.#add("shared", shared.forOthers, { read: "for-others" });
    this.#add("shared", shared.byOthers, { read: "by-others" });
  }

  /** Adds what was pushed since the last time. */
  addPush({ subscriptions, deliveries, ageSeconds, pings }: PushReport): void {
    for (const { feed, format, result, deliveries: count } of deliveries) {
      this.#add("pushDeliveries", count, { feed, format, result });
    }
    for (const seconds of ageSeconds) this.#observe("pushAge", seconds);
    for (const [result, count] of Object.entries(pings)) this.#add("pushPings", count, { result });
    this.#subscriptions = subscriptions;
  }

  /** Writes all metrics in the text format of Prometheus. */
  async text(state: MetricsState, nowMs: number): Promise<string> {
    // All others are of the moment: an outlet or a code that is gone has no value any more.
    for (const [name, gauge] of this.#gauges) if (name !== "delay") gauge.reset();
    this.#set("build", 1, { version: state.version, node: process.versions.node });
    this.#set("started", secondsOf(state.startedAt));
    this.#set("memory", state.memoryBytes);
    this.#set("workers", state.workers);
    if (state.lastScanAt !== undefined) this.#set("lastScan", secondsOf(state.lastScanAt));
    this.#set("files", state.files);
    for (const { id: outlet, articles, coverage, newestSurfacedAt } of state.outlets) {
      this.#set("articles", articles, { outlet });
      for (const [field, count] of Object.entries(coverage)) this.#set("fields", count, { outlet, field });
      if (newestSurfacedAt !== undefined) this.#set("newest", secondsOf(newestSurfacedAt), { outlet });
    }
    for (const [code, count] of Object.entries(state.problemCounts)) this.#set("problems", count, { code });
    for (const [code, count] of Object.entries(state.flawCounts)) this.#set("flaws", count, { code });
    for (const outlet of state.silent) this.#set("silent", 1, { outlet });
    for (const { url: source, failures, succeededAt, nextPollAt, written, isGone } of state.sources ?? []) {
      this.#set("sourceFailures", failures, { source });
      this.#set("sourceFiles", written, { source });
      if (!isGone) this.#set("sourceNext", secondsOf(nextPollAt), { source });
      if (succeededAt !== undefined) this.#set("sourceSuccess", secondsOf(succeededAt), { source });
    }
    for (const { feed, format, ...counts } of this.#subscriptions) {
      this.#gauges.get("pushSubscriptions")?.inc({ feed, format }, counts.subscriptions);
      this.#gauges.get("pushWaiting")?.inc({ feed, format }, counts.waiting);
      this.#gauges.get("pushFailing")?.inc({ feed, format }, counts.failing);
    }
    this.#set("held", state.held);
    this.#set("degraded", Number(state.isDegraded));
    this.#set("catalogBytes", state.catalogBytes ?? 0);
    for (const [feed, count] of this.#subscribers.byFeed(nowMs)) this.#set("subscribers", count, { feed });
    return await this.#registry.metrics();
  }

  #add(name: NameOf<"counter">, count: number, labels: Labels): void {
    this.#counters.get(name)?.inc(labels, count);
  }

  #set(name: NameOf<"gauge">, value: number, labels: Labels = {}): void {
    this.#gauges.get(name)?.set(labels, value);
  }

  #observe(name: NameOf<"histogram">, seconds: number, labels: Labels = {}): void {
    this.#histograms.get(name)?.observe(labels, seconds);
  }
}

function secondsOf(instant: Date): number {
  return instant.getTime() / 1000;
}
