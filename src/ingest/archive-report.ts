import type { RootReport } from "../archive/scan-archive.ts";
import type { Articles, CatalogReader, OutletSummary } from "../catalog/catalog.ts";
import { countNoun } from "../lib/text/quantities.ts";
import {
  countFields,
  dropsIn,
  EARLIER_ARTICLES,
  NEWEST_ARTICLES,
  type Coverage,
  type Drop,
} from "../model/coverage.ts";
import type { Following } from "../model/following.ts";
import { GENERIC_OUTLET_ID } from "../model/outlet.ts";
import { PACE_HOURS, usualGapSeconds, type Pace } from "../model/pace.ts";
import { idleCorrections } from "./idle-corrections.ts";
import type { IngestSettings } from "./ingester.ts";

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
  /** Those of the remarks that are on corrections of stories without effect. */
  readonly idleCorrections: readonly string[];
  /** The reason why the archive could not be taken in since; absent where it could. */
  readonly failure?: string;
  /** The reason why the files of `publish-to` are older than what is published; absent where they are not. */
  readonly filesFailure?: string;
  /** Absent where this feedmill takes the archive in itself. */
  readonly following?: Following;
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

/** The report of an archive that could never be taken in. */
export const unknownArchive: ArchiveReport = {
  files: 0,
  articles: 0,
  outlets: [],
  problems: 0,
  problemCounts: new Map(),
  flawCounts: new Map(),
  held: 0,
  missingRoots: [],
  remarks: [],
  idleCorrections: [],
};

/** `roots` are those of the last scan. */
export async function reportArchive(
  catalog: CatalogReader,
  { outlets, corrections }: Pick<IngestSettings, "outlets" | "corrections">,
  roots: readonly RootReport[],
): Promise<ArchiveReport> {
  const { articles } = catalog;
  const summaries = await articles.outlets();
  const newestAt = latest(summaries.map(({ newestSurfacedAt }) => newestSurfacedAt));
  const report = ({ id, name }: Pick<OutletReport, "id" | "name">): Promise<OutletReport> =>
    reportOutlet(
      articles,
      { id, name },
      summaries.find(({ outletId }) => outletId === id),
    );
  const configured = await Promise.all(outlets.all.map(report));
  const others = await report({ id: GENERIC_OUTLET_ID, name: GENERIC_OUTLET_ID });
  const reports = others.articles === 0 ? configured : [...configured, others];
  const idle = await idleCorrections(catalog, corrections);
  const { files, problems: problemCounts, flaws: flawCounts } = await catalog.files.counts();
  return {
    files,
    articles: summaries.reduce((sum, outlet) => sum + outlet.articles, 0),
    outlets: reports,
    problems: problemCounts.values().reduce((sum, count) => sum + count, 0),
    problemCounts,
    flawCounts,
    held: (await catalog.state.heldLosses())?.count ?? 0,
    missingRoots: roots.filter(({ state }) => state === "missing").map(({ path }) => path),
    remarks: [
      ...roots.flatMap(linkRemark),
      ...hiddenRemark(flawCounts.get("SWALLOWED_CAPTURE") ?? 0),
      ...reports.flatMap(dropRemarks),
      ...idle,
    ],
    idleCorrections: idle,
    ...paceOf(newestAt, (await articles.lately({ hours: PACE_HOURS, articles: 0 })).hours),
  };
}

async function reportOutlet(
  articles: Articles,
  outlet: Pick<OutletReport, "id" | "name">,
  summary: OutletSummary | undefined,
): Promise<OutletReport> {
  const { id, name } = outlet;
  const { hours, fields } = await articles.lately(
    { hours: PACE_HOURS, articles: NEWEST_ARTICLES + EARLIER_ARTICLES },
    id,
  );
  return {
    id,
    name,
    articles: summary?.articles ?? 0,
    coverage: summary?.coverage ?? countFields([]),
    drops: dropsIn(fields),
    ...paceOf(summary?.newestSurfacedAt, hours),
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
