import type { SubscriberCount } from "./serving-report.ts";

/** Longer than any aggregator takes between two polls of a feed it still has subscribers for. */
const FORGOTTEN_AFTER_MS = 3 * 24 * 60 * 60 * 1000;
/** Anybody can call themselves an aggregator, by any name. */
const MAX_KNOWN = 10_000;

/** Remembers each aggregator's newest word on each feed and format. */
export interface SubscriberMemory {
  take(counts: readonly SubscriberCount[], nowMs: number): void;
  /** By feed, over all formats. */
  byFeed(nowMs: number): ReadonlyMap<string, number>;
}

export function createSubscriberMemory(): SubscriberMemory {
  const known = new Map<string, { readonly feed: string; readonly subscribers: number; readonly heardMs: number }>();
  return {
    take(counts, nowMs) {
      for (const { feed, format, aggregator, subscribers } of counts) {
        const key = `${feed} ${format} ${aggregator}`;
        known.delete(key);
        known.set(key, { feed, subscribers, heardMs: nowMs });
      }
      // Who was heard longest ago comes first.
      for (const key of known.keys()) {
        if (known.size <= MAX_KNOWN) break;
        known.delete(key);
      }
    },
    byFeed(nowMs) {
      const sums = new Map<string, number>();
      for (const [key, { feed, subscribers, heardMs }] of known) {
        if (nowMs - heardMs > FORGOTTEN_AFTER_MS) known.delete(key);
        else sums.set(feed, (sums.get(feed) ?? 0) + subscribers);
      }
      return sums;
    },
  };
}
