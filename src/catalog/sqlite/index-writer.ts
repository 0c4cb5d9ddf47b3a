import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Pace } from "../../lib/pace.ts";
import { SegmentBuilder } from "../../search/build-segment.ts";
import { mergeSegments, type MergedSegment } from "../../search/merge-segments.ts";
import type { Page } from "../../search/segment.ts";
import { TERMS_VERSION, type IndexedArticle } from "../../search/terms.ts";
import { encodeDirectory, type SegmentRange } from "../selecting/segment-lookup.ts";
import { dueSegments } from "../selecting/segment-merging.ts";
import { firstPageOf, SegmentReader } from "./segments.ts";
import { inTransaction, prepareQuery, type Query } from "./statements.ts";

/** Part of a merge between two turns, in microseconds. */
const MERGE_US = 5000;

/**
 * Keeps the search index in line with the captures. A change writes one segment of all captures that it adds. Segments
 * are merged sixteen at a time, so that a capture is written four times at most and a query looks at few segments.
 */
export class IndexWriter {
  readonly #db: DatabaseSync;
  readonly #reader: SegmentReader;
  readonly #put: StatementSync;
  readonly #putPage: StatementSync;
  readonly #nextNumber: Query<{ readonly number: number }>;
  readonly #remove: StatementSync;
  readonly #removePages: StatementSync;
  readonly #present: Query<{ readonly number: number }>;
  readonly #forget: StatementSync;
  readonly #setMerging: StatementSync;
  readonly #clearMerging: StatementSync;
  #builder = new SegmentBuilder();
  #captures: number[] = [];
  #removed: number[] = [];
  #tidying: Promise<void> | undefined;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#reader = new SegmentReader(db);
    this.#put = db.prepare(
      `INSERT INTO segment (number, first_capture, last_capture, articles, captures, starts) VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.#putPage = db.prepare("INSERT INTO segment_page (number, content) VALUES (?, ?)");
    // Numbers are never used again: a reader may still look for the pages of a segment that was merged.
    this.#nextNumber = prepareQuery(
      db,
      `INSERT INTO state (name, value) VALUES ('lastSegment', '1')
       ON CONFLICT DO UPDATE SET value = value + 1 RETURNING CAST(value AS INTEGER) AS number`,
    );
    this.#remove = db.prepare("DELETE FROM segment WHERE number = ?");
    this.#removePages = db.prepare("DELETE FROM segment_page WHERE number >= ? AND number < ?");
    this.#present = prepareQuery(db, "SELECT number FROM capture WHERE number BETWEEN ? AND ? ORDER BY number");
    this.#forget = db.prepare(
      `DELETE FROM hidden_capture WHERE capture BETWEEN ? AND ?
         AND NOT EXISTS (SELECT 1 FROM capture WHERE number = hidden_capture.capture)`,
    );
    this.#setMerging = db.prepare("INSERT OR REPLACE INTO state (name, value) VALUES ('mergedSegment', ?)");
    this.#clearMerging = db.prepare("DELETE FROM state WHERE name = 'mergedSegment'");
    this.#dropUnfinished();
    this.#renewOtherVersions();
  }

  /** Notes a capture of the transaction under way. Their numbers ascend. */
  add(capture: number, article: IndexedArticle): void {
    this.#builder.add(article);
    this.#captures.push(capture);
  }

  /** The number of the last capture noted; 0 where there is none. */
  get lastAdded(): number {
    return this.#captures.at(-1) ?? 0;
  }

  /** Notes that a capture was removed in the transaction under way. */
  remove(capture: number): void {
    this.#removed.push(capture);
  }

  /** Writes a segment of the captures noted, in the transaction under way. */
  flush(): void {
    const [builder, captures] = [this.#builder, this.#captures];
    this.discard();
    if (captures.length === 0) return;
    const number = this.#newNumber();
    const pages = builder.pages();
    this.#putPages(number, 0, pages);
    this.#putSegment(number, captures, pages);
  }

  /** Forgets the captures noted: their transaction failed, or they are written. */
  discard(): void {
    this.#builder = new SegmentBuilder();
    this.#captures = [];
  }

  /** Merges segments until none is due, and drops those whose captures are gone. Each piece of it is a transaction. */
  async tidy(): Promise<void> {
    await (this.#tidying ??= this.#tidyAll().finally(() => {
      this.#tidying = undefined;
    }));
  }

  async #tidyAll(): Promise<void> {
    const pace = new Pace();
    for (let due = this.#due(); due.length > 0; due = this.#due()) {
      await this.#merge(due, pace);
    }
  }

  /** Segments to be merged: those of a size of which there are enough side by side, or one that is half empty. */
  #due(): readonly SegmentRange[] {
    const list = this.#reader.list();
    const due = dueSegments(list);
    if (due.length > 0) return due;
    return this.#halfEmpty(list);
  }

  /** A segment that lost a capture lately, and has lost more than half of them by now. */
  #halfEmpty(list: readonly SegmentRange[]): readonly SegmentRange[] {
    for (const capture of this.#removed.splice(0)) {
      const range = list.find(({ first, last }) => capture >= first && capture <= last);
      if (range === undefined || 2 * this.#present.all(range.first, range.last).length > range.articles) continue;
      return [range];
    }
    return [];
  }

  async #merge(due: readonly SegmentRange[], pace: Pace): Promise<void> {
    const number = inTransaction(this.#db, () => {
      const merged = this.#newNumber();
      this.#setMerging.run(String(merged));
      return merged;
    });
    const kept: number[] = [];
    const sources = due.map((range) => this.#sourceOf(range, kept));
    const starts: Page[] = [];
    for (const pages of mergeSegments(sources, kept.length)) {
      inTransaction(this.#db, () => this.#putPages(number, starts.length, pages));
      starts.push(...pages.map(({ space, key }) => ({ space, key, content: new Uint8Array(0) })));
      await pace.step(MERGE_US);
    }
    inTransaction(this.#db, () => {
      for (const range of due) this.#removeSegment(range);
      if (kept.length > 0) this.#putSegment(number, kept, starts);
      this.#clearMerging.run();
    });
  }

  /** A segment to be read, without the captures that are there no more. Numbers of the others are added to `kept`. */
  #sourceOf({ number, first, last }: SegmentRange, kept: number[]): MergedSegment {
    const directory = this.#reader.directory(number);
    if (directory === undefined) throw new Error("a segment of the search index is not there");
    const present = new Set(this.#present.all(first, last).map((row) => row.number));
    const ordinals = Int32Array.from(directory.captures, (capture) => {
      return present.has(capture) ? kept.push(capture) - 1 : -1;
    });
    return { pages: this.#pagesOf(number, directory.starts), ordinals };
  }

  *#pagesOf(segment: number, starts: readonly Pick<Page, "space" | "key">[]): Generator<Page> {
    for (const index of starts.keys()) {
      const page = this.#reader.page(segment, index, starts);
      if (page === undefined) throw new Error("a page of the search index is not there");
      yield page;
    }
  }

  #newNumber(): number {
    const row = this.#nextNumber.get();
    if (row === undefined) throw new Error("no number was kept");
    return row.number;
  }

  #putPages(segment: number, from: number, pages: readonly Page[]): void {
    for (const [index, { content }] of pages.entries()) this.#putPage.run(firstPageOf(segment) + from + index, content);
  }

  #putSegment(number: number, captures: readonly number[], pages: readonly Page[]): void {
    const [first, last] = [captures[0] ?? 0, captures.at(-1) ?? 0];
    const { captures: bytes, starts } = encodeDirectory(captures, pages);
    this.#put.run(number, first, last, captures.length, bytes, starts);
  }

  #removeSegment({ number, first, last }: SegmentRange): void {
    this.#remove.run(number);
    this.#removePages.run(firstPageOf(number), firstPageOf(number + 1));
    this.#forget.run(first, last);
  }

  /** Removes the pages of a merge that was under way when the writer ended. */
  #dropUnfinished(): void {
    const state = prepareQuery<{ value: string }>(this.#db, "SELECT value FROM state WHERE name = 'mergedSegment'");
    const number = Number(state.get()?.value ?? 0);
    if (number === 0) return;
    inTransaction(this.#db, () => {
      this.#removePages.run(firstPageOf(number), firstPageOf(number + 1));
      this.#clearMerging.run();
    });
  }

  /** Empties an index that another version made; the captures are put into it again by `maintain`. */
  #renewOtherVersions(): void {
    const state = prepareQuery<{ value: string }>(this.#db, "SELECT value FROM state WHERE name = 'indexVersion'");
    if (state.get()?.value === String(TERMS_VERSION)) return;
    inTransaction(this.#db, () => {
      this.#db.exec(`
        DELETE FROM segment; DELETE FROM segment_page; DELETE FROM hidden_capture;
        INSERT OR IGNORE INTO unindexed_capture SELECT number FROM capture;
        INSERT INTO hidden_capture SELECT number FROM capture WHERE number NOT IN (SELECT capture FROM article);
      `);
      this.#db
        .prepare("INSERT OR REPLACE INTO state (name, value) VALUES ('indexVersion', ?)")
        .run(String(TERMS_VERSION));
    });
  }
}
