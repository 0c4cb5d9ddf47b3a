import { v5 as uuidV5 } from "uuid";
import type { Report, Shared, Story } from "../model/story.ts";
import { compareInTime, needsNoScore, WINDOW_MS } from "./find-parent.ts";

/** The namespace of all stories' ids (RFC 9562 §5.5). Changing it would change every id. */
const storyNamespace = "5d9d7f4c-0f3a-4a8e-9d59-3c1f5b7e2a61";

/** `urn:uuid:…`, version 5, of the article that began the story. */
export function storyId(firstReportId: string): string {
  return `urn:uuid:${uuidV5(firstReportId, storyNamespace)}`;
}

/** The stories that reports make by their links, by the time they began. A link to no report counts for none. */
export function storiesOf(reports: readonly Report[]): readonly Story[] {
  const inTime = reports.toSorted(compareInTime);
  const ids = storyIdsOf(inTime);
  const stories = Map.groupBy(inTime, (report) => ids.get(report.id) ?? storyId(report.id));
  return Array.from(stories, ([id, members]) => storyOf(id, members));
}

/**
 * The story of each report, by the report's id. It is that of the report it is linked to, or one that it begins: a story
 * takes in what is published within 72 hours of its first report. Daily figures, of which each outlet's is linked to that
 * of another on the day before, would else be a story without end.
 *
 * @param reports In the order of time.
 */
export function storyIdsOf(
  reports: readonly Pick<Report, "id" | "publishedAt" | "link">[],
): ReadonlyMap<string, string> {
  const stories = new Map<string, { readonly id: string; readonly untilMs: number }>();
  for (const { id, publishedAt, link } of reports) {
    const atMs = publishedAt.getTime();
    const linked = link && stories.get(link.to);
    const isOfIt = linked && (needsNoScore(link) || atMs <= linked.untilMs);
    stories.set(id, isOfIt ? linked : { id: storyId(id), untilMs: atMs + WINDOW_MS });
  }
  return new Map(Array.from(stories, ([id, story]) => [id, story.id]));
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

/**
 * Reports without those for which their twins stand: what is linked to one of these counts as linked to its twin, and a
 * twin that was linked to it has its link.
 *
 * @param twins The ids of those that stand for others, by the others' ids.
 */
export function withoutTwins(reports: readonly Report[], twins: ReadonlyMap<string, string>): readonly Report[] {
  if (twins.size === 0) return reports;
  const links = new Map(reports.map(({ id, link }) => [id, link]));
  const standIn = (id: string): string => twins.get(id) ?? id;
  return reports
    .filter(({ id }) => !twins.has(id))
    .map(({ link: ownLink, ...report }) => {
      const link = ownLink && twins.get(ownLink.to) === report.id ? links.get(ownLink.to) : ownLink;
      return link ? { ...report, link: { ...link, to: standIn(link.to) } } : report;
    });
}
