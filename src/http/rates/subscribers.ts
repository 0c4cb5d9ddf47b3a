import { LRUCache } from "lru-cache";
import type { AnswerCounts } from "../answer-counts.ts";

/** The facts that an aggregator states in its `User-Agent`. */
export interface Subscription {
  /** Its name without version, in lower case. */
  readonly aggregator: string;
  readonly subscribers: number;
}

const countPattern = /(?:^|[^\d.])(\d{1,8}) (?:subscriber|reader|user)s?\b/i;
const browserLike = /^Mozilla\/[\d.]+ \(compatible; */i;
const namePattern = /^[^/();,]*?(?=\s*(?:[/();,]|\sfeed-id|\s-\s|$))/;
const MAX_NAME = 64;

/**
 * Reads how many people an aggregator asks for: `Feedly/1.0 (+…; 16 subscribers; …)`, `NewsBlur Feed Fetcher - 3
 * subscribers - …`. There is no standard, but all large ones write it so.
 */
export function parseSubscription(userAgent: string): Subscription | undefined {
  const count = countPattern.exec(userAgent)?.[1];
  if (count === undefined) return undefined;
  const name = namePattern.exec(userAgent.replace(browserLike, ""))?.[0].trim().toLowerCase() ?? "";
  return name === "" ? undefined : { aggregator: name.slice(0, MAX_NAME), subscribers: Number(count) };
}

const rememberedAgents = 4096;
const rememberedLength = 512;
/** Anybody can call themselves an aggregator. */
const MAX_AGGREGATORS = 256;

/** Makes the function that notes, for a request with this `User-Agent`, whom it asks for. Headers are parsed once. */
export function createSubscriberCounter(): (userAgent: string | undefined, counts: AnswerCounts) => void {
  const remembered = new LRUCache<string, Subscription | "none">({ max: rememberedAgents });
  return (userAgent, { subscribers }) => {
    if (userAgent === undefined || userAgent.length > rememberedLength) return;
    let subscription = remembered.get(userAgent);
    if (subscription === undefined) {
      subscription = parseSubscription(userAgent) ?? "none";
      remembered.set(userAgent, subscription);
    }
    if (subscription === "none") return;
    if (subscribers.size < MAX_AGGREGATORS || subscribers.has(subscription.aggregator)) {
      subscribers.set(subscription.aggregator, subscription.subscribers);
    }
  };
}
