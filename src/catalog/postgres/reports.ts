import { fromSeconds, toSeconds } from "../../lib/time/seconds.ts";
import type { Corrections, Link } from "../../model/story.ts";
import { relink } from "../../stories/relink.ts";
import { signatureOf } from "../../stories/signature.ts";
import { sharedOf, storyId } from "../../stories/story.ts";
import type { Maintained } from "../catalog.ts";
import { rulesNow } from "../linking-rules.ts";
import { captureKey } from "../capture-rows.ts";
import {
  batchesOf,
  bytesOf,
  linkedColumns,
  REPORTS_AT_A_TIME,
  toLinked,
  WINDOW_SECONDS,
  type Batch,
  type LinkedRow,
  type MadeSignatures,
} from "../report-rows.ts";
import type { Contents } from "./content.ts";
import type { Session } from "./database.ts";
import { findState, putState } from "./state.ts";
import { reportsOf } from "./stories.ts";

interface ArticleRow {
  readonly id: string;
  readonly outlet_id: string;
  readonly published_at: number;
  readonly first_captured_at: number;
  readonly capture: number;
  readonly sha256: string;
  readonly twin_id: string | null;
}

/** `parents`: the story of the report's parent. */
interface JoiningRow extends Omit<PlaceRow, "published_at"> {
  readonly outlet_id: string;
  readonly parent_id: string | null;
  readonly parents: string | null;
}

interface PlaceRow {
  readonly article_id: string;
  readonly published_at: number;
  readonly story_id: string;
}

/** Keeps articles as reports of events, and the stories that they make, in one transaction of a leader. */
export class ReportWriter {
  readonly #session: Session;
  readonly #contents: Contents;
  readonly #touched = new Set<string>();
  readonly #outletIds = new Set<string>();

  constructor(session: Session, contents: Contents) {
    this.#session = session;
    this.#contents = contents;
  }

  /** Takes articles over that changed. Returns outlets of reports that came into another story. */
  async update(changedIds: readonly string[], signatures?: MadeSignatures): Promise<ReadonlySet<string>> {
    const corrections = await this.#correctionsNow();
    const children = await this.#session.query<{ readonly article_id: string }>(
      "SELECT article_id FROM report WHERE parent_id = ANY($1)",
      [changedIds],
    );
    const ids = new Set([...children.map((row) => row.article_id), ...changedIds]);
    for (const gone of await this.#sign(changedIds, signatures)) ids.delete(gone);
    // Signatures of two kinds cannot be compared.
    const [unsigned] = await this.#session.query("SELECT 1 FROM unsigned_report LIMIT 1");
    if (unsigned === undefined) await this.#linkAll([...ids], corrections);
    else await this.#queue([...ids]);
    return this.#settle();
  }

