import { expect, test } from "vitest";
import { Metrics } from "./metrics.ts";

test("counts add up from report to report, and the state is that of the moment", async () => {
  const metrics = new Metrics();
  const answers = [{ feed: "all", format: "rss", status: 200, coding: "br", requests: 3 }];
  const eventLoopDelay = { median: 0.001, p99: 0.002, max: 0.5 };
  const report = { answers, bytes: [], subscribers: [], made: [{ result: "document", seconds: 0.03 }], eventLoopDelay };
  metrics.addServing([report], 0);
  metrics.addServing([report, { ...report, eventLoopDelay: { median: 0, p99: 0, max: 0.7 } }], 0);
  metrics.addIngest({
    files: [{ outlet: "dw-zh", result: "article", files: 2 }],
    articles: { added: 2, revised: 0, removed: 1 },
    scanSeconds: [0.2],
    shared: { forOthers: 256, byOthers: 0 },
  });
  const feed = { feed: "all", format: "rss" };
  const pushed = {
    // Two topics of one feed and format: the feed, and a selection.
    subscriptions: [
      { ...feed, subscriptions: 3, waiting: 2, failing: 1 },
      { ...feed, subscriptions: 2, waiting: 0, failing: 0 },
    ],
    deliveries: [{ ...feed, result: "delivered", deliveries: 4 }],
    ageSeconds: [1.5],
    pings: { taken: 1, failed: 0 },
  };
  metrics.addPush(pushed);
  metrics.addPush(pushed);
  const state = {
    version: "1",
    startedAt: new Date(1000),
    memoryBytes: 5,
    workers: 1,
    files: 2,
    outlets: [{ id: "dw-zh", articles: 2, coverage: { time: 1 }, newestSurfacedAt: new Date(2000) }],
    problemCounts: { EMPTY_FILE: 1 },
    flawCounts: { NUL_CHARACTER: 1 },
    silent: ["", "dw-zh"],
    held: 0,
    isDegraded: true,
  };
  await metrics.text(state, 0);
  const text = await metrics.text({ ...state, problemCounts: {} }, 0);
  const lines = text.split("\n").filter((line) => /^feedmill_(?!build|.*_bucket)/.test(line));
  expect(lines).toEqual([
    "feedmill_start_time_seconds 1",
    "feedmill_resident_memory_bytes 5",
    "feedmill_workers 1",
    'feedmill_event_loop_delay_seconds{quantile="0.5"} 0.001',
    'feedmill_event_loop_delay_seconds{quantile="0.99"} 0.002',
    'feedmill_event_loop_delay_seconds{quantile="1"} 0.7',
    'feedmill_http_requests_total{feed="all",format="rss",status="200",coding="br"} 9',
    'feedmill_made_document_duration_seconds_sum{result="document"} 0.09',
    'feedmill_made_document_duration_seconds_count{result="document"} 3',
    "feedmill_scan_duration_seconds_sum 0.2",
    "feedmill_scan_duration_seconds_count 1",
    "feedmill_last_scan_timestamp_seconds 0",
    'feedmill_ingested_files_total{outlet="dw-zh",result="article"} 2',
    'feedmill_shared_files_total{read="for-others"} 256',
    'feedmill_shared_files_total{read="by-others"} 0',
    'feedmill_article_changes_total{change="added"} 2',
    'feedmill_article_changes_total{change="revised"} 0',
    'feedmill_article_changes_total{change="removed"} 1',
    "feedmill_archive_files 2",
    'feedmill_catalog_articles{outlet="dw-zh"} 2',
    'feedmill_newest_article_timestamp_seconds{outlet="dw-zh"} 2',
    'feedmill_articles_with_field{outlet="dw-zh",field="time"} 1',
    'feedmill_flaws{code="NUL_CHARACTER"} 1',
    'feedmill_silent{outlet=""} 1',
    'feedmill_silent{outlet="dw-zh"} 1',
    "feedmill_held_losses 0",
    "feedmill_degraded 1",
    "feedmill_catalog_size_bytes 0",
    'feedmill_push_subscriptions{feed="all",format="rss"} 5',
    'feedmill_push_waiting_subscriptions{feed="all",format="rss"} 2',
    'feedmill_push_failing_subscriptions{feed="all",format="rss"} 1',
    'feedmill_push_deliveries_total{feed="all",format="rss",result="delivered"} 8',
    "feedmill_push_delivery_age_seconds_sum 3",
    "feedmill_push_delivery_age_seconds_count 2",
    'feedmill_push_pings_total{result="taken"} 2',
    'feedmill_push_pings_total{result="failed"} 0',
  ]);
});

function sourceLines(text: string): string[] {
  return text.split("\n").filter((line) => line.startsWith("feedmill_source_"));
}

const source = { nextPollAt: new Date(9000), written: 0, isGone: false };

test("each source of feedmill fetch has its failures and files, and when it was fetched and will be", async () => {
  const metrics = new Metrics();
  const state = {
    version: "1",
    startedAt: new Date(1000),
    memoryBytes: 5,
    workers: 1,
    files: 0,
    outlets: [],
    problemCounts: {},
    flawCounts: {},
    held: 0,
    silent: [],
    isDegraded: false,
    sources: [
      { ...source, url: "https://a.example/", failures: 0, succeededAt: new Date(3000), written: 7 },
      { ...source, url: "https://b.example/", failures: 4, isGone: true },
    ],
  };
  expect(sourceLines(await metrics.text(state, 0))).toEqual([
    'feedmill_source_failures{source="https://a.example/"} 0',
    'feedmill_source_failures{source="https://b.example/"} 4',
    'feedmill_source_last_success_timestamp_seconds{source="https://a.example/"} 3',
    'feedmill_source_next_poll_timestamp_seconds{source="https://a.example/"} 9',
    'feedmill_source_article_files{source="https://a.example/"} 7',
    'feedmill_source_article_files{source="https://b.example/"} 0',
  ]);
  expect(sourceLines(await metrics.text({ ...state, sources: [] }, 0))).toEqual([]);
});
