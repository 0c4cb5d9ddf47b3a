import type { Shared } from "../model/story.ts";
import { sharedOf, storyIdsOf } from "../stories/story.ts";
import { toReport, type ReportRow } from "./report-rows.ts";

/** A report, and the story that it is in. */
export interface StoryReportRow extends ReportRow {
  readonly story_id: string;
}

/** The stories of some reports, after links between these changed. */
export interface SettledStories {
  /** Reports that come into another story, with that one. */
  readonly moved: readonly StoryReportRow[];
  /** Stories of several outlets, by their ids. */
  readonly shared: ReadonlyMap<string, Shared>;
  /** The ids of those that are of one outlet, or of none. */
  readonly others: readonly string[];
  /** The outlets of reports that come into another story, or are linked otherwise, so that another may lead. */
  readonly outletIds: ReadonlySet<string>;
}

/**
 * Finds which reports are of which story by now.
 *
 * @param rows All reports of the stories that may change, in the order of time, with their new links.
 * @param touched Stories that may have lost all their reports.
 * @param linked The ids of reports that are linked otherwise than before.
 */
export function settleStories(
  rows: readonly StoryReportRow[],
  touched: Iterable<string>,
  linked: Pick<ReadonlySet<string>, "has">,
): SettledStories {
  const reports = rows.map(toReport);
  const ids = storyIdsOf(reports);
  const moved = rows.flatMap((row) => {
    const story = ids.get(row.article_id) ?? row.story_id;
    return story === row.story_id ? [] : [{ ...row, story_id: story }];
  });
  const members = Map.groupBy(reports, ({ id }) => ids.get(id) ?? id);
  const shared = new Map<string, Shared>();
  for (const [id, of] of members) {
    const times = sharedOf(of);
    if (times) shared.set(id, times);
  }
  const known = new Set([...touched, ...rows.map((row) => row.story_id), ...members.keys()]);
  const others = [...known].filter((id) => !shared.has(id));
  const changed = [...moved, ...rows.filter((row) => linked.has(row.article_id))];
  return { moved, shared, others, outletIds: new Set(changed.map((row) => row.outlet_id)) };
}
