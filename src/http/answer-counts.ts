import { everyFeedPath, opmlPath, parseAddress } from "../model/addresses.ts";
import type { ContentCoding } from "../model/document.ts";
import type { FeedFormat } from "../model/feed.ts";
import type { AnswerCount, ByteCount, ServingReport, SubscriberCount } from "../observe/reports.ts";

/** The kind of a document, for those who count: a feed's format, a page, the list of feeds, a file that pages need. */
export type TalliedFormat = FeedFormat | "page" | "opml" | "file" | "none";

/** The answers there are many of. */
type Frequent = ContentCoding | "notModified" | "bytes";

const slots: Readonly<Record<Frequent, number>> = { identity: 0, gzip: 1, br: 2, zstd: 3, notModified: 4, bytes: 5 };
const codings = ["identity", "gzip", "br", "zstd"] as const;

/** Counts answers for the documents of one feed in one format. Every one of these documents carries it. */
export class Tally {
  /** Empty for what belongs to no feed. */
  readonly feed: string;
  readonly format: TalliedFormat;
  /** True for documents of a feed, which programs poll. */
  readonly isFeed: boolean;
  /** Subscribers that each aggregator last said it asks for. */
  readonly subscribers = new Map<string, number>();
  /** To count a frequent answer is to add to a number. */
  readonly #frequent = new Float64Array(Object.keys(slots).length);
  /** All other answers, by status. */
  readonly #rare = new Map<number, number>();

  constructor(feed: string, format: TalliedFormat) {
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

/** The tallies of a server. There are as many as feeds have formats; requests make none. */
export class Tallies {
  readonly #tallies = new Map<string, Tally>();
  /** For answers that are no document: redirects, what is not there, health. */
  readonly elsewhere = this.#tallyOf("", "none");

  /** That of the document at this path, which must be there: a path is not to make a tally by being asked for. */
  of(path: string): Tally {
    const query = path.indexOf("?");
    const address = parseAddress(query === -1 ? path : path.slice(0, query), "", "zh-Hans");
    if (address?.kind === "feed") return this.#tallyOf(address.variant.name, address.format);
    if (address?.kind === "feed-page") return this.#tallyOf(address.name, "page");
    if (address !== undefined) return this.#tallyOf("", "page");
    return this.#tallyOf("", path === opmlPath || path === everyFeedPath ? "opml" : "file");
  }

  /** The counts since the last call. */
  drain(): Pick<ServingReport, "answers" | "bytes" | "subscribers"> {
    const all = [...this.#tallies.values()];
    const drained = {
      answers: all.flatMap((tally) => tally.answers()),
      bytes: all.flatMap((tally) => tally.bytes()),
      subscribers: all.flatMap((tally) => tally.subscriberCounts()),
    };
    for (const tally of all) tally.reset();
    return drained;
  }

  #tallyOf(feed: string, format: TalliedFormat): Tally {
    const key = `${feed}/${format}`;
    const tally = this.#tallies.get(key) ?? new Tally(feed, format);
    this.#tallies.set(key, tally);
    return tally;
  }
}
