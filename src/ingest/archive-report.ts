import type { CatalogReader } from "../catalog/catalog.ts";
import { GENERIC_OUTLET_ID } from "../model/outlet.ts";
import type { Outlets } from "../outlets/outlets.ts";

/** The archive as it was taken in, for start-up lines, readiness and status. */
export interface ArchiveReport {
  readonly files: number;
  readonly articles: number;
  /** Configured outlets, also those without articles, and the generic one where it has some. */
  readonly outlets: readonly OutletReport[];
  /** Files with a problem. */
  readonly problems: number;
  /** The number of files with each problem. */
  readonly problemCounts: ReadonlyMap<string, number>;
  /** Losses held back. */
  readonly held: number;
  readonly missingRoots: readonly string[];
  /** The reason why the archive could not be taken in since; absent where it could. */
  readonly failure?: string;
}

export interface OutletReport {
  readonly id: string;
  readonly name: string;
  readonly articles: number;
  /** Absent without articles. */
  readonly newestSurfacedAt?: Date;
}

export function reportArchive(
  catalog: CatalogReader,
  outlets: Outlets,
  missingRoots: readonly string[],
): ArchiveReport {
  const summaries = catalog.outlets();
  const report = (id: string, name: string): OutletReport => {
    const { articles = 0, newestSurfacedAt } = summaries.find(({ outletId }) => outletId === id) ?? {};
    return { id, name, articles, ...(newestSurfacedAt === undefined ? {} : { newestSurfacedAt }) };
  };
  const configured = outlets.all.map(({ id, name }) => report(id, name));
  const others = report(GENERIC_OUTLET_ID, GENERIC_OUTLET_ID);
  const problemCounts = catalog.problemCounts();
  return {
    files: catalog.fileCount(),
    articles: summaries.reduce((sum, { articles }) => sum + articles, 0),
    outlets: others.articles === 0 ? configured : [...configured, others],
    problems: problemCounts.values().reduce((sum, files) => sum + files, 0),
    problemCounts,
    held: catalog.heldLosses()?.count ?? 0,
    missingRoots,
  };
}
