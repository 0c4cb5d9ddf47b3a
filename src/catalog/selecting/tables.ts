import type { Article } from "../../model/article.ts";
import type { DayCount } from "../../model/captured-article.ts";
import type { TimelessQuery } from "../../search/candidates.ts";
import type { SegmentCandidates, SegmentRange } from "./segment-lookup.ts";

/** The key that feeds are sorted by: newest first, then by id. Times are seconds since 1970. */
export interface SortKey {
  readonly surfacedAt: number;
  readonly id: string;
}

export interface OrderedRow extends SortKey {
  /** The number of the capture that the article shows. */
  readonly capture: number;
}

/** An article by its first capture. */
export interface CapturedRow extends OrderedRow {
  readonly outletId: string;
  readonly firstCapturedAt: number;
  readonly shownBytes: number;
}

/** A place among articles by their first capture, then by id. */
export interface CapturedKey {
  readonly firstCapturedAt: number;
  readonly id: string;
}

/** What selections look up in an engine. Each member is one look at an index, or a few; its rows are in the order named. */
export interface SelectionTables {
  /** Articles, of an outlet or of all, after one in the order of feeds. */
  inOrder(after: SortKey | undefined, max: number, outletId?: string): Promise<readonly OrderedRow[]>;
  /** The articles that show these captures, in no order. */
  showing(captures: readonly number[]): Promise<readonly CapturedRow[]>;
  find(ids: readonly string[]): Promise<ReadonlyMap<string, Article>>;

  /** Days of first captures, of an outlet or of all. */
  days(outletId?: string): Promise<readonly DayCount[]>;
  /** The articles after one and before a second, by first capture, then by id. */
  capturedBetween(after: CapturedKey, until: number, max: number): Promise<readonly CapturedRow[]>;
  /** Articles, of an outlet or of all, before one by first capture, then by id, the nearest first; without it, the last. */
  capturedBefore(key: CapturedKey | undefined, max: number, outletId?: string): Promise<readonly CapturedRow[]>;
  /** Those after one, the nearest first; without it, the first. */
  capturedAfter(key: CapturedKey | undefined, max: number, outletId?: string): Promise<readonly CapturedRow[]>;

  /** The last capture of any article, of those taken down too. */
  lastCapture(): Promise<number | undefined>;

  /** True where the search index holds every article. */
  isSearchable(): Promise<boolean>;
  /** Segments of the search index, in the order of their captures. */
  segments(): Promise<readonly SegmentRange[]>;
  /** Undefined where the segment was merged since it was listed. */
  candidates(range: SegmentRange, query: TimelessQuery): Promise<SegmentCandidates | undefined>;
  /** Captures between two numbers, these included, that stand in a segment and that no article shows. */
  hidden(first: number, last: number): Promise<readonly number[]>;
}
