import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { writeAtomically } from "../lib/fs/write-atomically.ts";
import { type WebAnswer, type WebClient, WebError } from "../lib/net/web-client.ts";
import { foldSpace } from "../lib/text/fold-space.ts";
import type { Source } from "../model/source.ts";
import { articleFileName, articleText, versionOf } from "./article-text.ts";
import { type FetchState, HISTORY_DONE, type SourceState } from "./fetch-state.ts";
import { maxAgeOf, retryAfterOf, secondsToNextPoll } from "./poll-schedule.ts";
import { pushedFeed } from "./pushed-feed.ts";
import { type FetchedEntry, type FetchedFeed, keyOf, NoFeedError, readFeed, textOfHtml } from "./read-feed.ts";

export interface PollDeps {
  readonly client: WebClient;
  readonly state: FetchState;
  /** The directory of the archive that article files are written below. */
  readonly archive: string;
  readonly now: () => Date;
  /** The text of an article's own page; undefined where it cannot be had. Rejects where the fetcher is stopped. */
  readonly readPage: (url: string) => Promise<string | undefined>;
}

/** What one poll came to. */
export interface PollReport {
  /** Entries in what was fetched; none where it had not changed. */
  readonly entries: number;
  /** Article files written. */
  readonly written: number;
  /** Entries that no file can be made of, and that were not told of before. */
  readonly unusable: FetchedFeed["unusable"];
  /** Why it failed, in a sentence. */
  readonly failure?: string;
}

const accept =
  "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, " +
  "application/json;q=0.8, text/xml;q=0.8, */*;q=0.1";
/** A redirect counts as for good when it led to one place so many times in a row. */
const MOVES_UNTIL_BELIEVED = 3;

/**
 * Polls a source once: asks whether it changed, writes an article file for each entry that says something new, and keeps
 * what it learned for the next poll. What the source does wrong is in the report; throws for a disk that cannot be
 * written to, and with the signal's reason.
 */
export async function pollSource(source: Source, deps: PollDeps, signal: AbortSignal): Promise<PollReport> {
  const before = deps.state.source(source.url) ?? newSource(source.url);
  try {
    const answer = await deps.client.request(addressOf(before), {
      headers: { accept, ...source.headers, ...validators(before) },
      signal,
    });
    return await takeAnswer(source, before, answer, deps);
  } catch (error) {
    if (!(error instanceof WebError || error instanceof NoFeedError)) throw error;
    // After an answer that could not be read, the next poll asks for the whole again.
    const known = error instanceof NoFeedError ? withoutAnswer(before) : before;
    return keepFailure(source, known, error.message, undefined, deps);
  }
}

/**
 * Fetches one more page of a source's history (RFC 5005). Entries that are known stay as the feed itself had them.
 * Returns undefined where there is no page left.
 */
export async function walkHistory(
  source: Source,
  deps: PollDeps,
  signal: AbortSignal,
): Promise<PollReport | undefined> {
  const before = deps.state.source(source.url);
  if (before?.history === undefined || before.history === HISTORY_DONE) return undefined;
  try {
    const answer = await deps.client.request(before.history, { headers: { accept, ...source.headers }, signal });
    if (answer.status !== 200) throw new WebError(`${before.history} answers ${answer.status}.`);
    const feed = readFeed(answer.body, answer.header("content-type"), answer.url);
    const taken = await takeEntries(source, feed, true, deps);
    const history = feed.olderUrl === before.history ? HISTORY_DONE : (feed.olderUrl ?? HISTORY_DONE);
    deps.state.keep({ ...before, history, written: before.written + taken.written }, taken.versions);
    return { entries: feed.entries.length, written: taken.written, unusable: taken.unusable };
  } catch (error) {
    if (!(error instanceof WebError || error instanceof NoFeedError)) throw error;
    deps.state.keep({ ...before, history: HISTORY_DONE }, new Map());
    return { entries: 0, written: 0, unusable: [], failure: `Its history ends here: ${error.message}` };
  }
}

async function takeAnswer(source: Source, before: SourceState, answer: WebAnswer, deps: PollDeps): Promise<PollReport> {
  const moved = movedState(before, answer);
  if (answer.status === 410) {
    const failure = "It answered 410 Gone, and is polled no more.";
    deps.state.keep({ ...before, failures: before.failures + 1, isGone: true, failure }, new Map());
    return { entries: 0, written: 0, unusable: [], failure };
  }
  if (answer.status === 304) {
    deps.state.keep({ ...succeeded(source, before, answer, before, deps), ...moved }, new Map());
    return { entries: 0, written: 0, unusable: [] };
  }
  if (answer.status !== 200) {
    const wait = retryAfterOf(answer.header("retry-after"), answer.header("date"), deps.now());
    return keepFailure(source, before, `It answered ${answer.status}.`, wait, deps);
  }
  const feed = readFeed(answer.body, answer.header("content-type"), answer.url);
  const isFirst = before.succeededAt === undefined;
  const { written, unusable, versions } = await takeEntries(source, feed, isFirst, deps);
  const [etag, lastModified] = [answer.header("etag"), answer.header("last-modified")];
  const pushed = pushedFeed(feed, answer.header("link"), answer.url);
  const after: SourceState = {
    ...succeeded(source, withoutAnswer(before), answer, feed, deps),
    ...moved,
    written: before.written + written,
    history: before.history ?? feed.olderUrl ?? HISTORY_DONE,
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
    ...(pushed !== undefined && { pushed }),
  };
  deps.state.keep(after, versions);
  return { entries: feed.entries.length, written, unusable };
}

