import { opmlPath, parseAddress } from "../model/addresses.ts";
import type { ContentCoding } from "../model/document.ts";
import type { FeedFormat } from "../model/feed.ts";
import type { AnswerCount, ByteCount, ServingReport, SubscriberCount } from "../observe/reports.ts";

/** The kind of a document, for those who count: a feed's format, a page, the list of feeds, a file that pages need. */
export type TalliedFormat = FeedFormat | "page" | "opml" | "file" | "none";

/** The answers there are many of. */
type Frequent = ContentCoding | "notModified" | "bytes";

const places: Readonly<Record<Frequent, number>> = { identity: 0, gzip: 1, br: 2, zstd: 3, notModified: 4, bytes: 5 };
const codings = ["identity", "gzip", "br", "zstd"] as const;

/** Counts answers for the documents of one feed in one format. Every one of these documents carries it. */
export class Tally {
  /** Empty for what belongs to no feed. */
  readonly feed: string;
  readonly format: TalliedFormat;
  /** Whether the documents are a feed's, which programs poll. */
  readonly isFeed: boolean;
  /** How many subscribers each aggregator said it asks for, in its newest word. */
  readonly subscribers = new Map<string, number>();
  /** To count a frequent answer is to add to a number. */
  readonly #frequent = new Float64Array(Object.keys(places).length);
  /** All other answers, by status. */
  readonly #rare = new Map<number, number>();

  constructor(feed: string, format: TalliedFormat) {
    this.feed = feed;
    this.format = format;
    this.isFeed = format === "rss" || format === "atom" || format === "json";
  }

  countFrequent(what: Frequent, amount = 1): void {
    const place = places[what];
    this.#frequent[place] = (this.#frequent[place] ?? 0) + amount;
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
    return this.#frequent[places[what]] ?? 0;
  }
}

/** The tallies of a server. There are as many as feeds have formats, whatever is asked for. */
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
    return this.#tallyOf("", path === opmlPath ? "opml" : "file");
  }

  /** What was counted since the last time. */
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
