import { toSeconds } from "../../lib/time/seconds.ts";
import type { Twin } from "../../model/article.ts";
import {
  claimOf,
  cutBytes,
  rivalOf,
  suspectsAmong,
  toPresent,
  type PresentCapture,
  type PresentRow,
} from "../capture-rows.ts";
import type { AppliedChange } from "../catalog.ts";
import { articleRevision, deriveArticle, type DerivedArticle } from "../derive-article.ts";
import { fieldsShown } from "../field-bits.ts";
import type { Contents } from "./content.ts";
import type { Session } from "./database.ts";
import { rememberedOf, takenDown } from "./ledger.ts";
import { claimTwins, findTwins } from "./twin-claims.ts";

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

/** The counts of a change, and the captures that articles ceased to show. */
export interface WrittenArticles extends Omit<AppliedChange, "problems"> {
  readonly unshown: readonly number[];
  /** Of articles that were added, revised or removed. */
  readonly changedIds: readonly string[];
}

/** Derives articles again from all captures of their ids, those that only the ledger has too, and their twins with them. */
export async function writeArticles(
  session: Session,
  articleIds: ReadonlySet<string>,
  contents: Contents,
): Promise<WrittenArticles> {
  const derived = new Map(await derive(session, [...articleIds], contents));
  const claims = [...derived].map(([id, article]) => ({ id, claim: claimOf(article) }));
  const twinIds = (await claimTwins(session, claims)).filter((id) => !derived.has(id));
  for (const [id, article] of await derive(session, twinIds, contents)) derived.set(id, article);

  const ids = [...derived.keys()];
  const before = new Map((await findRows(session, ids)).map((row) => [row.id, row]));
  const unclaimed = [...derived].filter(([, article]) => article !== undefined && article.shown.twinId === undefined);
  const twins = await findTwins(
    session,
    unclaimed.map(([id]) => id),
  );
  const counts = { added: 0, revised: 0, removed: 0, unchanged: 0 };
  const outletIds = new Set<string>();
  const written: Written[] = [];
  const removed: ArticleRow[] = [];
  const changedIds: string[] = [];
  for (const [id, article] of derived) {
    const row = before.get(id);
    if (article === undefined) {
      if (row !== undefined) removed.push(row);
      counts[row === undefined ? "unchanged" : "removed"] += 1;
      if (row !== undefined) {
        outletIds.add(row.outlet_id);
        changedIds.push(id);
      }
      continue;
    }
    const next = writtenOf(id, article, twins.get(id));
    const isSame = row?.revision === next.revision && row.shown_bytes === next.shownBytes;
    if (!isSame || row.capture !== article.shown.number || row.fields !== next.fields) written.push(next);
    if (row?.revision === next.revision) {
      counts.unchanged += 1;
      continue;
    }
    counts[row === undefined ? "added" : "revised"] += 1;
    changedIds.push(id);
    outletIds.add(article.shown.outletId);
    if (row !== undefined) outletIds.add(row.outlet_id);
  }
  if (removed.length > 0) {
    await session.query("DELETE FROM article WHERE id = ANY($1)", [removed.map(({ id }) => id)]);
  }
  await putRows(session, written);
  const replaced = written.map(({ id }) => before.get(id)).filter((row) => row !== undefined);
  await countFields(session, written, [...removed, ...replaced]);
  const unshown = [...removed, ...replaced].map(({ capture }) => capture);
  return { ...counts, outletIds, unshown, changedIds };
}

async function derive(
  session: Session,
  ids: readonly string[],
  contents: Contents,
): Promise<readonly (readonly [string, Derived | undefined])[]> {
  if (ids.length === 0) return [];
  const rows = await session.query<PresentRow & { readonly article_id: string }>(
    `SELECT article_id, number, sha256, captured_at, published_at, text_hash, content_hash, outlet_id, canonical_url,
       twin_id, shown_bytes, fields, rival IS NOT NULL AS has_rival
     FROM capture WHERE article_id = ANY($1)`,
    [ids],
  );
  const captures = Map.groupBy(rows, (row) => row.article_id);
  const remembered = await rememberedOf(session, ids);
  const down = await takenDown(session, ids);
  const derived = ids.map((id) => {
    if (down.has(id)) return [id, undefined] as const;
    const present = (captures.get(id) ?? []).map(toPresent);
    return [id, deriveArticle(present, remembered.get(id) ?? []), present] as const;
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

function findRows(session: Session, ids: readonly string[]): Promise<readonly ArticleRow[]> {
  return session.query("SELECT id, outlet_id, capture, revision, shown_bytes, fields FROM article WHERE id = ANY($1)", [
    ids,
  ]);
}

async function putRows(session: Session, rows: readonly Written[]): Promise<void> {
  if (rows.length === 0) return;
  const articles = rows.map(({ article }) => article);
  await session.query(
    `INSERT INTO article (id, outlet_id, capture, published_at, published_at_is_capture_time, updated_at,
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
    ],
  );
}

/** Keeps the number of an outlet's articles that have some fields. */
async function countFields(
  session: Session,
  written: readonly Written[],
  before: readonly ArticleRow[],
): Promise<void> {
  const changes = new Map<string, { readonly outletId: string; readonly fields: number; articles: number }>();
  const add = (outletId: string, fields: number, articles: number): void => {
    const key = `${fields} ${outletId}`;
    const change = changes.get(key) ?? { outletId, fields, articles: 0 };
    change.articles += articles;
    changes.set(key, change);
  };
  for (const { article, fields } of written) add(article.shown.outletId, fields, 1);
  for (const { outlet_id: outletId, fields } of before) add(outletId, fields, -1);
  const real = [...changes.values()].filter(({ articles }) => articles !== 0);
  if (real.length === 0) return;
  await session.query(
    `INSERT INTO field_total SELECT * FROM unnest($1::text[], $2::int[], $3::bigint[])
     ON CONFLICT (outlet_id, fields) DO UPDATE SET articles = field_total.articles + excluded.articles`,
    [real.map(({ outletId }) => outletId), real.map(({ fields }) => fields), real.map(({ articles }) => articles)],
  );
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
