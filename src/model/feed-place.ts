import { feedPath } from "./addresses.ts";
import { formatFacts, type FeedFormat } from "./feed.ts";

/** Which document of a feed: its subscription document where nothing but the name is said. */
export interface FeedPlace {
  readonly name: string;
  /** The feed in the other script: a feed of its own. */
  readonly script?: FeedScript;
  /** A part of one day of its history (RFC 5005 §4). */
  readonly part?: HistoryPart;
  /** What was first captured on this day of any year: `05-17`. */
  readonly onDay?: string;
  /** What a reader chose from it. */
  readonly choice?: Choice;
}

/** The path segment of a feed in one script, which is its language tag in lower case. */
export type FeedScript = "zh-hans" | "zh-hant";

export const languageOfScript: Readonly<Record<FeedScript, "zh-Hans" | "zh-Hant">> = {
  "zh-hans": "zh-Hans",
  "zh-hant": "zh-Hant",
};

export interface HistoryPart {
  /** A UTC day of first capture: `2024-05-17`. */
  readonly day: string;
  /** From 1. The first has no number in its path. */
  readonly number: number;
}

/** What a reader asked of a feed in the query of its address, in the one spelling of it. Says one thing at least. */
export interface Choice {
  /** As `formatQuery` spells it. */
  readonly query?: string;
  /** At most as many entries. */
  readonly limit?: number;
  /** Summaries where the feed has full texts. */
  readonly entries?: "summary";
}

/** The feed a search makes: everything, with a choice. Its documents lie below `/search/`. */
export const searchFeedName = "search";

/** Names no feed can have: they stand in addresses for something else. */
export const reservedNames: readonly string[] = [searchFeedName, "on", ...Object.keys(languageOfScript)];

/** Where a document of a feed lies, query included. The path is the contract: one address is one format, for ever. */
export function feedDocumentPath({ name, script, part, onDay, choice }: FeedPlace, format: FeedFormat): string {
  const { fileName } = formatFacts[format];
  const query = choice === undefined ? "" : choiceQuery(choice);
  if (name === searchFeedName) return `/search/${fileName}${query}`;
  if (part !== undefined) return `/feeds/${name}/${partSegment(part)}/${fileName}${query}`;
  if (onDay !== undefined) return `/feeds/${name}/on/${onDay}/${fileName}${query}`;
  if (script !== undefined) return `/feeds/${name}/${script}/${fileName}${query}`;
  return feedPath(name, format) + query;
}

/** What tells a feed from others of its name, for its id; absent where nothing but the name does. */
export function feedVariant({ script, onDay, choice }: FeedPlace): string | undefined {
  const words = [script, onDay && `on/${onDay}`, choice && choiceQuery(choice)].filter(Boolean);
  return words.length === 0 ? undefined : words.join("/");
}

export function partSegment({ day, number }: HistoryPart): string {
  return number === 1 ? day : `${day}-${number}`;
}

/** `?q=…&limit=…&entries=summary`, in this order and only what is said. */
export function choiceQuery({ query, limit, entries }: Choice): string {
  const parameters = new URLSearchParams();
  if (query !== undefined) parameters.set("q", query);
  if (limit !== undefined) parameters.set("limit", String(limit));
  if (entries !== undefined) parameters.set("entries", entries);
  return `?${parameters.toString()}`;
}
