import type { IncomingMessage } from "node:http";
import { createRecentMap } from "../lib/cache/recent-map.ts";
import { createClientFinder } from "./client-address.ts";
import type { PreparedDocument } from "./prepare-document.ts";

/** How often a client may ask in the long run, in seconds from one request to the next; 0 is no limit. */
export interface RateSettings {
  readonly poll: number;
  readonly full: number;
  readonly made: number;
  /** As `createAddressSet` takes them. */
  readonly trustedProxies: readonly string[];
}

/** Decides whether somebody asks too often. A wait is in whole seconds, and 0 where there is none. */
export interface RateBudgets {
  /** The wait of a request for a feed that is about to be answered in full, or else as not modified. */
  feedWait(request: IncomingMessage, document: PreparedDocument, isFull: boolean): number;
  /** Whether the client was sent this version of a feed; `false` where nobody is remembered. Asked before `feedWait`. */
  hasBeenSent(request: IncomingMessage, document: PreparedDocument): boolean;
  /** The wait of a request for something that has to be made. */
  madeWait(request: IncomingMessage): number;
  /** Other settings, under which everybody begins anew. */
  change(settings: RateSettings): void;
}

/** How many requests may come at once after a long silence. */
const burstOf = { poll: 60, full: 10, made: 60 } as const;

/** Clients with a feed each that are remembered; for 200 to 600 bytes each. */
const MAX_VISITORS = 16_384;
const MAX_AGENT = 128;
const MAX_PATH = 256;

/** A client of one feed. `…Due` says at which second it would have used up nothing of a budget. */
interface Visitor {
  pollDue: number;
  fullDue: number;
  /** Of what it was sent last. */
  etag: string;
}

/**
 * A budget for each client and feed. Whoever asks whether a feed has changed is welcome; whoever has it sent again and
 * again, because they do not say what they have or have what they are sent, is asked to wait. A first request is
 * never refused. Clients are told apart by address and `User-Agent`, so that many behind one address are many, and
 * nobody is refused who is not known: see `ClientFinder`. `clock` is in seconds and monotonic.
 */
export function createRateBudgets(settings: RateSettings, clock: () => number): RateBudgets {
  let { poll, full, made } = settings;
  let clientOf = createClientFinder(settings.trustedProxies);
  let visitors = createRecentMap<Visitor>(MAX_VISITORS);
  let makers = createRecentMap<{ due: number }>(MAX_VISITORS);

  /** Absent where nobody is to be remembered, or it is not known who this is. */
  function visitorKey(request: IncomingMessage, { path }: PreparedDocument): string | undefined {
    if (poll === 0 && full === 0) return undefined;
    const client = clientOf(request);
    return client && `${client} ${cut(request.headers["user-agent"] ?? "", MAX_AGENT)} ${cut(path, MAX_PATH)}`;
  }

  return {
    hasBeenSent(request, document) {
      const key = visitorKey(request, document);
      return key !== undefined && visitors.get(key)?.etag === document.etag;
    },

    feedWait(request, document, isFull) {
      const key = visitorKey(request, document);
      if (key === undefined) return 0;
      const { etag } = document;
      const { headers } = request;
      let visitor = visitors.get(key);
      if (visitor === undefined) {
        visitor = { pollDue: 0, fullDue: 0, etag: "" };
        visitors.set(key, visitor);
      }
      const isConditional = headers["if-none-match"] !== undefined || headers["if-modified-since"] !== undefined;
      const isRepeat = isFull && (!isConditional || visitor.etag === etag);
      const now = clock();
      const wait = isRepeat
        ? waitUntil(visitor.fullDue, now, full, burstOf.full)
        : waitUntil(visitor.pollDue, now, poll, burstOf.poll);
      if (wait > 0) return wait;
      if (isRepeat) visitor.fullDue = Math.max(visitor.fullDue, now) + full;
      else visitor.pollDue = Math.max(visitor.pollDue, now) + poll;
      if (isFull) visitor.etag = etag;
      return 0;
    },

    madeWait(request) {
      const client = made === 0 ? undefined : clientOf(request);
      if (client === undefined) return 0;
      let maker = makers.get(client);
      if (maker === undefined) {
        maker = { due: 0 };
        makers.set(client, maker);
      }
      const now = clock();
      const wait = waitUntil(maker.due, now, made, burstOf.made);
      if (wait === 0) maker.due = Math.max(maker.due, now) + made;
      return wait;
    },

    change(changed) {
      ({ poll, full, made } = changed);
      clientOf = createClientFinder(changed.trustedProxies);
      visitors = createRecentMap(MAX_VISITORS);
      makers = createRecentMap(MAX_VISITORS);
    },
  };
}

/** Of a bucket that holds `burst` and gets one every `interval` seconds (ITU-T I.371, Annex A: the GCRA). */
function waitUntil(due: number, now: number, interval: number, burst: number): number {
  return interval === 0 ? 0 : Math.max(0, Math.ceil(due - now - interval * (burst - 1)));
}

function cut(text: string, length: number): string {
  return text.length > length ? text.slice(0, length) : text;
}
