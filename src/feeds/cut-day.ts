import type { CapturedArticle } from "../model/captured-article.ts";
import { MAX_ENTRIES, type FeedDefinition } from "../model/feed.ts";
import { MAX_ENTRY_BYTES, MAX_FEED_BYTES } from "./shown-article.ts";

/** One day of a feed, cut into the documents of its history (RFC 5005 §4). */
export interface DayParts {
  /** Ids of each part that is complete, and so may be linked to. The first is part 1. */
  readonly closed: readonly (readonly string[])[];
  /** Ids that no closed part holds: the subscription document does. */
  readonly unfinished: readonly string[];
}

/**
 * Cuts a day's articles, which come by first capture, at 50 entries (or what the feed is limited to) and at 512 kB. A
 * part closes when it is full; what remains closes when the day is over, which is when the archive holds a capture of a
 * later day. So parts only ever follow: what is captured later goes into later ones.
 */
export function cutDay(
  captured: readonly CapturedArticle[],
  isOver: boolean,
  { limit = MAX_ENTRIES, entries }: Pick<FeedDefinition, "limit" | "entries">,
): DayParts {
  const most = Math.min(limit, MAX_ENTRIES);
  const closed: string[][] = [];
  let part: string[] = [];
  let bytes = 0;
  const close = (): void => {
    if (part.length > 0) closed.push(part);
    part = [];
    bytes = 0;
  };
  for (const { id, shownBytes } of captured) {
    const added = entries === "summary" || shownBytes > MAX_ENTRY_BYTES ? 0 : shownBytes;
    if (bytes + added > MAX_FEED_BYTES) close();
    part.push(id);
    bytes += added;
    if (part.length === most) close();
  }
  if (isOver) close();
  return { closed, unfinished: part };
}
