import type { DatabaseSync } from "node:sqlite";
import { LRUCache } from "lru-cache";
import { CandidateFinder, termsOfQuery, type Candidates, type TimelessQuery } from "../../search/candidates.ts";
import { compareKeys, PageReader, type Page, type PageStart, type PostingList } from "../../search/segment.ts";
import type { Term } from "../../search/terms.ts";
import { prepareQuery, type Query } from "./statements.ts";

/** A segment of the search index holds the captures of a range of numbers; ranges do not overlap. */
export interface SegmentRange {
  readonly number: number;
  /** Numbers of captures. */
  readonly first: number;
  readonly last: number;
  /** Captures that it was made of; some may be there no more. */
  readonly articles: number;
}

/** A segment with the candidates for a query. */
export interface SegmentCandidates extends Candidates {
  /** The number of each capture, by its ordinal. */
  readonly captures: Uint32Array;
}

interface Directory {
  readonly captures: Uint32Array;
  readonly starts: readonly PageStart[];
}

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
  readonly #directories = new LRUCache<number, Directory>({ max: MAX_DIRECTORIES });

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
    const { captures, starts } = directory;
    const finder = new CandidateFinder(captures.length);
    const pages = new Map<number, Page>();
    for (const term of termsOfQuery(query)) {
      const lists: PostingList[] = [];
      for (const index of pagesOf(term, starts)) {
        const page = pages.get(index) ?? this.page(number, index, starts);
        if (page === undefined) return undefined;
        pages.set(index, page);
        lists.push(...listsIn(page, term));
      }
      finder.put(term, lists);
    }
    return { captures, ...finder.find(query) };
  }

  directory(number: number): Directory | undefined {
    const known = this.#directories.get(number);
    if (known !== undefined) return known;
    const row = this.#find.get(number);
    if (row === undefined) return undefined;
    const starts: readonly (readonly [PageStart["space"], PageStart["key"]])[] = JSON.parse(row.starts);
    const directory = { captures: numbersOf(row.captures), starts: starts.map(([space, key]) => ({ space, key })) };
    this.#directories.set(number, directory);
    return directory;
  }

  page(segment: number, index: number, starts: readonly PageStart[]): Page | undefined {
    const start = starts[index];
    const row = start && this.#page.get(firstPageOf(segment) + index);
    return start && row && { ...start, content: row.content };
  }
}

function numbersOf(bytes: Uint8Array): Uint32Array {
  return new Uint32Array(bytes.slice().buffer);
}

/** Indexes of the pages that can hold a term: one, or for the beginning of a word some that follow one another. */
function* pagesOf({ space, key, isPrefix }: Term, starts: readonly PageStart[]): Generator<number> {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const start = starts[middle];
    if (start !== undefined && isAfter(start, space, key)) high = middle;
    else low = middle + 1;
  }
  if (low > 0 && starts[low - 1]?.space === space) yield low - 1;
  if (isPrefix !== true) return;
  for (let index = low; index < starts.length; index++) {
    const start = starts[index];
    if (start?.space !== space || !String(start.key).startsWith(String(key))) return;
    yield index;
  }
}

function isAfter(start: PageStart, space: number, key: Term["key"]): boolean {
  return start.space === space ? compareKeys(start.key, key) > 0 : start.space > space;
}

function listsIn(page: Page, { key, isPrefix }: Term): readonly PostingList[] {
  const reader = new PageReader(page);
  if (isPrefix !== true) {
    const list = reader.find(key);
    return list === undefined ? [] : [list];
  }
  const lists: PostingList[] = [];
  while (reader.next()) if (String(reader.key).startsWith(String(key))) lists.push(reader.list);
  return lists;
}
