import { fromSeconds, toSeconds } from "../../lib/time/seconds.ts";
import type { Corrections, Link } from "../../model/story.ts";
import { relink } from "../../stories/relink.ts";
import { signatureOf, type Signature } from "../../stories/signature.ts";
import { storyId } from "../../stories/story.ts";
import type { Maintained } from "../catalog.ts";
import { rulesNow } from "../linking-rules.ts";
import { captureKey } from "../capture-rows.ts";
import {
  batchesOf,
  bytesOf,
  reportColumns,
  REPORTS_AT_A_TIME,
  toLinked,
  WINDOW_SECONDS,
  type Batch,
  type MadeSignatures,
  type ReportRow,
} from "../report-rows.ts";
import { settleStories, type SettledStories, type StoryReportRow } from "../settle-stories.ts";
import type { Contents } from "./content.ts";
import type { Session } from "./database.ts";
import { windowColumns, type RecentSignatures, type WindowRow } from "./signatures.ts";
import { putState } from "./state.ts";

/** An article as a report of an event. Times are seconds since 1970. */
export interface ReportedArticle {
  readonly id: string;
  readonly outlet_id: string;
  readonly published_at: number;
  readonly first_captured_at: number;
  /** The capture that is shown. */
  readonly capture: number;
  readonly sha256: string;
  readonly twin_id: string | null;
}

interface SignedArticle {
  readonly article: ReportedArticle;
  readonly signature: Uint8Array;
}

/** A report, and its time of publication in seconds since 1970. */
interface Place {
  readonly id: string;
  readonly at: number;
}

interface PlaceRow {
  readonly article_id: string;
  readonly published_at: number;
  readonly story_id: string;
}

type ParentRow = Pick<ReportRow, "article_id" | "parent_id" | "score">;

/** Shared by all transactions of a catalog. */
export interface ReportParts {
  readonly contents: Contents;
  readonly signatures: RecentSignatures;
}

/** Keeps articles as reports of events, and the stories that they make, in one transaction of a leader. */
export class ReportWriter {
  readonly #session: Session;
  readonly #parts: ReportParts;
  /** Stories that lose a report, or have one that changed. */
  readonly #touched = new Set<string>();
  /** Reports that were linked again, with another link or with the same. */
  readonly #joining = new Set<string>();
  /** Links that changed. They are written together with the stories that they make. */
  readonly #links = new Map<string, Link | undefined>();

  constructor(session: Session, parts: ReportParts) {
    this.#session = session;
    this.#parts = parts;
  }

  /**
   * Takes over articles that changed; those that are gone are undefined. Returns the outlets of reports that came into
   * another story.
   */
  async update(
    changed: ReadonlyMap<string, ReportedArticle | undefined>,
    signatures?: MadeSignatures,
  ): Promise<ReadonlySet<string>> {
    const { corrections, isSigned } = await this.#rulesNow();
    const places = await this.#sign(changed, signatures);
    // Signatures of two kinds cannot be compared.
    if (isSigned) await this.#linkAll(places, corrections);
    else await this.#queue(places);
    return this.#settle();
  }

