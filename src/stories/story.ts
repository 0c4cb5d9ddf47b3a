import { v5 as uuidV5 } from "uuid";
import type { Report, Shared, Story } from "../model/story.ts";
import { compareInTime } from "./find-parent.ts";

/** The namespace of all stories' ids (RFC 9562 §5.5). Changing it would change every id. */
const storyNamespace = "5d9d7f4c-0f3a-4a8e-9d59-3c1f5b7e2a61";

/** `urn:uuid:…`, version 5, of the article that began the story. */
export function storyId(firstReportId: string): string {
  return `urn:uuid:${uuidV5(firstReportId, storyNamespace)}`;
}

/** The stories that reports make by their links, each a tree, by the time they began. A link to no report counts for none. */
export function storiesOf(reports: readonly Report[]): readonly Story[] {
  const inTime = reports.toSorted(compareInTime);
  const stories = new Map<string, Report[]>();
  const byReport = new Map<string, Report[]>();
  for (const report of inTime) {
    const joined = report.link && byReport.get(report.link.to);
    const story = joined ?? [];
    if (!joined) stories.set(storyId(report.id), story);
    story.push(report);
    byReport.set(report.id, story);
  }
  return Array.from(stories, ([id, members]) => storyOf(id, members));
}

/** A story of these reports, which come in the order of time. */
export function storyOf(id: string, reports: readonly Report[]): Story {
  const shared = sharedOf(reports);
  return { id, reports, ...(shared && { shared }) };
}

/** Since when reports are those of several outlets; absent while they are one outlet's. */
export function sharedOf(reports: readonly Pick<Report, "outletId" | "firstCapturedAt">[]): Shared | undefined {
  const joins = new Map<string, Date>();
  for (const { outletId, firstCapturedAt } of reports) {
    const before = joins.get(outletId);
    if (before === undefined || firstCapturedAt < before) joins.set(outletId, firstCapturedAt);
  }
  const instants = [...joins.values()].sort((a, b) => a.getTime() - b.getTime());
  const [since, joinedAt] = [instants[1], instants.at(-1)];
  return since && joinedAt && { since, joinedAt };
}

/**
 * The report that stands for a story, which is the one that most others resemble best. Of several, the earliest. Absent
 * where there is none.
 */
export function leadOf(reports: readonly Report[]): Report | undefined {
  const resembling = new Map<string, number>();
  for (const { link } of reports) if (link) resembling.set(link.to, (resembling.get(link.to) ?? 0) + 1);
  const [lead] = reports.toSorted(
    (a, b) => (resembling.get(b.id) ?? 0) - (resembling.get(a.id) ?? 0) || compareInTime(a, b),
  );
  return lead;
}
