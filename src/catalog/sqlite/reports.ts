import type { DatabaseSync, StatementSync } from "node:sqlite";
import { toSeconds } from "../../lib/time/seconds.ts";
import type { Corrections } from "../../model/story.ts";
import { relink } from "../../stories/relink.ts";
import { signatureOf, type Signature } from "../../stories/signature.ts";
import { storyId } from "../../stories/story.ts";
import { captureKey } from "../capture-rows.ts";
import {
  batchesOf,
  bytesOf,
  linkedColumns,
  reportColumns,
  REPORTS_AT_A_TIME,
  toLinked,
  WINDOW_SECONDS,
  type Batch,
  type LinkedRow,
  type MadeSignatures,
} from "../report-rows.ts";
import { settleStories, type StoryReportRow } from "../settle-stories.ts";
import type { ContentReader } from "./content.ts";
import { prepareQuery, type Query } from "./statements.ts";

interface ArticleRow {
  readonly outlet_id: string;
  readonly published_at: number;
  readonly first_captured_at: number;
  readonly capture: number;
  readonly sha256: string;
  readonly twin_id: string | null;
}

/** The columns of `LinkedRow`, in the order of `linkedColumns`: a thousand rows are read to link one article. */
type LinkedTuple = readonly [
  id: string,
  outletId: string,
  publishedAt: number,
  twinId: string | null,
  signature: Uint8Array,
  parentId: string | null,
  score: number | null,
];

/** Keeps articles as reports of events, and the stories that they make, inside the caller's transactions. */
export class ReportRecords {
  readonly #contents: ContentReader;
  readonly #article: Query<ArticleRow>;
  readonly #placeOf: Query<{ readonly published_at: number; readonly story_id: string }>;
  readonly #children: Query<{ readonly article_id: string }>;
  readonly #window: Query<LinkedTuple>;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #link: StatementSync;
  readonly #links: LinkQueue;
  readonly #stories: StorySettler;