  /** Signs or links some of the reports that wait for it, by these corrections. */
  async continue(said: Corrections): Promise<Maintained> {
    const { corrections, isSigned } = await this.#rulesNow(said);
    if (isSigned) await this.#linkWaiting(corrections);
    else await this.#signWaiting();
    const outletIds = await this.#settle();
    const [left] = await this.#session.query<{ readonly reports: number }>(
      "SELECT (SELECT count(*) FROM unsigned_report) + (SELECT count(*) FROM unlinked_report) AS reports",
    );
    return { left: left?.reports ?? 0, outletIds };
  }

  async #signWaiting(): Promise<void> {
    const waiting = await this.#waiting("SELECT article_id FROM unsigned_report LIMIT $1");
    const articles = await this.#session.query<ReportedArticle>(
      `SELECT id, article.outlet_id, article.published_at, first_captured_at, capture, sha256,
         coalesce(twin_id, found_twin_id) AS twin_id
       FROM article JOIN capture ON capture.number = article.capture WHERE id = ANY($1)`,
      [waiting],
    );
    const byId = new Map(articles.map((article) => [article.id, article]));
    const places = await this.#sign(new Map(waiting.map((id) => [id, byId.get(id)])));
    await this.#session.query("DELETE FROM unsigned_report WHERE article_id = ANY($1)", [waiting]);
    await this.#queue(places);
  }

  async #linkWaiting(corrections: Corrections): Promise<void> {
    const waiting = await this.#waiting(
      `SELECT article_id FROM unlinked_report LEFT JOIN report USING (article_id) ORDER BY published_at NULLS FIRST LIMIT $1`,
    );
    if (waiting.length === 0) return;
    await this.#linkAll((await this.#placesOf(waiting)).map(toPlace), corrections);
    await this.#session.query("DELETE FROM unlinked_report WHERE article_id = ANY($1)", [waiting]);
  }

  async #waiting(query: string): Promise<readonly string[]> {
    const rows = await this.#session.query<{ readonly article_id: string }>(query, [REPORTS_AT_A_TIME]);
    return rows.map((row) => row.article_id);
  }

  async #queue(places: readonly Place[]): Promise<void> {
    await this.#session.query("INSERT INTO unlinked_report SELECT unnest($1::text[]) ON CONFLICT DO NOTHING", [
      places.map(({ id }) => id),
    ]);
  }

  /**
   * The corrections from now on, and whether all reports are signed as signatures are made now. Where the rules are not
   * those of before, all reports wait to be linked.
   */
  async #rulesNow(said?: Corrections): Promise<{ readonly corrections: Corrections; readonly isSigned: boolean }> {
    const [kept] = await this.#session.query<{ readonly rules: string | null; readonly is_signed: boolean }>(
      `SELECT (SELECT value FROM state WHERE name = 'linking') AS rules,
         NOT EXISTS (SELECT FROM unsigned_report) AS is_signed`,
    );
    const { rules, written, again } = rulesNow(kept?.rules ?? undefined, said);
    if (again !== undefined) {
      const queue = again === "sign" ? "unsigned_report" : "unlinked_report";
      await this.#session.query(`INSERT INTO ${queue} SELECT article_id FROM report ON CONFLICT DO NOTHING`);
    }
    if (written !== undefined) await putState(this.#session, "linking", written);
    return { corrections: rules.corrections, isSigned: kept?.is_signed === true && again !== "sign" };
  }

  #placesOf(ids: readonly string[]): Promise<readonly PlaceRow[]> {
    return this.#session.query("SELECT article_id, published_at, story_id FROM report WHERE article_id = ANY($1)", [
      ids,
    ]);
  }

  /**
   * Writes articles as reports, and removes those of which there is none. Returns what is to be linked: these reports, and
   * those that were linked to them or to what is gone.
   */
  async #sign(
    articles: ReadonlyMap<string, ReportedArticle | undefined>,
    signatures?: MadeSignatures,
  ): Promise<readonly Place[]> {
    const signed = await this.#signed(
      [...articles.values()].filter((article) => article !== undefined),
      signatures,
    );
    const kept = new Set(signed.map(({ article }) => article.id));
    // All parts of a statement see what was there before it.
    const before = await this.#session.query<PlaceRow>(
      `WITH gone AS (DELETE FROM report WHERE article_id = ANY($8)),
       signed AS (
         INSERT INTO report (article_id, outlet_id, published_at, first_captured_at, twin_id, signature, story_id)
         SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::bytea[], $7::text[])
         ON CONFLICT (article_id) DO UPDATE SET outlet_id = excluded.outlet_id, published_at = excluded.published_at,
           first_captured_at = excluded.first_captured_at, twin_id = excluded.twin_id, signature = excluded.signature
       )
       SELECT article_id, published_at, story_id FROM report WHERE article_id = ANY($9) OR parent_id = ANY($9)`,
      [
        signed.map(({ article }) => article.id),
        signed.map(({ article }) => article.outlet_id),
        signed.map(({ article }) => article.published_at),
        signed.map(({ article }) => article.first_captured_at),
        signed.map(({ article }) => article.twin_id),
        signed.map(({ signature }) => signature),
        signed.map(({ article }) => storyId(article.id)),
        [...articles.keys()].filter((id) => !kept.has(id)),
        [...articles.keys()],
      ],
    );
    for (const { signature } of signed) this.#parts.signatures.add(signature);
    for (const { article_id: id, story_id: story } of before) if (articles.has(id)) this.#touched.add(story);
    const children = before.filter(({ article_id: id }) => !articles.has(id)).map(toPlace);
    return [...children, ...signed.map(({ article }) => ({ id: article.id, at: article.published_at }))];
  }

  /** Articles with their signatures as they are kept, without those that are there no more. */
  async #signed(articles: readonly ReportedArticle[], signatures?: MadeSignatures): Promise<readonly SignedArticle[]> {
    const made = ({ id, sha256 }: ReportedArticle): Signature | undefined => signatures?.get(captureKey(id, sha256));
    const contents = await this.#parts.contents.find(
      this.#session,
      articles.filter((article) => made(article) === undefined).map(({ capture }) => capture),
    );
    return articles.flatMap((article) => {
      const content = contents.get(article.capture);
      const signature = made(article) ?? (content && signatureOf(content));
      return signature === undefined ? [] : [{ article, signature: bytesOf(signature) }];
    });
  }

  async #linkAll(places: readonly Place[], corrections: Corrections): Promise<void> {
    for (const { id } of places) this.#joining.add(id);
    for (const batch of batchesOf(places)) await this.#linkSome(batch, corrections);
  }

  async #linkSome({ ids, since, until }: Batch, corrections: Corrections): Promise<void> {
    const rows = await this.#session.query<WindowRow>(
      `SELECT ${windowColumns} FROM report WHERE published_at BETWEEN $1 AND $2 ORDER BY published_at, article_id`,
      [since - WINDOW_SECONDS, until + WINDOW_SECONDS],
    );
    const reports = (await this.#parts.signatures.complete(this.#session, rows)).map((row) =>
      toLinked(this.#links.has(row.article_id) ? { ...row, ...this.#linkOf(row) } : row),
    );
    const changes = relink(reports, { ids, since: fromSeconds(since) }, corrections);
    for (const [id, link] of changes) this.#links.set(id, link);
  }

  /** The link as it is by now. */
  #linkOf({ article_id: id, parent_id, score }: ParentRow): Omit<ParentRow, "article_id"> {
    if (!this.#links.has(id)) return { parent_id, score };
    const link = this.#links.get(id);
    return { parent_id: link?.to ?? null, score: link?.score ?? null };
  }

  /** Puts reports into the stories that they are of by their links. Returns outlets as `settleStories` does. */
  async #settle(): Promise<ReadonlySet<string>> {
    const relinked = [...this.#joining, ...this.#links.keys()];
    if (relinked.length === 0 && this.#touched.size === 0) return new Set();
    const parents = [...this.#links.values()].flatMap((link) => link?.to ?? []);
    // Children of a report are of its story, or begin one of their own where it began over 72 hours before: both may change.
    const rows = await this.#session.query<StoryReportRow>(
      `WITH RECURSIVE affected (id) AS (
         (SELECT story_id FROM report WHERE article_id = ANY($1) UNION SELECT unnest($2::text[]))
         UNION SELECT child.story_id FROM affected JOIN report ON report.story_id = affected.id
           JOIN report AS child ON child.parent_id = report.article_id
       )
       SELECT story_id, ${reportColumns} FROM report WHERE story_id = ANY(ARRAY(SELECT id FROM affected))
       ORDER BY published_at, article_id`,
      [[...relinked, ...parents], [...this.#touched]],
    );
    const settled = settleStories(
      rows.map((row) => ({ ...row, ...this.#linkOf(row) })),
      this.#touched,
      this.#links,
    );
    await this.#write(rows, settled);
    return settled.outletIds;
  }

  async #write(rows: readonly StoryReportRow[], { moved, shared, others }: SettledStories): Promise<void> {
    const changed = new Map<string, StoryReportRow>();
    for (const row of rows)
      if (this.#links.has(row.article_id)) changed.set(row.article_id, { ...row, ...this.#linkOf(row) });
    for (const row of moved) changed.set(row.article_id, row);
    const reports = [...changed.values()];
    await this.#session.query(
      `WITH linked AS (
         UPDATE report SET parent_id = given.parent_id, score = given.score, story_id = given.story_id
         FROM unnest($1::text[], $2::text[], $3::float8[], $4::text[]) AS given (id, parent_id, score, story_id)
         WHERE article_id = given.id
       ),
       gone AS (DELETE FROM story WHERE id = ANY($5))
       INSERT INTO story SELECT * FROM unnest($6::text[], $7::bigint[], $8::bigint[])
       ON CONFLICT (id) DO UPDATE SET since = excluded.since, joined_at = excluded.joined_at`,
      [
        reports.map((row) => row.article_id),
        reports.map((row) => row.parent_id),
        reports.map(({ score }) => score),
        reports.map((row) => row.story_id),
        others,
        [...shared.keys()],
        Array.from(shared.values(), ({ since }) => toSeconds(since)),
        Array.from(shared.values(), ({ joinedAt }) => toSeconds(joinedAt)),
      ],
    );
  }
}

function toPlace({ article_id: id, published_at: at }: PlaceRow): Place {
  return { id, at };
}
