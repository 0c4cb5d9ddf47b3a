import type { FeedDefinition } from "../model/feed.ts";

/** What the start page tells of everything that is published. */
export interface Overview {
  /** In the order they are shown; the combined feed first. */
  readonly feeds: readonly FeedOverview[];
  /** How many files could not be published. */
  readonly problems: number;
}

export interface FeedOverview {
  readonly definition: FeedDefinition;
  /** How many articles there are, not only those in the feed. */
  readonly articles: number;
  readonly newest?: NewestArticle;
}

export interface NewestArticle {
  readonly title: string;
  /** The outlet's own address of it. */
  readonly url: string;
  readonly surfacedAt: Date;
}
