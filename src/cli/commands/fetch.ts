import { readFileSync } from "node:fs";
import { parseOpml } from "feedsmith";
import { addSources, type NewSource } from "../../config/edit-sources.ts";
import { loadSources, sourceMistake, sourcesJsonSchema } from "../../config/sources.ts";
import { createWebClient, runFetch, trySource } from "../../daemon/fetch.ts";
import { untilStopped } from "../../daemon/stop-signals.ts";
import { FetchState } from "../../fetch/fetch-state.ts";
import { findFeeds, type FoundFeed } from "../../fetch/find-feeds.ts";
import { messageOf } from "../../lib/message-of.ts";
import { PrivateAddressError, WebError } from "../../lib/net/web-client.ts";
import type { Source } from "../../model/source.ts";
import { printable } from "../../lib/text/printable.ts";
import { createLogger } from "../../observe/logger.ts";
import type { CommandContext } from "../commands.ts";
import { describeMistakes, Failure, UsageError } from "../failure.ts";
import { formatTable, writeJson, writeText } from "../output.ts";
import { createProgress } from "../progress-bar.ts";
import { countNoun } from "../../lib/text/quantities.ts";

/** For all that a test asks for, pages included. */
const TEST_MS = 300_000;

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
  const mistake = sourceMistake({ url: best.url, into });
  if (mistake !== undefined) throw new Failure(mistake);
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
  const unfit = sources.filter((source) => sourceMistake(source) !== undefined);
  const fit = sources.filter((source) => !unfit.includes(source));
  const added = await addSources(config.sources, fit);
  const listed = fit.length - added.length;
  return writeLines([
    `Added ${countNoun(added.length, "source")} to ${config.sources}; ${listed} were listed already.`,
    ...unfit.map((source) => `Left out ${source.url}: ${sourceMistake(source)}`),
  ]);
}

interface Outline {
  readonly xmlUrl?: string;
  readonly outlines?: readonly Outline[];
}

function outlinesOf(path: string): readonly Outline[] {
  try {
    return parseOpml(readFileSync(path, "utf8")).body?.outlines ?? [];
  } catch (error) {
    throw new Failure(`${path} is no OPML file that can be read: ${messageOf(error)}`);
  }
}

/** A source that is listed is asked as it is listed; for any other address, the feed that is found there. */
async function testSource(context: CommandContext, url: string): Promise<number> {
  const listed = loadSources(context.config.sources, process.env);
  if (!listed.ok) throw new Failure(describeMistakes(listed.mistakes));
  const source = listed.value.find((each) => each.url === url) ?? newSource((await lookUp(context, url))[0].url);
  const { report, files } = await trySource(source, { ...context, signal: AbortSignal.timeout(TEST_MS) });
  if (report.failure !== undefined) throw new Failure(report.failure);
  const texts = Array.from(files, ([name, text]) => `=== ${name}\n${text}`);
  const notes = report.unusable.map(({ id, why }) => `No file for ${id}: ${why}`);
  const unwanted = report.entries - files.size;
  if (unwanted > 0) notes.push(`${countNoun(unwanted, "entry", "entries")} would be left out: only, except.`);
  const sum = `${countNoun(files.size, "article file")} would be written.`;
  return writeLines([...texts, ...notes, sum]);
}

/** What comes from the web must not steer the terminal. */
function writeLines(texts: readonly string[]): number {
  return writeText(
    texts
      .flatMap((text) => text.split("\n"))
      .map(printable)
      .join("\n"),
  );
}

function newSource(url: string): Source {
  return { url, into: folderOf(url), everySeconds: 3600, fullText: "no", headers: {} };
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
