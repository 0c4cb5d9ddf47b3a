import { feedDocumentPath, feedPagePath, publicAddress, siteImages } from "../model/addresses.ts";
import { feedFormats, type Deletion, type Feed, type FeedFormat, type Site } from "../model/feed.ts";
import { feedId } from "../model/feed-id.ts";
import { EARLIEST_INSTANT, safeInstant, safeLine, safeUrl } from "./feed-safe.ts";
import { historyLinks, type HistoryLink } from "./history-links.ts";

/** What made a feed, as it says itself; without an address, which would be one more thing to keep true. */
export const GENERATOR = "feedmill";

/** What a feed says of itself in every format, safe to write. */
export interface FeedFacts {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly language: string;
  /** The page for people that the feed is about. */
  readonly homepage: string;
  /** Of entries that do not state their own. */
  readonly rights?: string;
  /** Of the newest article, never of the request. */
  readonly updatedAt: Date;
  /** Where the feed is in each format. */
  readonly addresses: Readonly<Record<FeedFormat, string>>;
  /** Whether it is a part of a history, whose list of entries grows no more (RFC 5005 §4). */
  readonly isArchive: boolean;
  readonly history: readonly HistoryLink[];
  readonly deletions: readonly Deletion[];
  /** Addresses of the pictures that stand for it. */
  readonly images: Readonly<Record<keyof typeof siteImages, string>>;
}

/** What `toFeedFacts` needs of a feed; a list of feeds has no articles. */
export type FeedOverview = Omit<Feed, "articles">;

export function toFeedFacts(feed: FeedOverview, site: Site): FeedFacts {
  const { definition, variant, updatedAt, deletions = [] } = feed;
  const { name, title, description, language, homepage } = definition;
  const rights = definition.rights && safeLine(definition.rights);
  const page = publicAddress(site, feedPagePath(name));
  return {
    id: feedId(site.siteId, variant),
    title: safeLine(title),
    description: safeLine(description),
    language,
    homepage: (homepage && safeUrl(homepage)) ?? page,
    ...(rights && { rights }),
    updatedAt: updatedAt === undefined ? EARLIEST_INSTANT : safeInstant(updatedAt),
    addresses: {
      rss: publicAddress(site, feedDocumentPath(variant, "rss")),
      atom: publicAddress(site, feedDocumentPath(variant, "atom")),
      json: publicAddress(site, feedDocumentPath(variant, "json")),
    },
    isArchive: variant.part !== undefined,
    history: historyLinks(feed, site),
    deletions,
    images: {
      icon: publicAddress(site, siteImages.icon.path),
      favicon: publicAddress(site, siteImages.favicon.path),
      logo: publicAddress(site, siteImages.logo.path),
    },
  };
}

/** The formats a feed is also to be had in. */
export function otherFormats(format: FeedFormat): readonly FeedFormat[] {
  return feedFormats.filter((other) => other !== format);
}
