import { feedDocumentPath, publicAddress } from "../model/addresses.ts";
import type { Feed, FeedFormat, FeedVariant, Site } from "../model/feed.ts";

/** A link through the history of a feed (RFC 5005 §4); `current` is the subscription document. */
export interface HistoryLink {
  readonly rel: "current" | "prev-archive" | "next-archive";
  /** Of the same document in a format. */
  readonly address: (format: FeedFormat) => string;
}

/** The links of a document in its feed's history, none where it has no place in one. */
export function historyLinks(
  { variant, archive }: Pick<Feed, "variant" | "archive">,
  site: Site,
): readonly HistoryLink[] {
  if (archive === undefined) return [];
  const { name } = variant;
  const { previous, next } = archive;
  const link = (rel: HistoryLink["rel"], target: FeedVariant): HistoryLink => ({
    rel,
    address: (format) => publicAddress(site, feedDocumentPath(target, format)),
  });
  return [
    ...(variant.part === undefined ? [] : [link("current", { name })]),
    ...(previous === undefined ? [] : [link("prev-archive", { name, part: previous })]),
    ...(next === undefined ? [] : [link("next-archive", { name, part: next })]),
  ];
}
