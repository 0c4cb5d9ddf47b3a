import type { SubscriberCount } from "./reports.ts";

/** Longer than any aggregator takes between two polls of a feed it still has subscribers for. */
const FORGOTTEN_AFTER_MS = 3 * 24 * 60 * 60 * 1000;
/** Anybody can claim to be an aggregator, under any name. */
const MAX_KNOWN = 10_000;

interface KnownCount {
  readonly feed: string;
  readonly subscribers: number;
  readonly heardMs: number;
}

/** Remembers the latest count of each aggregator for each feed and format. */
export class SubscriberMemory {
  /** The one heard longest ago comes first. */
  readonly #known = new Map<string, KnownCount>();

  add(counts: readonly SubscriberCount[], nowMs: number): void {
    for (const { feed, format, aggregator, subscribers } of counts) {
      const key = `${feed} ${format} ${aggregator}`;
      this.#known.delete(key);
      this.#known.set(key, { feed, subscribers, heardMs: nowMs });
    }
    for (const key of this.#known.keys()) {
      if (this.#known.size <= MAX_KNOWN) break;
      this.#known.delete(key);
    }
  }

  /** The sums over all formats and aggregators. */
  byFeed(nowMs: number): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    for (const [key, { feed, subscribers, heardMs }] of this.#known) {
      if (nowMs - heardMs > FORGOTTEN_AFTER_MS) this.#known.delete(key);
      else sums.set(feed, (sums.get(feed) ?? 0) + subscribers);
    }
    return sums;
  }
}
