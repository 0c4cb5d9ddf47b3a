import { readFileSync } from "node:fs";
import { parseOpml } from "feedsmith";
import { addSources, type NewSource } from "../../config/edit-sources.ts";
import { loadSources, sourcesJsonSchema } from "../../config/sources.ts";
import { createWebClient, runFetch } from "../../daemon/fetch.ts";
import { untilStopped } from "../../daemon/stop-signals.ts";
import { articleFileName, articleText } from "../../fetch/article-text.ts";
import { FetchState } from "../../fetch/fetch-state.ts";
import { findFeeds, type FoundFeed } from "../../fetch/find-feeds.ts";
import { PrivateAddressError, WebError } from "../../lib/net/web-client.ts";
import { printable } from "../../lib/text/printable.ts";
import { createLogger } from "../../observe/logger.ts";
import type { CommandContext } from "../commands.ts";
import { describeMistakes, Failure, UsageError } from "../failure.ts";
import { formatTable, writeJson, writeText } from "../output.ts";
import { createProgress } from "../progress-bar.ts";
import { countNoun } from "../../lib/text/quantities.ts";

/** `feedmill fetch`: polls the sources until it is stopped; with a word after it, works on the list of sources. */
export async function run(context: CommandContext): Promise<number> {
  const { operands, flags } = context;
  const [action, operand] = operands;
  if (flags["schema"] === true) return writeJson(sourcesJsonSchema());
  if (action === undefined) return poll(context);
  if (action === "list") return list(context);
  if (operand === undefined) throw new UsageError(`fetch ${action} needs an operand.`, "feedmill help fetch");
  if (action === "add") return add(context, operand);
  if (action === "import") return importOpml(context, operand);
  if (action === "test") return testSource(context, operand);
  throw new UsageError(`fetch does not know ${action}.`, "add, import, list or test");
}

async function poll({ config, flags, version }: CommandContext): Promise<number> {
  const { logLevel: level, logFormat: format } = config;
  const logger = createLogger({ level, format });
  const isOnce = flags["once"] === true;
  const stop = new AbortController();
  void untilStopped(() => process.exit(1)).then((signal) => stop.abort(new Error(`stopped by ${signal}`)));
  const progress = createProgress("sources");
  const history = createProgress("older entries");
  const hide = (): void => {
    progress.finish();
    history.finish();
  };
  // A daemon in the background has its log.
  const isShown = isOnce || process.stderr.isTTY;
  await runFetch({
    config,
    environment: process.env,
    logger,
    version,
    isOnce,
    signal: stop.signal,
    onReport: {
      before: hide,
      after: ({ polled, listed, olderEntries }) => {
        if (!isShown) return;
        if (polled < listed) progress.update(polled, listed);
        else if (olderEntries > 0) history.update(olderEntries);
      },
    },
  });
  hide();
  return 0;
}

function list({ config, flags }: CommandContext): number {
  const sources = loadSources(config.sources, process.env);
  if (!sources.ok) throw new Failure(describeMistakes(sources.mistakes));
  const state = FetchState.openToRead(config.data);
  const known = sources.value.map(({ url, into }) => ({ into, ...(state?.source(url) ?? { url }) }));
  state?.close();
  if (flags["json"] === true) return writeJson(known);
  if (known.length === 0)
    return writeText(`There are no sources in ${config.sources}. Add one: feedmill fetch add URL`);
  const rows = known.map((source) => {
    if (!("nextPollAt" in source)) return [source.url, source.into, "–", "–", "not polled yet"];
    const { url, into, succeededAt, written, failure = "" } = source;
    return [url, into, succeededAt === undefined ? "–" : new Date(succeededAt).toISOString(), String(written), failure];
  });
  return writeText(formatTable([["URL", "INTO", "LAST SUCCESS", "WRITTEN", "WHAT IS WRONG"], ...rows]));
}

async function add(context: CommandContext, url: string): Promise<number> {
  const { config, flags } = context;
  const [best, ...others] = await lookUp(context, url);
  const into = typeof flags["into"] === "string" ? flags["into"] : folderOf(best.url);
  const added = await addSources(config.sources, [{ url: best.url, into }]);
  const verdict = added.length > 0 ? `Added to ${config.sources}` : `Already in ${config.sources}`;
  return writeText([`${verdict}:`, ...describeFeed(best), ...describeOthers(others)].join("\n"));
}

async function importOpml({ config }: CommandContext, path: string): Promise<number> {
  const sources: NewSource[] = [];
  const collect = (outlines: readonly Outline[]): void => {
    for (const { xmlUrl, outlines: inner = [] } of outlines) {
      if (xmlUrl !== undefined) sources.push({ url: xmlUrl, into: folderOf(xmlUrl) });
      collect(inner);
    }
  };
  collect(outlinesOf(path));
  const added = await addSources(config.sources, sources);
  const listed = sources.length - added.length;
  return writeText(`Added ${countNoun(added.length, "source")} to ${config.sources}; ${listed} were listed already.`);
}

interface Outline {
  readonly xmlUrl?: string;
  readonly outlines?: readonly Outline[];
}

function outlinesOf(path: string): readonly Outline[] {
  try {
    return parseOpml(readFileSync(path, "utf8")).body?.outlines ?? [];
  } catch (error) {
    throw new Failure(`${path} is no OPML file that can be read: ${error instanceof Error ? error.message : ""}`);
  }
}

async function testSource(context: CommandContext, url: string): Promise<number> {
  const [best] = await lookUp(context, url);
  const { entries, unusable } = best.feed;
  const files = entries.map((entry) => `=== ${articleFileName(entry)}\n${articleText(entry, new Date())}`);
  const notes = unusable.map(({ id, why }) => `No file for ${printable(id)}: ${why}`);
  return writeText([...files, ...notes, `${countNoun(files.length, "article file")} would be written.`].join("\n"));
}

async function lookUp(context: CommandContext, url: string): Promise<readonly [FoundFeed, ...FoundFeed[]]> {
  const client = createWebClient(context);
  try {
    const [best, ...others] = await findFeeds(url, client, AbortSignal.timeout(120_000));
    if (best === undefined) throw new Failure(`No feed was found at ${url}.`, "the address of the feed itself");
    return [best, ...others];
  } catch (error) {
    if (error instanceof PrivateAddressError)
      throw new Failure(error.message, "--fetch-allow with that address, if you mean it");
    if (error instanceof WebError) throw new Failure(error.message);
    throw error;
  } finally {
    await client.close();
  }
}

function describeFeed({ url, feed: { title, entries, olderUrl } }: FoundFeed): string[] {
  const lengths = entries.map(({ bodyHtml }) => bodyHtml.length).toSorted((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  return [
    `  ${url}`,
    `  ${printable(title)}: ${countNoun(entries.length, "entry", "entries")}, half of them longer than ${median} characters`,
    ...(olderUrl === undefined ? [] : ["  It leads to older entries, which are fetched too."]),
    ...(median < 500 ? ["  It may hold no full texts: `full-text: readability` reads the articles' own pages."] : []),
  ];
}

function describeOthers(others: readonly FoundFeed[]): string[] {
  if (others.length === 0) return [];
  return ["Other feeds there:", ...others.map(({ url, feed: { title } }) => `  ${url}  ${printable(title)}`)];
}

/** A folder for a source: its host's name. */
function folderOf(url: string): string {
  return (URL.parse(url)?.hostname ?? "feed").replace(/^www\./, "");
}
