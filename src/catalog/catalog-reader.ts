import type { DatabaseSync } from "node:sqlite";
import { remedies, type FileProblem, type ProblemCode } from "../model/problem.ts";
import { articleRowSql, toArticle, type ArticleRow } from "./article-row.ts";
import type { ArticleAddress, CatalogReader, HostFingerprint } from "./catalog.ts";
import { createDocumentReader } from "./documents.ts";
import { createEditionReader } from "./edition-note.ts";
import { createFeedVersionReader } from "./feed-versions.ts";
import { createHistoryReader } from "./history.ts";
import { createNewestIds } from "./newest-articles.ts";
import { fromSeconds, prepareQuery } from "./query.ts";
import { createSearch } from "./search.ts";
import { asksIndex } from "./selection-sql.ts";
import { createTakedownReader } from "./takedowns.ts";

interface OutletRow {
  readonly outlet_id: string;
  readonly articles: number;
  readonly surfaced_at: number;
  readonly outlet_name: string;
}

const never = (): boolean => false;

/** Everything that is asked of a catalog; the same on the writer's connection and on a reader's. */
export function createCatalogReader(db: DatabaseSync): CatalogReader {
  const newestIds = createNewestIds(db);
  const search = createSearch(db);
  const find = prepareQuery<ArticleRow>(db, articleRowSql);
  const hostFingerprints = prepareQuery<HostFingerprint>(
    db,
    "SELECT DISTINCT host, fingerprint FROM file WHERE host IS NOT NULL ORDER BY host, fingerprint",
  );
  const addresses = prepareQuery<ArticleAddress>(
    db,
    "SELECT id, canonical_url AS canonicalUrl FROM article JOIN capture ON capture.number = article.capture",
  );
  const outlets = prepareQuery<OutletRow>(
    db,
    `SELECT total.outlet_id, total.articles, surfaced_at, json_extract(metadata, '$.outletName') AS outlet_name
     FROM outlet_total AS total
     JOIN article ON id = (SELECT id FROM article WHERE outlet_id = total.outlet_id ORDER BY newness, id LIMIT 1)
     JOIN capture_content USING (capture)
     ORDER BY total.outlet_id`,
  );
  const newestCapturedAt = prepareQuery<{ surfaced_at: number }>(
    db,
    "SELECT surfaced_at FROM article ORDER BY newness LIMIT 1",
  );
  const problems = prepareQuery<Omit<FileProblem, "remedy">>(
    db,
    `SELECT path, problem_code AS code, problem_message AS message FROM file
     WHERE problem_code IS NOT NULL ORDER BY path`,
  );
  const problemCount = prepareQuery<{ problems: number }>(
    db,
    "SELECT count(*) AS problems FROM file WHERE problem_code IS NOT NULL",
  );
  const problemCounts = prepareQuery<{ code: ProblemCode; files: number }>(
    db,
    "SELECT problem_code AS code, count(*) AS files FROM file WHERE problem_code IS NOT NULL GROUP BY code ORDER BY code",
  );
  const fileCount = prepareQuery<{ files: number }>(db, "SELECT count(*) AS files FROM file");
  const heldLosses = prepareQuery<{ value: string }>(db, "SELECT value FROM state WHERE name = 'heldLosses'");
  const siteId = prepareQuery<{ site_id: string | null }>(
    db,
    "SELECT value ->> '$.siteId' AS site_id FROM state WHERE name = 'ledger'",
  );

  function article(id: string): ReturnType<CatalogReader["article"]> {
    const row = find.get(id);
    return row && toArticle(row);
  }

  return {
    *newest(selection = {}, isOver = never) {
      for (const id of asksIndex(selection) ? search.newestIds(selection, isOver) : newestIds(selection.outletIds)) {
        const found = article(id);
        if (found !== undefined) yield found;
      }
    },
    count(selection = {}, isOver = never) {
      if (asksIndex(selection)) return search.count(selection, isOver);
      const counted = outlets.all().filter((row) => selection.outletIds?.includes(row.outlet_id) ?? true);
      return counted.reduce((sum, { articles }) => sum + articles, 0);
    },
    newestCapturedAt() {
      const row = newestCapturedAt.get();
      return row && fromSeconds(row.surfaced_at);
    },
    isSearchable: () => search.isComplete(),
    article,
    addresses: () => addresses.rows(),
    hostFingerprints: () => hostFingerprints.all(),
    outlets: () =>
      outlets.all().map((row) => ({
        outletId: row.outlet_id,
        outletName: row.outlet_name,
        articles: row.articles,
        newestSurfacedAt: fromSeconds(row.surfaced_at),
      })),
    problems: () => problems.all().map((row) => ({ ...row, remedy: remedies[row.code] })),
    problemCount: () => problemCount.get()?.problems ?? 0,
    problemCounts: () => new Map(problemCounts.all().map(({ code, files }) => [code, files])),
    fileCount: () => fileCount.get()?.files ?? 0,
    ...createHistoryReader(db, () => search.isComplete()),
    ...createTakedownReader(db),
    ...createDocumentReader(db),
    ...createFeedVersionReader(db),
    ...createEditionReader(db),
    heldLosses() {
      const row = heldLosses.get();
      if (row === undefined) return undefined;
      const { count, since }: { count: number; since: string } = JSON.parse(row.value);
      return { count, since: new Date(since) };
    },
    siteId: () => siteId.get()?.site_id ?? undefined,
    close: () => db.close(),
  };
}
