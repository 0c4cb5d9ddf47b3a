import { everyFeedPath, opmlPath, parseAddress } from "../model/addresses.ts";
import type { ContentCoding } from "../model/document.ts";
import type { FeedFormat } from "../model/feed.ts";
import type { AnswerCount, ByteCount, ServingReport, SubscriberCount } from "../observe/reports.ts";
import { splitTarget } from "./public-site.ts";

/** The kind of a document, for those who count: a feed's format, a page, the list of feeds, a file that pages need. */
export type CountedFormat = FeedFormat | "page" | "opml" | "file" | "none";

/** The answers there are many of. */
type Frequent = ContentCoding | "notModified" | "bytes";

const slots: Readonly<Record<Frequent, number>> = { identity: 0, gzip: 1, br: 2, zstd: 3, notModified: 4, bytes: 5 };
const codings = ["identity", "gzip", "br", "zstd"] as const;

/** Counts answers for the documents of one feed in one format. Every one of these documents carries it. */
export class AnswerCounts {
  /** Empty for what belongs to no feed. */
  readonly feed: string;
  readonly format: CountedFormat;
  /** True for documents of a feed, which programs poll. */
  readonly isFeed: boolean;
  /** Subscribers that each aggregator last said it asks for. */
  readonly subscribers = new Map<string, number>();
  /** To count a frequent answer is to add to a number. */
  readonly #frequent = new Float64Array(Object.keys(slots).length);
  /** All other answers, by status. */
  readonly #rare = new Map<number, number>();

  constructor(feed: string, format: CountedFormat) {
    this.feed = feed;
    this.format = format;
    this.isFeed = format === "rss" || format === "atom" || format === "json";
  }

  countFrequent(what: Frequent, amount = 1): void {
    const slot = slots[what];
    this.#frequent[slot] = (this.#frequent[slot] ?? 0) + amount;
  }

  countStatus(status: number): void {
    this.#rare.set(status, (this.#rare.get(status) ?? 0) + 1);
  }

  answers(): readonly AnswerCount[] {
    const { feed, format } = this;
    const inFull = codings.map((coding) => ({ feed, format, status: 200, coding, requests: this.#count(coding) }));
    const notModified = { feed, format, status: 304, requests: this.#count("notModified") };
    const others = [...this.#rare].map(([status, requests]) => ({ feed, format, status, requests }));
    return [...inFull, notModified, ...others].filter(({ requests }) => requests > 0);
  }

  bytes(): readonly ByteCount[] {
    const { feed, format } = this;
    const bytes = this.#count("bytes");
    return bytes === 0 ? [] : [{ feed, format, bytes }];
  }

  subscriberCounts(): readonly SubscriberCount[] {
    const { feed, format } = this;
    return [...this.subscribers].map(([aggregator, subscribers]) => ({ feed, format, aggregator, subscribers }));
  }

  reset(): void {
    this.#frequent.fill(0);
    this.#rare.clear();
    this.subscribers.clear();
  }

  #count(what: Frequent): number {
    return this.#frequent[slots[what]] ?? 0;
  }
}

/** The counts of a server. There are as many as feeds have formats; requests make none. */
export class AllAnswerCounts {
  readonly #counts = new Map<string, AnswerCounts>();
  /** For answers that are no document: redirects, what is not there, health. */
  readonly elsewhere = this.#of("", "none");

  /** Those of the document at this address, which must be there: nothing is counted apart by being asked for. */
  of(target: string): AnswerCounts {
    const { path } = splitTarget(target);
    // A page in the site's own language has no language in its path: in one of two languages any page is found.
    const address = parseAddress(path, "", "zh-Hans") ?? parseAddress(path, "", "en");
    if (address?.kind === "feed") return this.#of(address.variant.name, address.format);
    if (address?.kind === "feed-page") return this.#of(address.name, "page");
    if (address !== undefined) return this.#of("", "page");
    return this.#of("", path === opmlPath || path === everyFeedPath ? "opml" : "file");
  }

  /** The counts since the last call. */
  drain(): Pick<ServingReport, "answers" | "bytes" | "subscribers"> {
    const all = [...this.#counts.values()];
    const drained = {
      answers: all.flatMap((counts) => counts.answers()),
      bytes: all.flatMap((counts) => counts.bytes()),
      subscribers: all.flatMap((counts) => counts.subscriberCounts()),
    };
    for (const counts of all) counts.reset();
    return drained;
  }

  #of(feed: string, format: CountedFormat): AnswerCounts {
    const key = `${feed}/${format}`;
    const counts = this.#counts.get(key) ?? new AnswerCounts(feed, format);
    this.#counts.set(key, counts);
    return counts;
  }
}
