import { feedDocumentPath, pagePath, publicAddress, siteImages, type PageAddress } from "../model/addresses.ts";
import { feedFormats, type Deletion, type Feed, type FeedFormat, type FeedVariant, type Site } from "../model/feed.ts";
import { feedId } from "../model/feed-id.ts";
import { localeOf, localeOfReaders } from "../model/locale.ts";
import { EARLIEST_INSTANT, safeInstant, safeLine, safeUrl } from "./feed-safe.ts";

/** The program that a feed names as its maker; without an address, which would have to be kept true. */
export const GENERATOR = "feedmill";

/** The facts that a feed tells of itself in every format, safe to write. */
export interface FeedFacts {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly language: string;
  /** Our page of it for people, in the feed's script. */
  readonly page: string;
  /** The page for people that the feed is about. */
  readonly homepage: string;
  /** The rights of entries that do not state their own. */
  readonly rights?: string;
  /** The time of the newest article, never of the request. */
  readonly updatedAt: Date;
  /** Addresses of the feed in each format. */
  readonly addresses: Readonly<Record<FeedFormat, string>>;
  /** True for a part of a history, whose list of entries grows no more (RFC 5005 §4). */
  readonly isArchive: boolean;
  readonly history: readonly HistoryLink[];
  readonly deletions: readonly Deletion[];
  /** The address of the hub that tells of its changes (WebSub §4); absent where none does. */
  readonly hub?: string;
  /** Addresses of the pictures that stand for it. */
  readonly images: Readonly<Record<keyof typeof siteImages, string>>;
}

/** A link through the history of a feed (RFC 5005 §4); `current` is the subscription document. */
export interface HistoryLink {
  readonly rel: "current" | "prev-archive" | "next-archive";
  /** The address of the linked document in a format. */
  readonly address: (format: FeedFormat) => string;
}

/** A feed as `toFeedFacts` takes it; a list of feeds has no articles. */
export type FeedOverview = Omit<Feed, "articles">;

export function toFeedFacts(feed: FeedOverview, site: Site): FeedFacts {
  const { definition, variant, updatedAt, deletions = [] } = feed;
  const { name, title, description, language, homepage } = definition;
  const rights = definition.rights && safeLine(definition.rights);
  const locale = localeOfReaders(site, definition.script);
  const target: PageAddress = { kind: "feed-page", locale, name };
  const page = publicAddress(site, pagePath(target, localeOf(site.language)));
  const hub = hubOf(variant, site);
  return {
    id: feedId(site.siteId, variant),
    title: safeLine(title),
    description: safeLine(description),
    language,
    page,
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
    ...(hub !== undefined && { hub }),
    images: {
      icon: publicAddress(site, siteImages.icon.path),
      favicon: publicAddress(site, siteImages.favicon.path),
      logo: publicAddress(site, siteImages.logo.path),
    },
  };
}

/** A part of a history is a document that is not to change. */
function hubOf({ script, part, onDay, choice }: FeedVariant, { hub }: Site): string | undefined {
  const isVaried = [script, onDay, choice].some((each) => each !== undefined);
  return hub === undefined || part !== undefined || (isVaried && !hub.isOurs) ? undefined : hub.url;
}

/** The links of a document in its feed's history, none where it has no place in one. */
function historyLinks({ variant, archive }: Pick<Feed, "variant" | "archive">, site: Site): readonly HistoryLink[] {
  if (archive === undefined) return [];
  const { name, script } = variant;
  const ofFeed = script === undefined ? { name } : { name, script };
  const { previous, next } = archive;
  const link = (rel: HistoryLink["rel"], target: FeedVariant): HistoryLink => ({
    rel,
    address: (format) => publicAddress(site, feedDocumentPath(target, format)),
  });
  return [
    ...(variant.part === undefined ? [] : [link("current", ofFeed)]),
    ...(previous === undefined ? [] : [link("prev-archive", { ...ofFeed, part: previous })]),
    ...(next === undefined ? [] : [link("next-archive", { ...ofFeed, part: next })]),
  ];
}

/** The formats a feed is also to be had in. */
export function otherFormats(format: FeedFormat): readonly FeedFormat[] {
  return feedFormats.filter((other) => other !== format);
}

/** A document in parts: its head, its entries with separators between them, and its tail. */
export interface Envelope {
  readonly head: string;
  readonly separator: string;
  readonly tail: string;
}
