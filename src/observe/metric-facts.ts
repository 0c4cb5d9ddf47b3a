/** One metric. `docs/metrics.md` is checked against this table. */
export interface MetricFacts {
  readonly name: string;
  readonly kind: "counter" | "gauge" | "histogram";
  readonly labels: readonly string[];
  readonly help: string;
  /** Upper bounds of a histogram. */
  readonly buckets?: readonly number[];
}

/**
 * Every metric: base units, `_total` for counters. No label takes a value from a request: feeds and outlets are
 * the operator's, and what belongs to no feed has an empty `feed`.
 */
export const metricFacts = {
  build: {
    name: "feedmill_build_info",
    kind: "gauge",
    labels: ["version", "node"],
    help: "Always 1; its labels say what runs",
  },
  started: {
    name: "feedmill_start_time_seconds",
    kind: "gauge",
    labels: [],
    help: "When the daemon started, since 1970",
  },
  memory: { name: "feedmill_resident_memory_bytes", kind: "gauge", labels: [], help: "Memory of the primary process" },
  workers: { name: "feedmill_workers", kind: "gauge", labels: [], help: "Processes that serve" },
  delay: {
    name: "feedmill_event_loop_delay_seconds",
    kind: "gauge",
    labels: ["quantile"],
    help: "How late the event loop was since the last scrape, in the process that serves; with workers, the worst of them",
  },
  requests: {
    name: "feedmill_http_requests_total",
    kind: "counter",
    labels: ["feed", "format", "status", "coding"],
    help: "Requests answered; format is rss, atom, json, page, opml, file or, for what is no document, none. 429 is a refusal",
  },
  bytes: {
    name: "feedmill_http_response_body_bytes_total",
    kind: "counter",
    labels: ["feed", "format"],
    help: "Bytes of documents sent, as they were sent, without headers",
  },
  subscribers: {
    name: "feedmill_feed_subscribers",
    kind: "gauge",
    labels: ["feed"],
    help: "People that aggregators say they ask for: the newest word of each, for three days",
  },
  made: {
    name: "feedmill_made_document_duration_seconds",
    kind: "histogram",
    labels: ["result"],
    help: "Documents made when they were asked for: waiting, making and compressing",
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  },
  scans: {
    name: "feedmill_scan_duration_seconds",
    kind: "histogram",
    labels: [],
    help: "Scans of the archive, with reading and publishing what they found",
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
  },
  lastScan: {
    name: "feedmill_last_scan_timestamp_seconds",
    kind: "gauge",
    labels: [],
    help: "When the last scan ended, since 1970",
  },
  ingested: {
    name: "feedmill_ingested_files_total",
    kind: "counter",
    labels: ["outlet", "result"],
    help: "Files read and taken in: as an article, or as a problem, which has no outlet",
  },
  shared: {
    name: "feedmill_shared_files_total",
    kind: "counter",
    labels: ["read"],
    help: "With `catalog`: files read for another machine that leads, or by others while this one led",
  },
  articleChanges: {
    name: "feedmill_article_changes_total",
    kind: "counter",
    labels: ["change"],
    help: "Articles added, revised and removed",
  },
  files: { name: "feedmill_archive_files", kind: "gauge", labels: [], help: "Files known, published or not" },
  articles: { name: "feedmill_catalog_articles", kind: "gauge", labels: ["outlet"], help: "Articles published" },
  newest: {
    name: "feedmill_newest_article_timestamp_seconds",
    kind: "gauge",
    labels: ["outlet"],
    help: "When the text of the newest article first appeared, since 1970",
  },
  problems: { name: "feedmill_problems", kind: "gauge", labels: ["code"], help: "Files that are not published" },
  fields: {
    name: "feedmill_articles_with_field",
    kind: "gauge",
    labels: ["outlet", "field"],
    help: "Articles that have a field: time, authors, dek, picture, caption or section",
  },
  flaws: {
    name: "feedmill_flaws",
    kind: "gauge",
    labels: ["code"],
    help: "Files that are published and have something wrong, or are hidden by another of their id",
  },
  silent: {
    name: "feedmill_silent",
    kind: "gauge",
    labels: ["outlet"],
    help: "1 while nothing new comes from an outlet for several times its usual gap; an empty outlet is the whole archive",
  },
  held: {
    name: "feedmill_held_losses",
    kind: "gauge",
    labels: [],
    help: "Files that are gone and whose articles are kept until that is accepted",
  },
  degraded: {
    name: "feedmill_degraded",
    kind: "gauge",
    labels: [],
    help: "1 while what is served is not what the archive says",
  },
  catalogBytes: {
    name: "feedmill_catalog_size_bytes",
    kind: "gauge",
    labels: [],
    help: "The catalog on disk, with its log",
  },
  pushSubscriptions: {
    name: "feedmill_push_subscriptions",
    kind: "gauge",
    labels: ["feed", "format"],
    help: "Subscriptions to what is new (WebSub); those of searches have the feed search",
  },
  pushWaiting: {
    name: "feedmill_push_waiting_subscriptions",
    kind: "gauge",
    labels: ["feed", "format"],
    help: "Subscriptions that do not have the newest version",
  },
  pushFailing: {
    name: "feedmill_push_failing_subscriptions",
    kind: "gauge",
    labels: ["feed", "format"],
    help: "Subscriptions whose last delivery failed",
  },
  pushDeliveries: {
    name: "feedmill_push_deliveries_total",
    kind: "counter",
    labels: ["feed", "format", "result"],
    help: "Deliveries to subscribers: delivered, failed, or gone where the subscriber wants no more",
  },
  pushAge: {
    name: "feedmill_push_delivery_age_seconds",
    kind: "histogram",
    labels: [],
    help: "Age of a version when a subscriber had it",
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 43_200],
  },
  pushPings: {
    name: "feedmill_push_pings_total",
    kind: "counter",
    labels: ["result"],
    help: "Pings to a hub elsewhere: taken or failed",
  },
  sourceFailures: {
    name: "feedmill_source_failures",
    kind: "gauge",
    labels: ["source"],
    help: "Failed polls in a row of a feed that feedmill fetch polls",
  },
  sourceSuccess: {
    name: "feedmill_source_last_success_timestamp_seconds",
    kind: "gauge",
    labels: ["source"],
    help: "When a feed was last fetched, since 1970",
  },
  sourceNext: {
    name: "feedmill_source_next_poll_timestamp_seconds",
    kind: "gauge",
    labels: ["source"],
    help: "When a feed is polled next, since 1970; absent where it said that it is gone",
  },
  sourceFiles: {
    name: "feedmill_source_article_files",
    kind: "gauge",
    labels: ["source"],
    help: "Article files written of a feed since its first poll",
  },
} as const satisfies Readonly<Record<string, MetricFacts>>;