  /** Signs or links some of the reports that wait for it, by these corrections. */
  async continue(said: Corrections): Promise<Maintained> {
    const corrections = await this.#correctionsNow(said);
    const unsigned = await this.#waiting("SELECT article_id FROM unsigned_report LIMIT $1");
    const unlinked = await this.#waiting(
      `SELECT article_id FROM unlinked_report LEFT JOIN report USING (article_id) ORDER BY published_at NULLS FIRST LIMIT $1`,
    );
    if (unsigned.length > 0) {
      const gone = new Set(await this.#sign(unsigned));
      await this.#session.query("DELETE FROM unsigned_report WHERE article_id = ANY($1)", [unsigned]);
      await this.#queue(unsigned.filter((id) => !gone.has(id)));
    } else if (unlinked.length > 0) {
      await this.#linkAll(unlinked, corrections);
      await this.#session.query("DELETE FROM unlinked_report WHERE article_id = ANY($1)", [unlinked]);
    }
    const outletIds = await this.#settle();
    const [left] = await this.#session.query<{ readonly reports: number }>(
      "SELECT (SELECT count(*) FROM unsigned_report) + (SELECT count(*) FROM unlinked_report) AS reports",
    );
    return { left: left?.reports ?? 0, outletIds };
  }

  async #waiting(query: string): Promise<readonly string[]> {
    const rows = await this.#session.query<{ readonly article_id: string }>(query, [REPORTS_AT_A_TIME]);
    return rows.map((row) => row.article_id);
  }

  async #queue(ids: readonly string[]): Promise<void> {
    await this.#session.query("INSERT INTO unlinked_report SELECT unnest($1::text[]) ON CONFLICT DO NOTHING", [ids]);
  }

  /** The corrections from now on. Where the rules are not those of before, all reports wait to be linked. */
  async #correctionsNow(said?: Corrections): Promise<Corrections> {
    const { rules, written, again } = rulesNow(await findState(this.#session, "linking"), said);
    if (again !== undefined) {
      const queue = again === "sign" ? "unsigned_report" : "unlinked_report";
      await this.#session.query(`INSERT INTO ${queue} SELECT article_id FROM report ON CONFLICT DO NOTHING`);
    }
    if (written !== undefined) await putState(this.#session, "linking", written);
    return rules.corrections;
  }

  /** Returns the ids of which there is no article. */
  async #sign(ids: readonly string[], signatures?: MadeSignatures): Promise<readonly string[]> {
    const places = new Map((await this.#placesOf(ids)).map((row) => [row.article_id, row]));
    for (const { story_id: story } of places.values()) this.#touched.add(story);
    const rows = await this.#session.query<ArticleRow>(
      `SELECT id, article.outlet_id, article.published_at, first_captured_at, capture, sha256,
         coalesce(twin_id, found_twin_id) AS twin_id
       FROM article JOIN capture ON capture.number = article.capture WHERE id = ANY($1)`,
      [ids],
    );
    const contents = await this.#contents.find(
      this.#session,
      rows.filter(({ id, sha256 }) => signatures?.has(captureKey(id, sha256)) !== true).map(({ capture }) => capture),
    );
    const signed = rows.flatMap((row) => {
      const content = contents.get(row.capture);
      const signature = signatures?.get(captureKey(row.id, row.sha256)) ?? (content && signatureOf(content));
      return signature === undefined ? [] : [{ row, signature }];
    });
    await this.#session.query(
      `INSERT INTO report (article_id, outlet_id, published_at, first_captured_at, twin_id, signature, story_id)
       SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::bytea[], $7::text[])
       ON CONFLICT (article_id) DO UPDATE SET outlet_id = excluded.outlet_id, published_at = excluded.published_at,
         first_captured_at = excluded.first_captured_at, twin_id = excluded.twin_id, signature = excluded.signature`,
      [
        signed.map(({ row }) => row.id),
        signed.map(({ row }) => row.outlet_id),
        signed.map(({ row }) => row.published_at),
        signed.map(({ row }) => row.first_captured_at),
        signed.map(({ row }) => row.twin_id),
        signed.map(({ signature }) => Buffer.from(bytesOf(signature))),
        signed.map(({ row }) => places.get(row.id)?.story_id ?? storyId(row.id)),
      ],
    );
    const there = new Set(signed.map(({ row }) => row.id));
    const gone = ids.filter((id) => !there.has(id));
    await this.#session.query("DELETE FROM report WHERE article_id = ANY($1)", [gone]);
    return gone;
  }

  #placesOf(ids: readonly string[]): Promise<readonly PlaceRow[]> {
    return this.#session.query("SELECT article_id, published_at, story_id FROM report WHERE article_id = ANY($1)", [
      ids,
    ]);
  }

  async #linkAll(ids: readonly string[], corrections: Corrections): Promise<void> {
    const places = (await this.#placesOf(ids)).map((row) => ({ id: row.article_id, at: row.published_at }));
    for (const batch of batchesOf(places)) await this.#linkSome(batch, corrections);
  }

  async #linkSome({ ids, since, until }: Batch, corrections: Corrections): Promise<void> {
    const rows = await this.#session.query<LinkedRow>(
      `SELECT ${linkedColumns} FROM report WHERE published_at BETWEEN $1 AND $2 ORDER BY published_at, article_id`,
      [since - WINDOW_SECONDS, until + WINDOW_SECONDS],
    );
    const changes = relink(rows.map(toLinked), { ids, since: fromSeconds(since) }, corrections);
    if (changes.size > 0) await this.#link([...changes]);
    await this.#join(new Set([...changes.keys(), ...ids]));
  }

  async #link(changed: readonly (readonly [id: string, link: Link | undefined])[]): Promise<void> {
    await this.#session.query(
      `UPDATE report SET parent_id = given.parent_id, score = given.score
       FROM unnest($1::text[], $2::text[], $3::float8[]) AS given (id, parent_id, score) WHERE article_id = given.id`,
      [
        changed.map(([id]) => id),
        changed.map(([, link]) => link?.to ?? null),
        changed.map(([, link]) => link?.score ?? null),
      ],
    );
  }

  /** Puts reports into the stories of their parents, or into their own, and all that are linked to them with them. */
  async #join(ids: ReadonlySet<string>): Promise<void> {
    // The children of a report were in its story.
    const rows = await this.#session.query<JoiningRow>(
      `SELECT report.article_id, report.outlet_id, report.story_id, report.parent_id, parent.story_id AS parents
       FROM report LEFT JOIN report AS parent ON parent.article_id = report.parent_id
       WHERE report.story_id = ANY(ARRAY(SELECT DISTINCT story_id FROM report WHERE article_id = ANY($1)))
       ORDER BY report.published_at, report.article_id`,
      [[...ids]],
    );
    // In the order of time a parent comes first, so that its story is settled.
    const stories = new Map<string, string>();
    for (const { article_id: id, parent_id: parent, parents } of rows) {
      stories.set(id, stories.get(parent ?? "") ?? parents ?? storyId(id));
    }
    for (const { article_id: id, story_id: before } of rows) this.#touched.add(before).add(stories.get(id) ?? before);
    const moved = rows.filter(({ article_id: id, story_id: story }) => stories.get(id) !== story);
    if (moved.length === 0) return;
    for (const { outlet_id: outletId } of moved) this.#outletIds.add(outletId);
    await this.#session.query(
      `UPDATE report SET story_id = given.story_id FROM unnest($1::text[], $2::text[]) AS given (id, story_id)
       WHERE article_id = given.id`,
      [moved.map(({ article_id: id }) => id), moved.map(({ article_id: id }) => stories.get(id))],
    );
  }

  /** Counts the outlets of the stories that changed. Returns the outlets of reports that came into another story. */
  async #settle(): Promise<ReadonlySet<string>> {
    const ids = [...this.#touched];
    const reports = await reportsOf(this.#session, ids);
    const shared = ids.flatMap((id) => {
      const times = sharedOf(reports.get(id) ?? []);
      return times === undefined ? [] : [{ id, ...times }];
    });
    await this.#session.query(
      `WITH given AS (SELECT * FROM unnest($2::text[], $3::bigint[], $4::bigint[]) AS given (id, since, joined_at)),
         gone AS (DELETE FROM story WHERE id = ANY($1) AND id NOT IN (SELECT id FROM given))
       INSERT INTO story SELECT * FROM given
       ON CONFLICT (id) DO UPDATE SET since = excluded.since, joined_at = excluded.joined_at`,
      [
        ids,
        shared.map(({ id }) => id),
        shared.map(({ since }) => toSeconds(since)),
        shared.map(({ joinedAt }) => toSeconds(joinedAt)),
      ],
    );
    return this.#outletIds;
  }
}
