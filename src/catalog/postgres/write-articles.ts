import { toSeconds } from "../../lib/time/seconds.ts";
import type { Twin } from "../../model/article.ts";
import {
  claimOf,
  cutBytes,
  rivalOf,
  suspectsAmong,
  toFact,
  toPresent,
  type PresentCapture,
  type PresentRow,
} from "../capture-rows.ts";
import type { AppliedChange } from "../catalog.ts";
import { articleRevision, deriveArticle, type CaptureFact, type DerivedArticle } from "../derive-article.ts";
import { fieldsShown } from "../field-bits.ts";
import type { Contents } from "./content.ts";
import type { Session } from "./database.ts";
import type { ReportedArticle } from "./reports.ts";
import { TwinClaims } from "./twin-claims.ts";

interface ArticleRow {
  readonly id: string;
  readonly outlet_id: string;
  readonly capture: number;
  readonly revision: string;
  readonly shown_bytes: number;
  readonly fields: number;
}

type Derived = DerivedArticle<PresentCapture>;

/** An article's row as it is to be. */
interface Written {
  readonly id: string;
  readonly article: Derived;
  readonly foundTwin: Twin | undefined;
  readonly revision: string;
  readonly shownBytes: number;
  readonly fields: number;
}

/** The counts of a change, and what else has to know of it. */
export interface WrittenArticles extends Omit<AppliedChange, "problems"> {
  /** Captures that an article shows now and did not before, and those that it ceased to show. */
  readonly shown: readonly number[];
  readonly unshown: readonly number[];
  /** Articles that were added, revised or removed; undefined where they are there no more. */
  readonly changed: ReadonlyMap<string, ReportedArticle | undefined>;
}

/** Derives articles again from all captures of their ids, those that only the ledger has too, and their twins with them. */
export async function writeArticles(
  session: Session,
  articleIds: ReadonlySet<string>,
  contents: Contents,
): Promise<WrittenArticles> {
  const derived = new Map(await derive(session, [...articleIds], contents));
  const claims = new TwinClaims(session);
  const others = await claims.put([...derived].map(([id, article]) => ({ id, claim: claimOf(article) })));
  for (const [id, article] of await derive(session, others, contents)) derived.set(id, article);
  const before = new Map((await findRows(session, [...derived.keys()])).map((row) => [row.id, row]));
  const twins = claims.twins();
  const counts = { added: 0, revised: 0, removed: 0, unchanged: 0 };
  const outletIds = new Set<string>();
  const written: Written[] = [];
  const removed: ArticleRow[] = [];
  const changed = new Map<string, ReportedArticle | undefined>();
  for (const [id, article] of derived) {
    const row = before.get(id);
    if (article === undefined) {
      counts[row === undefined ? "unchanged" : "removed"] += 1;
      if (row === undefined) continue;
      removed.push(row);
      outletIds.add(row.outlet_id);
      changed.set(id, undefined);
      continue;
    }
    const next = writtenOf(id, article, article.shown.twinId === undefined ? twins.get(id) : undefined);
    const isSame = row?.revision === next.revision && row.shown_bytes === next.shownBytes;
    if (!isSame || row.capture !== article.shown.number || row.fields !== next.fields) written.push(next);
    if (row?.revision === next.revision) {
      counts.unchanged += 1;
      continue;
    }
    counts[row === undefined ? "added" : "revised"] += 1;
    changed.set(id, reportedOf(next));
    outletIds.add(article.shown.outletId);
    if (row !== undefined) outletIds.add(row.outlet_id);
  }
  const replaced = written.map(({ id }) => before.get(id)).filter((row) => row !== undefined);
  await putRows(session, written, removed, replaced);
  return { ...counts, outletIds, changed, ...showing(written, [...removed, ...replaced]) };
}

/** The captures that these articles show and did not before, and the other way round. */
function showing(
  written: readonly Written[],
  before: readonly ArticleRow[],
): Pick<WrittenArticles, "shown" | "unshown"> {
  const now = new Set(written.map(({ article }) => article.shown.number));
  const then = new Set(before.map(({ capture }) => capture));
  return { shown: [...now.difference(then)], unshown: [...then.difference(now)] };
}

interface CaptureRow extends Omit<PresentRow, "number"> {
  readonly article_id: string;
  /** Absent where only the ledger remembers it. */
  readonly number: number | null;
}

async function derive(
  session: Session,
  ids: readonly string[],
  contents: Contents,
): Promise<readonly (readonly [string, Derived | undefined])[]> {
  if (ids.length === 0) return [];
  // An article that is taken down is one without captures.
  const rows = await session.query<CaptureRow>(
    `SELECT article_id, sha256, captured_at, published_at, text_hash, shown_bytes, number, content_hash, outlet_id,
       canonical_url, twin_id, fields, rival IS NOT NULL AS has_rival
     FROM capture
     WHERE article_id = ANY($1) AND NOT EXISTS (SELECT FROM takedown WHERE takedown.article_id = capture.article_id)
     UNION ALL
     SELECT article_id, sha256, captured_at, published_at, text_hash, shown_bytes, NULL, NULL, NULL, NULL, NULL, NULL, NULL
     FROM remembered_capture WHERE article_id = ANY($1)`,
    [ids],
  );
  const captures = Map.groupBy(rows, (row) => row.article_id);
  const derived = ids.map((id) => {
    const present: PresentCapture[] = [];
    const remembered: CaptureFact[] = [];
    for (const row of captures.get(id) ?? []) {
      if (row.number === null) remembered.push(toFact(row));
      else present.push(toPresent({ ...row, number: row.number }));
    }
    return [id, deriveArticle(present, remembered), present] as const;
  });
  await noteRivals(session, derived, contents);
  return derived.map(([id, article]) => [id, article]);
}

