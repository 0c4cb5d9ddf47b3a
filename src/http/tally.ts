import type { ContentCoding } from "../model/document.ts";
import type { FeedFormat } from "../model/feed.ts";

/** What a document is, for those who count: a feed's format, a page, the list of feeds, a file that pages need. */
export type TalliedFormat = FeedFormat | "page" | "opml" | "file" | "none";

/** Counts of what was answered for the documents of one feed in one format. Every one of these documents carries it. */
export interface Tally {
  /** Empty for what belongs to no feed. */
  readonly feed: string;
  readonly format: TalliedFormat;
  /** Whether the documents are a feed's, which programs poll. */
  readonly isFeed: boolean;
  /** The answers there are many of, at the places that `tallyPlaces` says: to count one is to add to a number. */
  readonly frequent: Float64Array;
  /** All other answers, by status. */
  readonly rare: Map<number, number>;
  /** How many subscribers each aggregator said it asks for, in its newest word. */
  readonly subscribers: Map<string, number>;
}

export const tallyPlaces = {
  identity: 0,
  gzip: 1,
  br: 2,
  zstd: 3,
  notModified: 4,
  bytes: 5,
} as const satisfies Readonly<Record<ContentCoding | "notModified" | "bytes", number>>;

export function createTally(feed: string, format: TalliedFormat): Tally {
  return {
    feed,
    format,
    isFeed: format === "rss" || format === "atom" || format === "json",
    frequent: new Float64Array(Object.keys(tallyPlaces).length),
    rare: new Map(),
    subscribers: new Map(),
  };
}

export function countFrequent({ frequent }: Tally, place: keyof typeof tallyPlaces, amount = 1): void {
  const at = tallyPlaces[place];
  frequent[at] = (frequent[at] ?? 0) + amount;
}

export function countRare({ rare }: Tally, status: number): void {
  rare.set(status, (rare.get(status) ?? 0) + 1);
}