interface TakenEntries {
  readonly written: number;
  readonly unusable: FetchedFeed["unusable"];
  readonly versions: ReadonlyMap<string, string>;
}

/**
 * Writes what is new, the oldest first. In a source's first poll and in its history (`isBacklog`), an entry counts as
 * captured when it was published: what is old must not stand before the news of today.
 */
async function takeEntries(
  source: Source,
  feed: FetchedFeed,
  isBacklog: boolean,
  deps: PollDeps,
): Promise<TakenEntries> {
  const versions = new Map<string, string>();
  let written = 0;
  for (const entry of feed.entries.toReversed()) {
    const key = keyOf(entry);
    const known = deps.state.version(source.url, key);
    const version = versionOf(entry);
    const isOlder = isBacklog && known !== undefined;
    if (known === version || isOlder || !isWanted(source, entry)) continue;
    const path = join(deps.archive, source.into, articleFileName(entry));
    // The file is there where the entry was written before what was known of it was lost.
    if (!existsSync(path)) {
      const whole = await withFullText(source, entry, deps);
      await writeEntry(path, whole, isBacklog, deps);
      written++;
    }
    versions.set(key, version);
  }
  const unusable = feed.unusable.filter(({ id, why }) => deps.state.version(source.url, unusableKey(id)) !== why);
  for (const { id, why } of unusable) versions.set(unusableKey(id), why);
  return { written, unusable, versions };
}

/** In the place of an entry's key, for those that have none: with this, it is told of once. */
function unusableKey(id: string): string {
  return `unusable ${id}`;
}

async function writeEntry(path: string, entry: FetchedEntry, isBacklog: boolean, { now }: PollDeps): Promise<void> {
  const { publishedAt } = entry;
  const capturedAt = isBacklog && publishedAt !== undefined && publishedAt < now() ? publishedAt : now();
  mkdirSync(dirname(path), { recursive: true });
  await writeAtomically(path, Buffer.from(articleText(entry, capturedAt)));
}

async function withFullText(source: Source, entry: FetchedEntry, { readPage }: PollDeps): Promise<FetchedEntry> {
  if (source.fullText === "no") return entry;
  const bodyHtml = await readPage(entry.url);
  return bodyHtml === undefined ? entry : { ...entry, bodyHtml };
}

function isWanted(source: Source, { titleHtml, authors, bodyHtml }: FetchedEntry): boolean {
  const { isWanted: asks } = source;
  return asks === undefined || asks({ title: plain(titleHtml), text: plain(bodyHtml), authors });
}

function plain(html: string): string {
  return foldSpace(textOfHtml(html));
}

function newSource(url: string): SourceState {
  return { url, nextPollAt: 0, failures: 0, moves: 0, isGone: false, written: 0 };
}

function addressOf({ url, movedTo, moves }: SourceState): string {
  return movedTo !== undefined && moves >= MOVES_UNTIL_BELIEVED ? movedTo : url;
}

function validators({ etag, lastModified }: SourceState): Record<string, string> {
  return {
    ...(etag !== undefined && { "if-none-match": etag }),
    ...(lastModified !== undefined && { "if-modified-since": lastModified }),
  };
}

/** What the last answer said is forgotten. */
function withoutAnswer(state: SourceState): SourceState {
  const { etag: _etag, lastModified: _lastModified, pushed: _pushed, ...rest } = state;
  return rest;
}

/** A move that is believed stays so; another is counted from the first time it is seen. */
function movedState(before: SourceState, { movedTo }: WebAnswer): Pick<SourceState, "movedTo" | "moves"> {
  if (movedTo === undefined) {
    return before.movedTo !== undefined && before.moves >= MOVES_UNTIL_BELIEVED
      ? { movedTo: before.movedTo, moves: before.moves }
      : { moves: 0 };
  }
  return { movedTo, moves: movedTo === before.movedTo ? before.moves + 1 : 1 };
}

function succeeded(
  source: Source,
  before: SourceState,
  answer: WebAnswer,
  feed: Pick<FetchedFeed, "pollSeconds">,
  { now }: PollDeps,
): SourceState {
  const maxAgeSeconds = maxAgeOf(answer.header("cache-control"));
  const wait = secondsToNextPoll({
    url: source.url,
    everySeconds: source.everySeconds,
    failures: 0,
    ...(maxAgeSeconds !== undefined && { maxAgeSeconds }),
    ...(feed.pollSeconds !== undefined && { feedSeconds: feed.pollSeconds }),
  });
  const { failure: _failure, movedTo: _movedTo, pollSeconds: _pollSeconds, ...rest } = before;
  const { pollSeconds } = feed;
  const at = now().getTime();
  return {
    ...rest,
    failures: 0,
    succeededAt: at,
    nextPollAt: at + wait * 1000,
    ...(pollSeconds !== undefined && { pollSeconds }),
  };
}

function keepFailure(
  source: Source,
  before: SourceState,
  failure: string,
  retryAfterSeconds: number | undefined,
  { state, now }: PollDeps,
): PollReport {
  const failures = before.failures + 1;
  const wait = secondsToNextPoll({
    url: source.url,
    everySeconds: source.everySeconds,
    failures,
    ...(before.pollSeconds !== undefined && { feedSeconds: before.pollSeconds }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
  state.keep({ ...before, failures, failure, nextPollAt: now().getTime() + wait * 1000 }, new Map());
  return { entries: 0, written: 0, unusable: [], failure };
}