function writtenOf(id: string, article: Derived, foundTwin: Twin | undefined): Written {
  const { shown, publishedAtIsCaptureTime } = article;
  return {
    id,
    article,
    foundTwin,
    revision: articleRevision(shown.contentHash, article, foundTwin),
    shownBytes: cutBytes(article),
    fields: fieldsShown(shown.fields, publishedAtIsCaptureTime),
  };
}

/** The article as a report of an event. */
function reportedOf({ id, article: { shown, publishedAt, firstCapturedAt }, foundTwin }: Written): ReportedArticle {
  return {
    id,
    outlet_id: shown.outletId,
    published_at: toSeconds(publishedAt),
    first_captured_at: toSeconds(firstCapturedAt),
    capture: shown.number,
    sha256: shown.sha256,
    twin_id: shown.twinId ?? foundTwin?.id ?? null,
  };
}

function findRows(session: Session, ids: readonly string[]): Promise<readonly ArticleRow[]> {
  return session.query("SELECT id, outlet_id, capture, revision, shown_bytes, fields FROM article WHERE id = ANY($1)", [
    ids,
  ]);
}

/** Writes articles and removes others, and keeps the number of an outlet's articles that have some fields. */
async function putRows(
  session: Session,
  rows: readonly Written[],
  removed: readonly ArticleRow[],
  replaced: readonly ArticleRow[],
): Promise<void> {
  if (rows.length === 0 && removed.length === 0) return;
  const articles = rows.map(({ article }) => article);
  const totals = fieldTotals(rows, [...removed, ...replaced]);
  await session.query(
    `WITH removed AS (DELETE FROM article WHERE id = ANY($15)),
     counted AS (
       INSERT INTO field_total SELECT * FROM unnest($16::text[], $17::int[], $18::bigint[])
       ON CONFLICT (outlet_id, fields) DO UPDATE SET articles = field_total.articles + excluded.articles
     )
     INSERT INTO article (id, outlet_id, capture, published_at, published_at_is_capture_time, updated_at,
       first_captured_at, captured_at, surfaced_at, found_twin_id, found_twin_url, revision, shown_bytes, fields)
     SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::boolean[], $6::bigint[], $7::bigint[],
       $8::bigint[], $9::bigint[], $10::text[], $11::text[], $12::text[], $13::int[], $14::int[])
     ON CONFLICT (id) DO UPDATE SET outlet_id = excluded.outlet_id, capture = excluded.capture,
       published_at = excluded.published_at, published_at_is_capture_time = excluded.published_at_is_capture_time,
       updated_at = excluded.updated_at, first_captured_at = excluded.first_captured_at,
       captured_at = excluded.captured_at, surfaced_at = excluded.surfaced_at,
       found_twin_id = excluded.found_twin_id, found_twin_url = excluded.found_twin_url, revision = excluded.revision,
       shown_bytes = excluded.shown_bytes, fields = excluded.fields`,
    [
      rows.map(({ id }) => id),
      articles.map(({ shown }) => shown.outletId),
      articles.map(({ shown }) => shown.number),
      articles.map(({ publishedAt }) => toSeconds(publishedAt)),
      articles.map(({ publishedAtIsCaptureTime }) => publishedAtIsCaptureTime),
      articles.map(({ updatedAt }) => toSeconds(updatedAt)),
      articles.map(({ firstCapturedAt }) => toSeconds(firstCapturedAt)),
      articles.map(({ capturedAt }) => toSeconds(capturedAt)),
      articles.map(({ surfacedAt }) => toSeconds(surfacedAt)),
      rows.map(({ foundTwin }) => foundTwin?.id ?? null),
      rows.map(({ foundTwin }) => foundTwin?.url ?? null),
      rows.map(({ revision }) => revision),
      rows.map(({ shownBytes }) => shownBytes),
      rows.map(({ fields }) => fields),
      removed.map(({ id }) => id),
      totals.map(({ outletId }) => outletId),
      totals.map(({ fields }) => fields),
      totals.map(({ articles: count }) => count),
    ],
  );
}

interface FieldTotal {
  readonly outletId: string;
  readonly fields: number;
  articles: number;
}

/** By how many more or fewer articles of an outlet have some fields. */
function fieldTotals(written: readonly Written[], before: readonly ArticleRow[]): readonly FieldTotal[] {
  const changes = new Map<string, FieldTotal>();
  const add = (outletId: string, fields: number, articles: number): void => {
    const key = `${fields} ${outletId}`;
    const change = changes.get(key) ?? { outletId, fields, articles: 0 };
    change.articles += articles;
    changes.set(key, change);
  };
  for (const { article, fields } of written) add(article.shown.outletId, fields, 1);
  for (const { outlet_id: outletId, fields } of before) add(outletId, fields, -1);
  return [...changes.values()].filter(({ articles }) => articles !== 0);
}

/** Notes of each capture that is not shown whether it is of another article. */
async function noteRivals(
  session: Session,
  derived: readonly (readonly [string, Derived | undefined, (readonly PresentCapture[])?])[],
  contents: Contents,
): Promise<void> {
  const suspects = derived.flatMap(([, article, present = []]) => {
    return article === undefined ? [] : suspectsAmong(present, article.shown);
  });
  if (suspects.length === 0) return;
  const found = await contents.find(session, [
    ...new Set(suspects.flatMap(({ capture, shown }) => [capture.number, shown.number])),
  ]);
  await session.query(
    `UPDATE capture SET rival = given.rival FROM unnest($1::bigint[], $2::text[]) AS given (number, rival)
     WHERE capture.number = given.number`,
    [
      suspects.map(({ capture }) => capture.number),
      suspects.map((suspect) => rivalOf(suspect, (number) => found.get(number))),
    ],
  );
}
