import type { Deletion, FeedDefinition } from "../model/feed.ts";
import type { Takedown } from "../model/takedown.ts";

/** How long readers are told (RFC 6721). */
const TOLD_MS = 30 * 86_400_000;

/**
 * Articles of a feed that were taken down up to 30 days before the present, latest first. The present is not the
 * clock's: it is the latest day the catalog knows of.
 */
export function latelyDeleted(
  takedowns: readonly Takedown[],
  { outletIds }: Pick<FeedDefinition, "outletIds">,
  present: Date,
): readonly Deletion[] {
  return takedowns
    .filter(({ outletId }) => outletId !== undefined && (outletIds?.includes(outletId) ?? true))
    .filter(({ takenDownAt }) => takenDownAt.getTime() >= present.getTime() - TOLD_MS)
    .map(({ id, takenDownAt }) => ({ id, takenDownAt }));
}
