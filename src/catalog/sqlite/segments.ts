import type { DatabaseSync } from "node:sqlite";
import { LRUCache } from "lru-cache";
import type { TimelessQuery } from "../../search/candidates.ts";
import type { Page, PageStart } from "../../search/segment.ts";
import {
  candidatesOn,
  pagesOfQuery,
  readDirectory,
  type SegmentCandidates,
  type SegmentDirectory,
  type SegmentRange,
} from "../selecting/segment-lookup.ts";
import { prepareQuery, type Query } from "./statements.ts";

/** Pages of one segment have numbers that follow one another, from here on. */
export function firstPageOf(segment: number): number {
  return segment * 0x1_0000;
}

const MAX_DIRECTORIES = 64;

/** Reads the segments of the search index. They never change; merging replaces some by another. */
export class SegmentReader {
  readonly #list: Query<SegmentRange>;
  readonly #find: Query<{ readonly captures: Uint8Array; readonly starts: string }>;
  readonly #page: Query<{ readonly content: Uint8Array }>;
  readonly #directories = new LRUCache<number, SegmentDirectory>({ max: MAX_DIRECTORIES });

  constructor(db: DatabaseSync) {
    this.#list = prepareQuery(
      db,
      "SELECT number, first_capture AS first, last_capture AS last, articles FROM segment ORDER BY first_capture",
    );
    this.#find = prepareQuery(db, "SELECT captures, starts FROM segment WHERE number = ?");
    this.#page = prepareQuery(db, "SELECT content FROM segment_page WHERE number = ?");
  }

  /** In the order of their captures. */
  list(): readonly SegmentRange[] {
    return this.#list.all();
  }

  /** Undefined where the segment was merged since it was listed. */
  candidates({ number }: SegmentRange, query: TimelessQuery): SegmentCandidates | undefined {
    const directory = this.directory(number);
    if (directory === undefined) return undefined;
    const contents = new Map<number, Uint8Array>();
    for (const index of pagesOfQuery(directory, query)) {
      const page = this.page(number, index, directory.starts);
      if (page === undefined) return undefined;
      contents.set(index, page.content);
    }
    return candidatesOn(directory, query, contents);
  }

  directory(number: number): SegmentDirectory | undefined {
    const known = this.#directories.get(number);
    if (known !== undefined) return known;
    const row = this.#find.get(number);
    if (row === undefined) return undefined;
    const directory = readDirectory(row.captures, row.starts);
    this.#directories.set(number, directory);
    return directory;
  }

  page(segment: number, index: number, starts: readonly PageStart[]): Page | undefined {
    const start = starts[index];
    const row = start && this.#page.get(firstPageOf(segment) + index);
    return start && row && { ...start, content: row.content };
  }
}
