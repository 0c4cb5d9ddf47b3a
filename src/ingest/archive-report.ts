import type { RootReport } from "../archive/scan-archive.ts";
import type { CatalogReader } from "../catalog/catalog.ts";
import { countNoun } from "../lib/text/quantities.ts";
import {
  countFields,
  dropsIn,
  EARLIER_ARTICLES,
  NEWEST_ARTICLES,
  type Coverage,
  type Drop,
} from "../model/coverage.ts";
import { GENERIC_OUTLET_ID } from "../model/outlet.ts";
import { PACE_HOURS, usualGapSeconds, type Pace } from "../model/pace.ts";
import type { Outlets } from "../outlets/outlets.ts";

/** The archive as it was taken in, for start-up lines, readiness and status. */
export interface ArchiveReport extends Pace {
  readonly files: number;
  readonly articles: number;
  /** Configured outlets, also those without articles, and the generic one where it has some. */
  readonly outlets: readonly OutletReport[];
  /** Files with a problem. */
  readonly problems: number;
  /** The number of files with each problem. */
  readonly problemCounts: ReadonlyMap<string, number>;
  /** The number of files that were published and have each flaw. */
  readonly flawCounts: ReadonlyMap<string, number>;
  /** Losses held back. */
  readonly held: number;
  readonly missingRoots: readonly string[];
  /** Sentences on what was passed over, hidden, or is no longer found in articles. */
  readonly remarks: readonly string[];
  /** The reason why the archive could not be taken in since; absent where it could. */
  readonly failure?: string;
}

export interface OutletReport extends Pace {
  readonly id: string;
  readonly name: string;
  readonly articles: number;
  /** The number of its articles that have each field. */
  readonly coverage: Coverage;
  /** Fields that its newest articles lack all at once. */
  readonly drops: readonly Drop[];
}

/** `roots` are those of the last scan. */
export function reportArchive(catalog: CatalogReader, outlets: Outlets, roots: readonly RootReport[]): ArchiveReport {
  const summaries = catalog.outlets();
  const coverage = catalog.coverage();
  const report = (id: string, name: string): OutletReport => {
    const { articles = 0, newestSurfacedAt } = summaries.find(({ outletId }) => outletId === id) ?? {};
    return {
      id,
      name,
      articles,
      coverage: coverage.get(id) ?? countFields([]),
      drops: dropsIn(catalog.newestFields(id, NEWEST_ARTICLES + EARLIER_ARTICLES)),
      ...paceOf(newestSurfacedAt, catalog.activeHours(PACE_HOURS, id)),
    };
  };
  const newestAt = latest(summaries.map(({ newestSurfacedAt }) => newestSurfacedAt));
  const configured = outlets.all.map(({ id, name }) => report(id, name));
  const others = report(GENERIC_OUTLET_ID, GENERIC_OUTLET_ID);
  const reports = others.articles === 0 ? configured : [...configured, others];
  const problemCounts = catalog.problemCounts();
  const flawCounts = catalog.flawCounts();
  return {
    files: catalog.fileCount(),
    articles: summaries.reduce((sum, { articles }) => sum + articles, 0),
    outlets: reports,
    problems: problemCounts.values().reduce((sum, files) => sum + files, 0),
    problemCounts,
    flawCounts,
    held: catalog.heldLosses()?.count ?? 0,
    missingRoots: roots.filter(({ state }) => state === "missing").map(({ path }) => path),
    remarks: [
      ...roots.flatMap(linkRemark),
      ...hiddenRemark(flawCounts.get("SWALLOWED_CAPTURE") ?? 0),
      ...reports.flatMap(dropRemarks),
    ],
    ...paceOf(newestAt, catalog.activeHours(PACE_HOURS)),
  };
}

function paceOf(newestSurfacedAt: Date | undefined, hours: readonly Date[]): Pace {
  const usual = usualGapSeconds(hours);
  return {
    ...(newestSurfacedAt !== undefined && { newestSurfacedAt }),
    ...(usual !== undefined && { usualGapSeconds: usual }),
  };
}

function latest(instants: readonly Date[]): Date | undefined {
  return instants.toSorted((a, b) => Number(b) - Number(a))[0];
}

/** Links are never followed: an archive of nothing else looks empty, and nobody would know why. */
function linkRemark({ path, state, links }: RootReport): string[] {
  if (links === undefined) return [];
  const counted = countNoun(links.count, "link");
  return state === "empty"
    ? [`${path} holds no article file, only ${counted}, such as ${links.example}. Links are not followed.`]
    : [`${counted} in ${path} passed over, such as ${links.example}. Links are not followed.`];
}

function hiddenRemark(files: number): string[] {
  if (files === 0) return [];
  return [`${countNoun(files, "file")} not shown, because another article has the same id: feedmill check names them.`];
}

function dropRemarks({ id, name, drops }: OutletReport): string[] {
  return drops.map(({ field, newest, before, earlier }) => {
    const now = `Of the last ${NEWEST_ARTICLES} articles of ${name} (${id}), ${newest} have the field ${field}`;
    return `${now}; of ${earlier} before them, ${before} had it. Has the outlet changed its markup?`;
  });
}
