import { publicAddress } from "../model/addresses.ts";
import { feedDocumentPath, type FeedPlace } from "../model/feed-place.ts";
import type { Feed, FeedFormat, Publication } from "../model/feed.ts";

/** A link through the history of a feed (RFC 5005 §4); `current` is the subscription document. */
export interface HistoryLink {
  readonly rel: "current" | "prev-archive" | "next-archive";
  /** Of the same document in a format. */
  readonly address: (format: FeedFormat) => string;
}

/** The links of a document in its feed's history, none where it has no place in one. */
export function historyLinks(
  { place, archive }: Pick<Feed, "place" | "archive">,
  publication: Publication,
): readonly HistoryLink[] {
  if (archive === undefined) return [];
  const { name } = place;
  const { previous, next } = archive;
  const link = (rel: HistoryLink["rel"], target: FeedPlace): HistoryLink => ({
    rel,
    address: (format) => publicAddress(publication, feedDocumentPath(target, format)),
  });
  return [
    ...(place.part === undefined ? [] : [link("current", { name })]),
    ...(previous === undefined ? [] : [link("prev-archive", { name, part: previous })]),
    ...(next === undefined ? [] : [link("next-archive", { name, part: next })]),
  ];
}
