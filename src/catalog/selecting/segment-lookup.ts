import { firstWhere } from "../../lib/first-where.ts";
import { CandidateFinder, termsOfQuery, type Candidates, type TimelessQuery } from "../../search/candidates.ts";
import { compareKeys, PageReader, type Page, type PageStart, type PostingList } from "../../search/segment.ts";
import type { Term } from "../../search/terms.ts";

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

/** What is known of a segment without its pages. */
export interface SegmentDirectory {
  readonly captures: Uint32Array;
  readonly starts: readonly PageStart[];
}

/** As `encodeDirectory` wrote it. */
export function readDirectory(captures: Uint8Array, starts: string): SegmentDirectory {
  const pairs: readonly (readonly [PageStart["space"], PageStart["key"]])[] = JSON.parse(starts);
  return {
    captures: new Uint32Array(Uint8Array.from(captures).buffer),
    starts: pairs.map(([space, key]) => ({ space, key })),
  };
}

/** A directory as an engine keeps it. */
export function encodeDirectory(
  captures: readonly number[],
  pages: readonly PageStart[],
): { readonly captures: Uint8Array; readonly starts: string } {
  return {
    captures: new Uint8Array(Uint32Array.from(captures).buffer),
    starts: JSON.stringify(pages.map(({ space, key }) => [space, key])),
  };
}

/** Indexes of the pages that candidates are found on, each once. */
export function pagesOfQuery({ starts }: SegmentDirectory, query: TimelessQuery): readonly number[] {
  return [...new Set(termsOfQuery(query).flatMap((term) => [...pagesOf(term, starts)]))];
}

/** @param contents Of the pages that `pagesOfQuery` names, by their indexes. */
export function candidatesOn(
  { captures, starts }: SegmentDirectory,
  query: TimelessQuery,
  contents: ReadonlyMap<number, Uint8Array>,
): SegmentCandidates {
  const finder = new CandidateFinder(captures.length);
  for (const term of termsOfQuery(query)) {
    const lists = [...pagesOf(term, starts)].flatMap((index) => {
      const [start, content] = [starts[index], contents.get(index)];
      if (start === undefined || content === undefined) throw new Error("a page of the search index is not there");
      return listsIn({ ...start, content }, term);
    });
    finder.put(term, lists);
  }
  return { captures, ...finder.find(query) };
}

/** Indexes of the pages that can hold a term: one, or for the beginning of a word some that follow one another. */
function* pagesOf({ space, key, isPrefix }: Term, starts: readonly PageStart[]): Generator<number> {
  const after = firstWhere(starts.length, (index) => isAfter(starts[index], space, key));
  if (starts[after - 1]?.space === space) yield after - 1;
  if (isPrefix !== true) return;
  for (let index = after; index < starts.length; index++) {
    const start = starts[index];
    if (start?.space !== space || !String(start.key).startsWith(String(key))) return;
    yield index;
  }
}

function isAfter(start: PageStart | undefined, space: number, key: Term["key"]): boolean {
  if (start === undefined) return false;
  return start.space === space ? compareKeys(start.key, key) > 0 : start.space > space;
}

function listsIn(page: Page, { key, isPrefix }: Term): readonly PostingList[] {
  const reader = new PageReader(page);
  if (isPrefix !== true) {
    const list = reader.find(key);
    return list === undefined ? [] : [list];
  }
  const lists: PostingList[] = [];
  while (reader.next()) if (String(reader.key).startsWith(String(key))) lists.push({ ...reader.list });
  return lists;
}
