import { printable } from "../../lib/text/printable.ts";
import type { PushStatus, Status } from "../../daemon/status.ts";
import { haveDaemon } from "../carry-out.ts";
import type { CommandContext } from "../commands.ts";
import { countNoun, describeSpan } from "../../lib/text/quantities.ts";
import { formatTable, writeJson, writeText } from "../output.ts";

/** `feedmill status`: the state of the daemon. Exits with 1 if it is not as it should be. */
export async function run({ config, flags }: CommandContext): Promise<number> {
  const status = await haveDaemon({ kind: "status" }, config);
  if (flags["json"] === true) writeJson(status);
  else writeText(describe(status, new Date()));
  const isFetching = (status.sources ?? []).every(({ failure }) => failure === undefined);
  return status.ready && status.degraded === undefined && isFetching ? 0 : 1;
}

function describe(status: Status<string>, now: Date): string {
  const { version, publicUrl, workers, memoryBytes, catalogBytes, held, problems, missingRoots } = status;
  const since = (instant: string | undefined): string =>
    instant === undefined ? "never" : `${describeSpan((now.getTime() - Date.parse(instant)) / 1000)} ago`;
  const until = (instant: string): string => {
    const seconds = (Date.parse(instant) - now.getTime()) / 1000;
    return seconds <= 0 ? "now" : `in ${describeSpan(seconds)}`;
  };
  const rows = [
    ["state", stateOf(status)],
    ["version", version],
    ["up for", describeSpan(status.uptimeSeconds)],
    ["address", publicUrl],
    [
      "archive",
      `${countNoun(status.files, "file")}, ${countNoun(status.articles, "article")}, ${countNoun(problems, "problem")}`,
    ],
    ["ingest", ingestOf(status)],
    ...(status.filesRead === undefined ? [] : [["shared", sharedOf(status.filesRead)]]),
    ["last scan", since(status.ingest.lastScanAt)],
    ["last change", since(status.publishedAt)],
    ["held back", held === 0 ? "nothing" : `the loss of ${countNoun(held, "file")}: feedmill accept-deletions`],
    ["missing", missingRoots.length === 0 ? "nothing" : missingRoots.join(", ")],
    ...(status.push === undefined ? [] : [["push", pushOf(status.push)]]),
    ["processes", countNoun(workers, "worker")],
    ["memory", megabytes(memoryBytes)],
    ["catalog", catalogBytes === undefined ? "not there" : megabytes(catalogBytes)],
  ];
  const outlets = status.outlets.map(({ id, name, articles, newestSurfacedAt }) => [
    id,
    name,
    String(articles),
    since(newestSurfacedAt),
  ]);
  const problemRows = Object.entries({ ...status.problemCounts, ...status.flawCounts }).map(([code, files]) => [
    code,
    countNoun(files, "file"),
  ]);
  const sources = (status.sources ?? []).map((source) => [
    source.url,
    since(source.succeededAt),
    source.isGone ? "never" : until(source.nextPollAt),
    String(source.written),
    String(source.failures),
    source.failure ?? "",
  ]);
  return [
    formatTable(rows),
    ...status.warnings.map((warning) => printable(`Warning: ${warning}`)),
    formatTable([["OUTLET", "NAME", "ARTICLES", "NEWEST"], ...outlets]),
    ...(sources.length === 0
      ? []
      : [formatTable([["SOURCE", "LAST SUCCESS", "NEXT", "WRITTEN", "FAILURES", "WHAT IS WRONG"], ...sources])]),
    ...(problemRows.length === 0 ? [] : [formatTable(problemRows)]),
  ].join("\n\n");
}

function stateOf({ ready, degraded }: Status<string>): string {
  if (!ready) return "no feeds are served yet";
  return degraded === undefined ? "good" : `degraded: ${degraded}`;
}

function ingestOf({ ingest: { state, done, total, leader } }: Status<string>): string {
  if (state === "following") return leader === undefined ? "waits for a machine that leads" : `follows ${leader}`;
  return done === undefined || total === undefined ? state : `${state}: ${done} of ${total} files read`;
}

function sharedOf({ forOthers, byOthers }: NonNullable<Status["filesRead"]>): string {
  return `${countNoun(forOthers, "file")} read for other machines, ${countNoun(byOthers, "file")} by others, since the start`;
}

function pushOf({ hub, topics, deliveries: { delivered, failed } }: PushStatus): string {
  const sum = (of: "subscriptions" | "waiting" | "failing"): number =>
    topics.reduce((total, topic) => total + topic[of], 0);
  const subscriptions = `${countNoun(sum("subscriptions"), "subscription")} to ${countNoun(topics.length, "feed")}`;
  const state = `${sum("waiting")} waiting, ${sum("failing")} failing`;
  return `${hub}: ${subscriptions}, ${state}; since the start ${delivered} delivered, ${failed} failed`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