  constructor(db: DatabaseSync, contents: ContentReader) {
    this.#contents = contents;
    this.#article = prepareQuery(
      db,
      `SELECT article.outlet_id, article.published_at, first_captured_at, capture, sha256,
         coalesce(twin_id, found_twin_id) AS twin_id
       FROM article JOIN capture ON capture.number = article.capture WHERE article.id = ?`,
    );
    this.#placeOf = prepareQuery(db, "SELECT published_at, story_id FROM report WHERE article_id = ?");
    this.#children = prepareQuery(db, "SELECT article_id FROM report WHERE parent_id = ?");
    this.#window = prepareQuery(
      db,
      `SELECT ${linkedColumns} FROM report
       WHERE published_at BETWEEN ? AND ? ORDER BY published_at, article_id`,
      "tuple",
    );
    this.#put = db.prepare(
      `INSERT INTO report (article_id, outlet_id, published_at, first_captured_at, twin_id, signature, story_id)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (article_id) DO UPDATE SET outlet_id = excluded.outlet_id, published_at = excluded.published_at,
         first_captured_at = excluded.first_captured_at, twin_id = excluded.twin_id, signature = excluded.signature`,
    );
    this.#remove = db.prepare("DELETE FROM report WHERE article_id = ?");
    this.#link = db.prepare("UPDATE report SET parent_id = ?, score = ? WHERE article_id = ?");
    this.#links = new LinkQueue(db);
    this.#stories = new StorySettler(db);
  }

  /**
   * Takes over articles that were added, changed or removed, and links what that touches. Returns outlets as
   * `settleStories` does.
   */
  update(articleIds: Iterable<string>, signatures: MadeSignatures, corrections: Corrections): ReadonlySet<string> {
    const touched = new Set<string>();
    for (const id of articleIds) {
      for (const { article_id: child } of this.#children.all(id)) touched.add(child);
      if (this.#sign(id, signatures)) touched.add(id);
      else touched.delete(id);
    }
    // Signatures of two kinds cannot be compared.
    if (this.#links.hasUnsigned()) this.#links.add(touched);
    else this.#linkAll(touched, corrections);
    return this.#stories.settle();
  }

  /** Signs or links some of the reports that wait for it. Returns how many still do, and the outlets as `update` does. */
  continue(corrections: Corrections): { readonly left: number; readonly outletIds: ReadonlySet<string> } {
    const unsigned = this.#links.unsigned(REPORTS_AT_A_TIME);
    if (unsigned.length > 0) {
      for (const id of unsigned) this.#sign(id);
      this.#links.signed(unsigned);
    } else {
      const unlinked = this.#links.unlinked(REPORTS_AT_A_TIME);
      this.#linkAll(new Set(unlinked), corrections);
      this.#links.linked(unlinked);
    }
    return { left: this.#links.left(), outletIds: this.#stories.settle() };
  }

  /** Has all reports linked again, and signed before where `signs`. */
  linkAgain(signs: boolean): void {
    this.#links.addAll(signs);
  }

  /** Returns false where there is no such article. */
  #sign(id: string, signatures?: MadeSignatures): boolean {
    const before = this.#placeOf.get(id);
    if (before !== undefined) this.#stories.touch(before.story_id);
    const row = this.#article.get(id);
    const signature = row && (signatures?.get(captureKey(id, row.sha256)) ?? this.#signatureOf(row.capture));
    if (row === undefined || signature === undefined) {
      this.#remove.run(id);
      return false;
    }
    const facts = [row.outlet_id, row.published_at, row.first_captured_at, row.twin_id] as const;
    this.#put.run(id, ...facts, bytesOf(signature), before?.story_id ?? storyId(id));
    return true;
  }

  #signatureOf(capture: number): Signature | undefined {
    const content = this.#contents.find(capture);
    return content && signatureOf(content);
  }

  #linkAll(ids: ReadonlySet<string>, corrections: Corrections): void {
    const places = [...ids].flatMap((id) => {
      const place = this.#placeOf.get(id);
      return place === undefined ? [] : [{ id, at: place.published_at }];
    });
    for (const batch of batchesOf(places)) this.#linkSome(batch, corrections);
  }

  #linkSome({ ids, since, until }: Batch, corrections: Corrections): void {
    const reports = this.#window
      .all(since - WINDOW_SECONDS, until + WINDOW_SECONDS)
      .map(rowOf)
      .map(toLinked);
    const changes = relink(reports, { ids, since: new Date(since * 1000) }, corrections);
    for (const [id, link] of changes) this.#link.run(link?.to ?? null, link?.score ?? null, id);
    this.#stories.relink(ids, changes.keys());
  }
}

function rowOf([id, outletId, publishedAt, twinId, signature, parentId, score]: LinkedTuple): LinkedRow {
  return {
    article_id: id,
    outlet_id: outletId,
    published_at: publishedAt,
    twin_id: twinId,
    signature,
    parent_id: parentId,
    score,
  };
}

