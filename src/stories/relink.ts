import type { Corrections, Link } from "../model/story.ts";
import { findParent, isBetter, scoreOf, type Linkable } from "./find-parent.ts";

/** A report with the link that it had. */
export interface Linked extends Linkable {
  readonly link?: Link;
}

/** What changed among reports. */
export interface Touched {
  /** Ids of reports that are new, or changed what they are linked by. */
  readonly ids: ReadonlySet<string>;
  /** The time of the first of them, and of those that are gone. */
  readonly since: Date;
}

/**
 * The links that become others when some reports change: their own, those of reports that were linked to them or to what is
 * gone, and those of later reports that one of them is a better parent of. `reports` holds all of 72 hours before the first
 * touched one to 72 hours after the last. So what comes of it does not depend on the order of changes.
 */
export function relink(
  reports: readonly Linked[],
  { ids, since }: Touched,
  corrections: Corrections,
): ReadonlyMap<string, Link | undefined> {
  const byId = new Map(reports.map((report) => [report.id, report]));
  const touched = reports.filter(({ id }) => ids.has(id));
  const changes = new Map<string, Link | undefined>();
  for (const report of reports) {
    if (report.publishedAt < since) continue;
    const isLost = report.link !== undefined && (ids.has(report.link.to) || !byId.has(report.link.to));
    const isAnew = ids.has(report.id) || isLost;
    const found = findParent(report, isAnew ? reports : touched, corrections);
    const link = isAnew ? found : betterOf(report.link, found, byId);
    if (link?.to !== report.link?.to || link?.score !== report.link?.score) changes.set(report.id, link);
  }
  return changes;
}

function betterOf(
  kept: Link | undefined,
  found: Link | undefined,
  byId: ReadonlyMap<string, Linked>,
): Link | undefined {
  const [keptParent, foundParent] = [kept && byId.get(kept.to), found && byId.get(found.to)];
  if (!kept || !keptParent) return found;
  if (!found || !foundParent) return kept;
  const [one, other] = [
    { parent: foundParent, score: scoreOf(found) },
    { parent: keptParent, score: scoreOf(kept) },
  ];
  return isBetter(one, other) ? found : kept;
}
