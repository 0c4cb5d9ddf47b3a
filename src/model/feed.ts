import type { Article } from "./article.ts";
import type { ChineseScript } from "./locale.ts";
import type { Takedown } from "./takedown.ts";

export type FeedFormat = "rss" | "atom" | "json";

export const feedFormats: readonly FeedFormat[] = ["rss", "atom", "json"];

/** Each format's file name, media type and name for people. The names are the contract: one URL is one format. */
export const formatFacts: Readonly<Record<FeedFormat, { fileName: string; mediaType: string; label: string }>> = {
  rss: { fileName: "rss.xml", mediaType: "application/rss+xml", label: "RSS 2.0" },
  atom: { fileName: "atom.xml", mediaType: "application/atom+xml", label: "Atom 1.0" },
  json: { fileName: "feed.json", mediaType: "application/feed+json", label: "JSON Feed 1.1" },
};

/** The feed of every outlet. */
export const combinedFeedName = "all";

/** The feed of events that several outlets report. */
export const storiesFeedName = "stories";

/** The feed a search makes: everything, with a choice. Its documents lie below `/search/`. */
export const searchFeedName = "search";

/** The most entries that a document has. */
export const MAX_ENTRIES = 50;

/** The rule of a feed: everything, one outlet's articles, what no outlet claims, or what the operator chose. */
export interface FeedDefinition {
  /** The path segment in `/feeds/<name>/`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly language: string;
  /** Copyright statement for articles that make none, plain text. */
  readonly rights?: string;
  /** Absent: every outlet. */
  readonly outletIds?: readonly string[];
  /** A further condition on its articles, as `formatQuery` spells it. */
  readonly query?: string;
  /** The most entries it has; absent, as many as feeds may have. */
  readonly limit?: number;
  /** Summaries only. Absent, each outlet's profile decides. */
  readonly entries?: "summary";
  /** The script that all its Chinese is converted to; absent, each article keeps its own. */
  readonly script?: ChineseScript;
  /**
   * An article that is there in both scripts is shown in one: that of the feed, else the main one of its outlet. Absent,
   * it is shown twice.
   */
  readonly twins?: "one";
  /** Its entries are stories that several outlets report. */
  readonly of?: "stories";
  /** Of the reports of a story that are in it, it has one. */
  readonly stories?: "once";
  /** The part of the feed that one outlet may fill, in percent; absent, all of it. */
  readonly share?: number;
  /** True where no list of feeds names it. */
  readonly isHidden?: boolean;
  /** The page for people that the feed's articles come from; the feed's own page where there is none. */
  readonly homepage?: string;
}

/** One of the feeds that a name stands for: the feed as it is defined where nothing but the name is said. */
export interface FeedVariant {
  readonly name: string;
  /** The feed in one script: a feed of its own. */
  readonly script?: ChineseScript;
  /** A part of one day of its history (RFC 5005 §4): a document of the feed. */
  readonly part?: HistoryPart;
  /** A feed of what was first captured on this day of any year: `05-17`. */
  readonly onDay?: string;
  /** A feed of what a reader chose from it. */
  readonly choice?: Choice;
}

export interface HistoryPart {
  /** A UTC day of first capture: `2024-05-17`. */
  readonly day: string;
  /** From 1. */
  readonly number: number;
}

/** A reader's choice from a feed, in the one spelling of it. Says one thing at least. */
export interface Choice {
  /** As `formatQuery` spells it. */
  readonly query?: string;
  /** At most as many entries. */
  readonly limit?: number;
  /** Summaries where the feed has full texts. */
  readonly entries?: "summary";
}

/** A document of a feed with the articles selected for it, in order: ready to render. */
export interface Feed {
  readonly definition: FeedDefinition;
  readonly variant: FeedVariant;
  readonly articles: readonly Article[];
  /** The newest `updatedAt` of its articles, or when one was taken down since; absent when there is neither. */
  readonly updatedAt?: Date;
  /** The parts of the feed's history next to it; absent where it has no place in one. */
  readonly archive?: FeedArchive;
  /** Articles of the feed that were taken down lately. */
  readonly deletions?: readonly Deletion[];
}

/** Parts of a history that a document leads to (RFC 5005 §4): closed ones, with articles. */
export interface FeedArchive {
  /** The newest part, for a subscription document. */
  readonly previous?: HistoryPart;
  /** Only ever of a part. */
  readonly next?: HistoryPart;
}

export type Deletion = Pick<Takedown, "id" | "takenDownAt">;

/** The installation that publishes, as documents tell of it. Nothing else of it may leak into their bytes. */
export interface Site {
  readonly title: string;
  /** Absolute, without a final slash; may have a path. */
  readonly publicUrl: string;
  /** UUID the ids of feeds are derived from. */
  readonly siteId: string;
  /** BCP 47 tag of the combined feed. */
  readonly language: string;
  /** The time for which a document may be taken for fresh, in seconds: `max-age`, and `ttl` in minutes. */
  readonly maxAgeSeconds: number;
  /** True where each full entry ends with a line that names its outlet and its rights. */
  readonly attribution?: boolean;
  /**
   * How much is published, where it is not all there is. `core`: pages in the site's language alone, and neither feeds in
   * another script nor days of the year.
   */
  readonly extent?: "core";
  /** True where browsers may keep pages that were read. */
  readonly offline?: boolean;
  /** Where readers subscribe to what is new; absent where they can only poll. */
  readonly hub?: Hub;
}

/** A WebSub hub. */
export interface Hub {
  readonly url: string;
  /** Ours tells of every feed that has an address; another one is told of feeds as they are defined alone. */
  readonly isOurs: boolean;
}
