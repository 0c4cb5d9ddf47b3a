import type { Corrections, Link } from "../model/story.ts";
import { ParentSearch, scoreOf, type Linkable } from "./find-parent.ts";
import { Comparison } from "./resemblance.ts";

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
  const anew: Search[] = [];
  const kept = new Map<Linked, Search>();
  for (const report of reports) {
    if (report.publishedAt < since) continue;
    const { id, link } = report;
    const parent = link && !ids.has(link.to) ? byId.get(link.to) : undefined;
    if (ids.has(id) || (link && !parent)) anew.push({ report, parents: new ParentSearch(report, corrections) });
    else {
      const best = link && parent && { parent, score: scoreOf(link) };
      kept.set(report, { report, parents: new ParentSearch(report, corrections, best) });
    }
  }
  considerAll(reports, { anew, kept });
  const changes = new Map<string, Link | undefined>();
  for (const { report, parents } of [...anew, ...kept.values()]) {
    const { id, link: before } = report;
    const { link } = parents;
    if (link?.to !== before?.to || link?.score !== before?.score) changes.set(id, link);
  }
  return changes;
}

/** Has each search consider all reports that may be better than what it found. */
function considerAll(reports: readonly Linked[], { anew, kept }: Searches): void {
  const comparison = new Comparison(anew.map(({ report }) => report.signature));
  const outlets = new Set(anew.map(({ report }) => report.outletId));
  const unlike = new Float64Array(anew.length);
  for (const other of reports) {
    // What one outlet alone reports is not linked for being alike.
    const isOfOneOutlet = outlets.size === 1 && outlets.has(other.outletId);
    const cosines = isOfOneOutlet ? unlike : comparison.with(other.signature);
    considerOne(other, kept.get(other), anew, cosines);
  }
}

/** @param search That of the other report, where it may have found better ones among those of `anew`. */
function considerOne(
  other: Linked,
  search: Search | undefined,
  anew: readonly Search[],
  cosines: Readonly<Float64Array>,
): void {
  for (let index = 0; index < anew.length; index++) {
    const one = anew[index];
    const cosine = cosines[index] ?? 0;
    one?.parents.consider(other, cosine);
    if (one !== undefined) search?.parents.consider(one.report, cosine);
  }
}

interface Searches {
  /** Of reports that may have any parent. */
  readonly anew: readonly Search[];
  /** Of reports that have one, which those of `anew` may be better than. */
  readonly kept: ReadonlyMap<Linked, Search>;
}

interface Search {
  readonly report: Linked;
  readonly parents: ParentSearch;
}
