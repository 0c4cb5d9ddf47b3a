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

/** Who names whom as its twin, as far as some articles are concerned, inside a leader's transaction. */
export class TwinClaims {
  readonly #session: Session;
  /** By the articles that make them. */
  readonly #claims = new Map<string, ClaimRow>();

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * Records which twins articles name, so that the one named can name the other back. Returns the ids of others that this
   * may concern.
   */
  async put(claims: readonly TwinClaim[]): Promise<readonly string[]> {
    await this.#read(claims.map(({ id }) => id));
    const changed = claims.filter(({ id, claim }) => {
      const before = this.#claims.get(id);
      return before?.twin_id !== claim?.twinId || before?.url !== claim?.url;
    });
    if (changed.length === 0) return [];
    const asked = new Set(claims.map(({ id }) => id));
    const concerned = changed.flatMap(({ id, claim }) => [this.#claims.get(id)?.twin_id, claim?.twinId]);
    const others = [...new Set(concerned.filter((id) => id !== undefined))].filter((id) => !asked.has(id));
    await this.#write(changed);
    if (others.length > 0) await this.#read(others);
    return others;
  }

  /** Articles that name others, by the ids of those named; of several, the one with the smallest id. */
  twins(): ReadonlyMap<string, Twin> {
    const twins = new Map<string, Twin>();
    for (const { article_id: id, twin_id: named, url } of this.#claims.values()) {
      const twin = twins.get(named);
      if (twin === undefined || id < twin.id) twins.set(named, { id, url });
    }
    return twins;
  }

  /** Reads what articles claim, and who claims them. */
  async #read(ids: readonly string[]): Promise<void> {
    const rows = await this.#session.query<ClaimRow>(
      "SELECT article_id, twin_id, url FROM twin_claim WHERE article_id = ANY($1) OR twin_id = ANY($1)",
      [ids],
    );
    for (const row of rows) this.#claims.set(row.article_id, row);
  }

  async #write(changed: readonly TwinClaim[]): Promise<void> {
    const made: ClaimRow[] = [];
    for (const { id, claim } of changed) {
      if (claim === undefined) this.#claims.delete(id);
      else made.push({ article_id: id, twin_id: claim.twinId, url: claim.url });
    }
    for (const row of made) this.#claims.set(row.article_id, row);
    await this.#session.query(
      `WITH withdrawn AS (DELETE FROM twin_claim WHERE article_id = ANY($1))
       INSERT INTO twin_claim SELECT * FROM unnest($2::text[], $3::text[], $4::text[])
       ON CONFLICT (article_id) DO UPDATE SET twin_id = excluded.twin_id, url = excluded.url`,
      [
        changed.filter(({ claim }) => claim === undefined).map(({ id }) => id),
        made.map((row) => row.article_id),
        made.map((row) => row.twin_id),
        made.map((row) => row.url),
      ],
    );
  }
}
