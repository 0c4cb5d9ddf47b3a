import type { DatabaseSync } from "node:sqlite";
import type { Twin } from "../model/article.ts";
import { prepareQuery } from "./query.ts";

/** Which article names which as its twin, so that the one named can name it back. */
export interface TwinClaims {
  /** Records what an article names, or that it names none. Returns the ids of articles this may concern. */
  claim(articleId: string, claim: { readonly twinId: string; readonly url: string } | undefined): readonly string[];
  /** An article that names this one; of several, the one with the smallest id. */
  findTwin(articleId: string): Twin | undefined;
}

export function createTwinClaims(db: DatabaseSync): TwinClaims {
  const find = prepareQuery<{ twin_id: string; url: string }>(
    db,
    "SELECT twin_id, url FROM twin_claim WHERE article_id = ?",
  );
  const put = db.prepare("INSERT OR REPLACE INTO twin_claim (article_id, twin_id, url) VALUES (?, ?, ?)");
  const remove = db.prepare("DELETE FROM twin_claim WHERE article_id = ?");
  const first = prepareQuery<Twin>(
    db,
    "SELECT article_id AS id, url FROM twin_claim WHERE twin_id = ? ORDER BY article_id LIMIT 1",
  );

  return {
    claim(articleId, claim) {
      const before = find.get(articleId);
      if (before?.twin_id === claim?.twinId && before?.url === claim?.url) return [];
      if (claim === undefined) remove.run(articleId);
      else put.run(articleId, claim.twinId, claim.url);
      return [before?.twin_id, claim?.twinId].filter((id) => id !== undefined);
    },
    findTwin(articleId) {
      const row = first.get(articleId);
      return row && { id: row.id, url: row.url };
    },
  };
}