/** Reports that are to be signed, and then to be linked. */
class LinkQueue {
  readonly #db: DatabaseSync;
  readonly #unsigned: Query<{ readonly article_id: string }>;
  readonly #unlinked: Query<{ readonly article_id: string }>;
  readonly #left: Query<{ readonly reports: number }>;
  readonly #add: StatementSync;
  readonly #signed: StatementSync;
  readonly #linked: StatementSync;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#unsigned = prepareQuery(db, "SELECT article_id FROM unsigned_report LIMIT ?");
    this.#unlinked = prepareQuery(
      db,
      `SELECT article_id FROM unlinked_report LEFT JOIN report USING (article_id) ORDER BY published_at LIMIT ?`,
    );
    this.#left = prepareQuery(
      db,
      "SELECT (SELECT count(*) FROM unsigned_report) + (SELECT count(*) FROM unlinked_report) AS reports",
    );
    this.#add = db.prepare("INSERT OR IGNORE INTO unlinked_report VALUES (?)");
    this.#signed = db.prepare("DELETE FROM unsigned_report WHERE article_id = ?");
    this.#linked = db.prepare("DELETE FROM unlinked_report WHERE article_id = ?");
  }

  hasUnsigned(): boolean {
    return this.#unsigned.get(1) !== undefined;
  }

  unsigned(max: number): readonly string[] {
    return this.#unsigned.all(max).map(({ article_id: id }) => id);
  }

  unlinked(max: number): readonly string[] {
    return this.#unlinked.all(max).map(({ article_id: id }) => id);
  }

  left(): number {
    return this.#left.get()?.reports ?? 0;
  }

  add(ids: Iterable<string>): void {
    for (const id of ids) this.#add.run(id);
  }

  signed(ids: readonly string[]): void {
    for (const id of ids) this.#signed.run(id);
    this.add(ids);
  }

  linked(ids: readonly string[]): void {
    for (const id of ids) this.#linked.run(id);
  }

  addAll(signs: boolean): void {
    this.#db.exec(
      signs
        ? "INSERT OR IGNORE INTO unsigned_report SELECT article_id FROM report"
        : "INSERT OR IGNORE INTO unlinked_report SELECT article_id FROM report",
    );
  }
}

/** Puts reports into the stories that they are of by their links. */
class StorySettler {
  readonly #affected: Query<StoryReportRow>;
  readonly #move: StatementSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  /** Stories that lose a report, or have one that changed. */
  readonly #touched = new Set<string>();
  /** Reports that were linked again, with another link or with the same. */
  readonly #relinked = new Set<string>();
  /** Those of them that have another. */
  readonly #changed = new Set<string>();

  constructor(db: DatabaseSync) {
    // Children of a report are of its story, or begin one of their own where it began over 72 hours before: both may change.
    this.#affected = prepareQuery(
      db,
      `WITH RECURSIVE affected (id) AS (
         SELECT value FROM json_each(?1)
         UNION SELECT story_id FROM json_each(?2) JOIN report ON article_id = value
         UNION SELECT parent.story_id FROM json_each(?2) JOIN report ON report.article_id = value
           JOIN report AS parent ON parent.article_id = report.parent_id
         UNION SELECT child.story_id FROM affected JOIN report ON report.story_id = affected.id
           JOIN report AS child ON child.parent_id = report.article_id
       )
       SELECT story_id, ${reportColumns} FROM report WHERE story_id IN (SELECT id FROM affected)
       ORDER BY published_at, article_id`,
    );
    this.#move = db.prepare("UPDATE report SET story_id = ? WHERE article_id = ?");
    this.#put = db.prepare(
      `INSERT INTO story VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET since = excluded.since, joined_at = excluded.joined_at`,
    );
    this.#remove = db.prepare("DELETE FROM story WHERE id = ?");
  }

  touch(id: string): void {
    this.#touched.add(id);
  }

  /** @param changed Of these reports or others, those that are linked otherwise than before. */
  relink(ids: Iterable<string>, changed: Iterable<string>): void {
    for (const id of ids) this.#relinked.add(id);
    for (const id of changed) {
      this.#relinked.add(id);
      this.#changed.add(id);
    }
  }

  /** Returns outlets as `settleStories` does. */
  settle(): ReadonlySet<string> {
    const rows = this.#affected.all(JSON.stringify([...this.#touched]), JSON.stringify([...this.#relinked]));
    const { moved, shared, others, outletIds } = settleStories(rows, this.#touched, this.#changed);
    for (const { article_id: id, story_id: story } of moved) this.#move.run(story, id);
    for (const [id, { since, joinedAt }] of shared) this.#put.run(id, toSeconds(since), toSeconds(joinedAt));
    for (const id of others) this.#remove.run(id);
    for (const each of [this.#touched, this.#relinked, this.#changed]) each.clear();
    return outletIds;
  }
}
