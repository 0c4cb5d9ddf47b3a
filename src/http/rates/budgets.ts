import type { IncomingMessage } from "node:http";
import { createRecentMap, type RecentMap } from "../../lib/cache/recent-map.ts";
import type { PreparedDocument } from "../documents/prepared-document.ts";
import { createClientFinder, type ClientFinder } from "./client-address.ts";

/** Seconds from one request of a client to the next, in the long run; 0 is no limit. */
export interface RateSettings {
  readonly poll: number;
  readonly full: number;
  readonly made: number;
  /** As `createAddressSet` takes them. */
  readonly trustedProxies: readonly string[];
}

/** Requests that may come at once after a long silence. */
const burstOf = { poll: 60, full: 10, made: 60 } as const;

/** Clients with a feed each that are remembered; for 200 to 600 bytes each. */
const MAX_VISITORS = 16_384;
const MAX_AGENT = 128;
const MAX_PATH = 256;

/** A client of one feed. `…Due` says at which second it would have used up nothing of a budget. */
interface Visitor {
  pollDue: number;
  fullDue: number;
  /** The version that it was sent last. */
  etag: string;
}

/** A client that has documents made. */
interface Maker {
  due: number;
}

/**
 * A budget for each client and feed: decides whether somebody asks too often. Those who ask whether a feed has changed
 * are welcome; those who have it sent again and again, because they do not say what they have or have what they are
 * sent, are asked to wait. A first request is never refused. Clients are told apart by address and `User-Agent`, so that
 * many behind one address are many, and nobody is refused who is not known: see `ClientFinder`. A wait is in whole
 * seconds, and 0 where there is none.
 */
export class RateBudgets {
  readonly #clock: () => number;
  #settings: RateSettings;
  #clientOf: ClientFinder;
  #visitors = createRecentMap<Visitor>(MAX_VISITORS);
  #makers = createRecentMap<Maker>(MAX_VISITORS);

  /** @param clock In seconds, monotonic. */
  constructor(settings: RateSettings, clock: () => number) {
    this.#clock = clock;
    this.#settings = settings;
    this.#clientOf = createClientFinder(settings.trustedProxies);
  }

  /** The wait of a request for a feed that is about to be answered in full, or else as not modified. */
  feedWait(request: IncomingMessage, document: PreparedDocument, isFull: boolean): number {
    const key = this.#visitorKey(request, document);
    if (key === undefined) return 0;
    const visitor = this.#visitors.get(key) ?? remember(this.#visitors, key, { pollDue: 0, fullDue: 0, etag: "" });
    const { headers } = request;
    const { poll, full } = this.#settings;
    const isConditional = headers["if-none-match"] !== undefined || headers["if-modified-since"] !== undefined;
    const isRepeat = isFull && (!isConditional || visitor.etag === document.etag);
    const now = this.#clock();
    const wait = isRepeat
      ? waitUntil(visitor.fullDue, now, full, burstOf.full)
      : waitUntil(visitor.pollDue, now, poll, burstOf.poll);
    if (wait > 0) return wait;
    if (isRepeat) visitor.fullDue = Math.max(visitor.fullDue, now) + full;
    else visitor.pollDue = Math.max(visitor.pollDue, now) + poll;
    if (isFull) visitor.etag = document.etag;
    return 0;
  }

  /** True where the client was sent this version of a feed; never where nobody is remembered. Asked before `feedWait`. */
  hasBeenSent(request: IncomingMessage, document: PreparedDocument): boolean {
    const key = this.#visitorKey(request, document);
    return key !== undefined && this.#visitors.get(key)?.etag === document.etag;
  }

  /** The wait of a request for something that has to be made. */
  madeWait(request: IncomingMessage): number {
    const { made } = this.#settings;
    const client = made === 0 ? undefined : this.#clientOf(request);
    if (client === undefined) return 0;
    const maker = this.#makers.get(client) ?? remember(this.#makers, client, { due: 0 });
    const now = this.#clock();
    const wait = waitUntil(maker.due, now, made, burstOf.made);
    if (wait === 0) maker.due = Math.max(maker.due, now) + made;
    return wait;
  }

  /** Other settings, under which everybody has a full budget again. */
  change(settings: RateSettings): void {
    this.#settings = settings;
    this.#clientOf = createClientFinder(settings.trustedProxies);
    this.#visitors = createRecentMap(MAX_VISITORS);
    this.#makers = createRecentMap(MAX_VISITORS);
  }

  /** Absent where nobody is to be remembered, or it is not known who this is. */
  #visitorKey(request: IncomingMessage, { path }: PreparedDocument): string | undefined {
    if (this.#settings.poll === 0 && this.#settings.full === 0) return undefined;
    const client = this.#clientOf(request);
    return client && `${client} ${cut(request.headers["user-agent"] ?? "", MAX_AGENT)} ${cut(path, MAX_PATH)}`;
  }
}

/** The wait of a bucket that holds `burst` and gets one every `interval` seconds (ITU-T I.371, Annex A: the GCRA). */
function waitUntil(due: number, now: number, interval: number, burst: number): number {
  return interval === 0 ? 0 : Math.max(0, Math.ceil(due - now - interval * (burst - 1)));
}

function remember<Value>(known: RecentMap<Value>, key: string, value: Value): Value {
  known.set(key, value);
  return value;
}

function cut(text: string, length: number): string {
  return text.length > length ? text.slice(0, length) : text;
}
