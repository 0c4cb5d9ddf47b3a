import { Pace } from "../../lib/pace.ts";
import { SegmentBuilder } from "../../search/build-segment.ts";
import { mergeSegments, type MergedSegment } from "../../search/merge-segments.ts";
import type { Page } from "../../search/segment.ts";
import { TERMS_VERSION, type IndexedArticle } from "../../search/terms.ts";
import { encodeDirectory, readDirectory, type SegmentRange } from "../selecting/segment-lookup.ts";
import { dueSegments } from "../selecting/segment-merging.ts";
import type { Session } from "./database.ts";
import type { Leader, LeaderSession } from "./leader.ts";
import { listSegments, type DirectoryRow } from "./segments.ts";
import { findState, putState } from "./state.ts";

/** Part of a merge between two turns, in microseconds. */
const MERGE_US = 5000;
/** Captures of the segments that one merge reads: some 40 MB. */
const MERGED_CAPTURES = 20_000;

/** The captures that a transaction adds to the search index. */
export class AddedCaptures {
  readonly #builder = new SegmentBuilder();
  readonly #captures: number[] = [];

  /** Numbers ascend. */
  add(capture: number, article: IndexedArticle): void {
    this.#builder.add(article);
    this.#captures.push(capture);
  }

  /** Writes a segment of them. */
  async write(session: LeaderSession): Promise<void> {
    if (this.#captures.length > 0) await putSegment(session, this.#captures, this.#builder.pages());
  }
}

/** Keeps the search index in few segments: see `dueSegments`. */
export class SegmentMerger {
  readonly #leader: Leader;

  constructor(leader: Leader) {
    this.#leader = leader;
  }

  /**
   * Merges segments until none is due, and writes those again that have lost more than half of their captures.
   *
   * @param removed Captures that were removed lately.
   */
  async tidy(removed: readonly number[]): Promise<void> {
    const pace = new Pace();
    for (let due = await this.#due(); due.length > 0; due = await this.#due()) await this.#merge(due, pace);
    if (removed.length === 0) return;
    const concerned = (await listSegments(this.#leader.database)).filter(({ first, last }) => {
      return removed.some((capture) => capture >= first && capture <= last);
    });
    for (const range of concerned) if (await this.#isHalfEmpty(range)) await this.#merge([range], pace);
  }

  async #isHalfEmpty(range: SegmentRange): Promise<boolean> {
    return 2 * (await this.#present([range])).length <= range.articles;
  }

  async #present(ranges: readonly SegmentRange[]): Promise<readonly number[]> {
    const rows = await this.#leader.database.query<{ readonly number: number }>(
      `SELECT number FROM unnest($1::bigint[], $2::bigint[]) AS range (first, last)
       JOIN capture ON number BETWEEN range.first AND range.last`,
      [ranges.map(({ first }) => first), ranges.map(({ last }) => last)],
    );
    return rows.map(({ number }) => number);
  }

  async #due(): Promise<readonly SegmentRange[]> {
    let captures = 0;
    return dueSegments(await listSegments(this.#leader.database)).filter(({ articles }, index) => {
      captures += articles;
      return index < 2 || captures <= MERGED_CAPTURES;
    });
  }

  async #merge(due: readonly SegmentRange[], pace: Pace): Promise<void> {
    const kept: number[] = [];
    const dropped: number[] = [];
    const sources = await this.#sourcesOf(due, kept, dropped);
    const pages: Page[] = [];
    for (const some of mergeSegments(sources, kept.length)) {
      pages.push(...some);
      await pace.step(MERGE_US);
    }
    await this.#leader.transaction(async (session) => {
      await session.query("DELETE FROM segment WHERE number = ANY($1)", [due.map(({ number }) => number)]);
      if (dropped.length > 0) await session.query("DELETE FROM hidden_capture WHERE capture = ANY($1)", [dropped]);
      if (kept.length > 0) await putSegment(session, kept, pages);
    });
  }

  /** Segments to be read, in the order of their captures, without those captures that are there no more. */
  async #sourcesOf(due: readonly SegmentRange[], kept: number[], dropped: number[]): Promise<readonly MergedSegment[]> {
    const { database } = this.#leader;
    const present = new Set(await this.#present(due));
    const numbers = due.map(({ number }) => number);
    const rows = await database.query<DirectoryRow>(
      "SELECT number, captures, starts FROM segment WHERE number = ANY($1) ORDER BY first_capture",
      [numbers],
    );
    if (rows.length < due.length) throw new Error("a segment of the search index is not there");
    const pages = await database.query<{ readonly segment: number; readonly content: Uint8Array }>(
      "SELECT segment, content FROM segment_page WHERE segment = ANY($1) ORDER BY segment, page",
      [numbers],
    );
    const contents = Map.groupBy(pages, ({ segment }) => segment);
    return rows.map((row) => {
      const { captures, starts } = readDirectory(row.captures, row.starts);
      const ordinals = Int32Array.from(captures, (capture) => {
        if (present.has(capture)) return kept.push(capture) - 1;
        dropped.push(capture);
        return -1;
      });
      const found = contents.get(row.number) ?? [];
      return {
        pages: starts.map((start, page) => ({ ...start, content: found[page]?.content ?? new Uint8Array(0) })).values(),
        ordinals,
      };
    });
  }
}

async function putSegment(session: LeaderSession, captures: readonly number[], pages: readonly Page[]): Promise<void> {
  const [first, last] = [captures[0], captures.at(-1)];
  const { captures: bytes, starts } = encodeDirectory(captures, pages);
  const number = session.takeNumbers("segment", 1);
  await session.query(
    `WITH written AS (
       INSERT INTO segment (number, first_capture, last_capture, articles, captures, starts)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING number
     )
     INSERT INTO segment_page SELECT number, page, content
     FROM written, unnest($7::int[], $8::bytea[]) AS given (page, content)`,
    [number, first, last, captures.length, bytes, starts, [...pages.keys()], pages.map(({ content }) => content)],
  );
}

/** Empties an index that was made with other terms; the captures are put into it again by `maintain`. */
export async function renewIndex(session: Session): Promise<void> {
  const version = String(TERMS_VERSION);
  if ((await findState(session, "indexVersion")) === version) return;
  await session.query("DELETE FROM segment");
  await session.query("DELETE FROM hidden_capture");
  await session.query("INSERT INTO unindexed_capture SELECT number FROM capture ON CONFLICT DO NOTHING");
  await session.query(
    `INSERT INTO hidden_capture
     SELECT number FROM capture WHERE NOT EXISTS (SELECT FROM article WHERE article.capture = capture.number)`,
  );
  await putState(session, "indexVersion", version);
}
