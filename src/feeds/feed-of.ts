import type { Feed } from "../model/feed.ts";

/** A feed with when it was updated: what was changed or taken down last decides. */
export function feedOf(feed: Omit<Feed, "updatedAt">): Feed {
  const { articles, deletions = [] } = feed;
  const instants = [...articles.map(({ updatedAt }) => updatedAt), ...deletions.map(({ takenDownAt }) => takenDownAt)];
  const [first] = instants;
  if (first === undefined) return feed;
  return { ...feed, updatedAt: instants.reduce((latest, instant) => (instant > latest ? instant : latest), first) };
}
