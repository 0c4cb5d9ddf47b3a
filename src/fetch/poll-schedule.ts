import { createHash } from "node:crypto";

/** What decides when a source is polled again. All spans are in seconds. */
export interface PollFacts {
  /** The address of the source: sources of one interval are spread by it. */
  readonly url: string;
  /** As configured. */
  readonly everySeconds: number;
  /** `max-age` of the answer (RFC 9111 §5.2.2.1). */
  readonly maxAgeSeconds?: number;
  /** As the feed asks: `ttl`, `sy:updatePeriod`. */
  readonly feedSeconds?: number;
  /** `Retry-After` of the answer (RFC 9110 §10.2.3). */
  readonly retryAfterSeconds?: number;
  /** Failures in a row, this one included. */
  readonly failures: number;
}

const DAY_SECONDS = 86_400;
const JITTER_SHARE = 0.1;

/**
 * How long to wait before the next poll, in seconds: the longest of what the operator, the server and the feed ask for,
 * twice as long after each failure, at most a day; then up to a tenth more, by the address, so that sources that were
 * added together do not stay together.
 */
export function secondsToNextPoll(facts: PollFacts): number {
  const { url, everySeconds, maxAgeSeconds = 0, feedSeconds = 0, retryAfterSeconds = 0, failures } = facts;
  const usual = Math.max(everySeconds, maxAgeSeconds, feedSeconds, retryAfterSeconds);
  const wait = Math.min(DAY_SECONDS, usual * 2 ** Math.min(failures, 10));
  return Math.round(wait * (1 + JITTER_SHARE * shareOf(url)));
}

/** From 0 to 1, the same for an address on every machine. */
function shareOf(url: string): number {
  return createHash("sha256").update(url).digest().readUInt32BE(0) / 0xffff_ffff;
}

/** Seconds of a `Cache-Control` header; undefined without `max-age`, 0 where it forbids keeping. */
export function maxAgeOf(cacheControl: string | undefined): number | undefined {
  if (cacheControl === undefined) return undefined;
  if (/\bno-(?:cache|store)\b/i.test(cacheControl)) return 0;
  const digits = /\bmax-age\s*=\s*"?(\d{1,9})/i.exec(cacheControl)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * Seconds of a `Retry-After` header, which holds seconds or a date. A date counts from the answer's own `Date`, since the
 * server's clock may differ from this machine's. Undefined for what is neither, 0 for the past.
 */
export function retryAfterOf(header: string | undefined, date: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header);
  const at = Date.parse(header);
  const sentAt = Date.parse(date ?? "");
  const from = Number.isNaN(sentAt) ? now.getTime() : sentAt;
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - from) / 1000));
}

/**
 * When a source is due that was to be polled at `nextPollAt`, both in milliseconds. No wait is so long that it could be
 * beyond a day and its jitter: where it is, the machine's clock was ahead when it was set, and the source is due.
 */
export function whenDue(nextPollAt: number, now: Date): number {
  return nextPollAt - now.getTime() > DAY_SECONDS * (1 + JITTER_SHARE) * 1000 ? 0 : nextPollAt;
}
