import type { Twin } from "../../model/article.ts";
import type { Session } from "./database.ts";

/** The twin that an article names, or that it names none. `url`: where the article itself can be found. */
export interface TwinClaim {
  readonly id: string;
  readonly claim: { readonly twinId: string; readonly url: string } | undefined;
}

interface ClaimRow {
  readonly article_id: string;
  readonly twin_id: string;
  readonly url: string;
}

/** Records which twins articles name, so that the one named can name the other back. Returns the ids this may concern. */
export async function claimTwins(session: Session, claims: readonly TwinClaim[]): Promise<readonly string[]> {
  const rows = await session.query<ClaimRow>(
    "SELECT article_id, twin_id, url FROM twin_claim WHERE article_id = ANY($1)",
    [claims.map(({ id }) => id)],
  );
  const before = new Map(rows.map((row) => [row.article_id, row]));
  const changed = claims.filter(({ id, claim }) => {
    return before.get(id)?.twin_id !== claim?.twinId || before.get(id)?.url !== claim?.url;
  });
  if (changed.length === 0) return [];
  await session.query("DELETE FROM twin_claim WHERE article_id = ANY($1)", [changed.map(({ id }) => id)]);
  const made = changed.flatMap(({ id, claim }) => (claim === undefined ? [] : [{ id, ...claim }]));
  await session.query("INSERT INTO twin_claim SELECT * FROM unnest($1::text[], $2::text[], $3::text[])", [
    made.map(({ id }) => id),
    made.map(({ twinId }) => twinId),
    made.map(({ url }) => url),
  ]);
  const concerned = changed.flatMap(({ id, claim }) => [before.get(id)?.twin_id, claim?.twinId]);
  return [...new Set(concerned.filter((id) => id !== undefined))];
}

/** Articles that name these, by the ids of those named; of several, the one with the smallest id. */
export async function findTwins(session: Session, ids: readonly string[]): Promise<ReadonlyMap<string, Twin>> {
  if (ids.length === 0) return new Map();
  const rows = await session.query<ClaimRow>(
    `SELECT DISTINCT ON (twin_id) article_id, twin_id, url FROM twin_claim WHERE twin_id = ANY($1)
     ORDER BY twin_id, article_id`,
    [ids],
  );
  return new Map(rows.map((row) => [row.twin_id, { id: row.article_id, url: row.url }]));
}
