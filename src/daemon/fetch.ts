import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isSet, type Config } from "../config/config.ts";
import { loadSources } from "../config/sources.ts";
import { FetchState } from "../fetch/fetch-state.ts";
import { Fetcher } from "../fetch/fetcher.ts";
import { type PollReport, pollSource } from "../fetch/poll-source.ts";
import { PageReader } from "../fetch/read-page.ts";
import { watchDirectories } from "../lib/fs/watch-directories.ts";
import { removeUnfinished } from "../lib/fs/write-atomically.ts";
import { createAddressSet } from "../lib/net/address-set.ts";
import { WebClient } from "../lib/net/web-client.ts";
import type { Source } from "../model/source.ts";
import type { Logger } from "../observe/logger.ts";
import { listenToHubs } from "./listen-to-hubs.ts";

export interface FetchDeps {
  readonly config: Config;
  readonly environment: NodeJS.ProcessEnv;
  readonly logger: Logger;
  /** The version of feedmill. */
  readonly version: string;
  /** Cancels running requests and ends when aborted. */
  readonly signal: AbortSignal;
  /** Polls each due source once, then ends. */
  readonly isOnce: boolean;
  /** Called before and after a result is logged. */
  readonly onReport: { readonly before: () => void; readonly after: (progress: FetchProgress) => void };
}

/** What was done since the start. */
export interface FetchProgress {
  /** How many of the listed sources were polled. */
  readonly polled: number;
  readonly listed: number;
  /** How many entries were read from feeds' histories. Their length is not known in advance. */
  readonly olderEntries: number;
}

const HISTORY_PAUSE_MS = 5000;
const now = (): Date => new Date();

/**
 * Polls the configured sources and writes their entries into the archive as article files, until it is stopped. Changes of
 * the sources file apply at once; a file with mistakes is reported and not used. Throws if the operator must act: mistakes
 * at the start, another fetch on the same data, a disk that cannot be written.
 */
export async function runFetch(deps: FetchDeps): Promise<void> {
  const { config, environment, logger, signal, isOnce, onReport } = deps;
  const [archive = ""] = config.seeds;
  const sources = requireSources(config, environment);
  const state = FetchState.open(config.data);
  for (const { into } of sources) {
    mkdirSync(join(archive, into), { recursive: true });
    await removeUnfinished(join(archive, into));
  }
  const client = createWebClient(deps);

  const hubs = isOnce ? undefined : await listenToHubs({ config, logger, client }, (url) => fetcher.takeNews(url));
  const pages = new PageReader(client, now);
  const polled = new Set<string>();
  let listed = sources.length;
  let olderEntries = 0;
  const fetcher = new Fetcher(
    {
      client,
      state,
      archive,
      now,
      readPage: (url) => pages.read(url, signal),
      historyPauseMs: HISTORY_PAUSE_MS,
      ...(hubs !== undefined && { isPushed: (url) => hubs.isPushed(url) }),
      onReport(source, report, kind) {
        if (kind === "history") olderEntries += report.entries;
        else {
          polled.add(source.url);
          hubs?.note(state.source(source.url));
        }
        onReport.before();
        logReport(logger, source, report);
        onReport.after({ polled: polled.size, listed, olderEntries });
      },
    },
    sources,
  );
  const watch = watchDirectories([dirname(config.sources)], () => {
    const edited = loadSources(config.sources, environment);
    if (edited.ok) {
      fetcher.setSources(edited.value);
      listed = edited.value.length;
    } else for (const { where, message } of edited.mistakes) logger.error(`${where}: ${message}`);
  });
  try {
    logger.info("fetching", { count: sources.length });
    await fetcher.run(signal, isOnce);
  } finally {
    watch.close();
    await hubs?.close();
    await client.close();
    state.close();
  }
}

/** What a first poll of a source would write. */
export interface TriedSource {
  readonly report: PollReport;
  /** Article files, by name. */
  readonly files: ReadonlyMap<string, string>;
}

/** Polls a source once. Files go to a temporary directory. */
export async function trySource(
  source: Source,
  deps: Pick<FetchDeps, "config" | "version" | "signal">,
): Promise<TriedSource> {
  const { signal } = deps;
  const directory = mkdtempSync(join(tmpdir(), "feedmill-test-"));
  const state = FetchState.open(directory);
  const client = createWebClient(deps);
  const pages = new PageReader(client, now);
  const readPage = (url: string): Promise<string | undefined> => pages.read(url, signal);
  try {
    const report = await pollSource(source, { client, state, archive: directory, now, readPage }, signal);
    const folder = join(directory, source.into);
    const names = existsSync(folder) ? readdirSync(folder).toSorted() : [];
    return { report, files: new Map(names.map((name) => [name, readFileSync(join(folder, name), "utf8")])) };
  } finally {
    await client.close();
    state.close();
    rmSync(directory, { recursive: true });
  }
}

/** An HTTP client that names feedmill and a contact. It connects to no private address except the allowed ones. */
export function createWebClient({ config, version }: Pick<FetchDeps, "config" | "version">): WebClient {
  const allowed = createAddressSet(config.fetchAllow);
  const contact = config.fetchContact || (isSet(config, "publicUrl") ? config.publicUrl : "");
  const userAgent = `feedmill/${version}${contact && ` (+${contact})`}`;
  return new WebClient({ userAgent, isAllowed: (address) => allowed.has(address) });
}

function requireSources(config: Config, environment: NodeJS.ProcessEnv): readonly Source[] {
  const sources = loadSources(config.sources, environment);
  if (!sources.ok) throw new Error(sources.mistakes.map(({ where, message }) => `${where}: ${message}`).join("\n"));
  if (sources.value.length === 0) {
    throw new Error(`There are no sources in ${config.sources}. Add one: feedmill fetch add URL`);
  }
  return sources.value;
}

function logReport(logger: Logger, { url }: Source, { entries, written, unusable, failure }: PollReport): void {
  if (failure !== undefined) logger.warn(`a source could not be fetched: ${failure}`, { url });
  else if (written > 0) logger.info("fetched", { url, count: written, total: entries });
  else logger.debug("fetched", { url, count: written, total: entries });
  for (const { id, why } of unusable) logger.warn(`an entry cannot become an article: ${why}`, { url, article: id });
}
