import { compareKeys, PageReader, SegmentWriter, visitOrdinals, type Page } from "./segment.ts";
import type { TermKey } from "./terms.ts";

/** A segment to be merged. */
export interface MergedSegment {
  /** In order; read one at a time. */
  readonly pages: Iterator<Page>;
  /** Of each of its articles: the ordinal among those of the new segment; -1 for one that is left out. */
  readonly ordinals: Int32Array;
}

/** A step ends after so many terms. */
const TERMS_PER_STEP = 4096;

/**
 * Makes one segment of several whose articles follow one another. Yields its pages as they become full, after every few
 * milliseconds of work, so that the caller can do something else in between.
 */
export function* mergeSegments(
  segments: readonly MergedSegment[],
  articles: number,
): Generator<readonly Page[], undefined> {
  const writer = new SegmentWriter(articles);
  const cursors = segments.map((segment) => new Cursor(segment));
  let ordinals = new Int32Array(1 << 8);
  for (let terms = 1; ; terms++) {
    const first = smallest(cursors);
    if (first === undefined) break;
    const { space, key } = first;
    let length = 0;
    for (const cursor of cursors) {
      if (!cursor.isAt(space, key)) continue;
      cursor.visit((ordinal) => {
        if (length === ordinals.length) {
          const larger = new Int32Array(2 * length);
          larger.set(ordinals);
          ordinals = larger;
        }
        ordinals[length++] = ordinal;
      });
      cursor.advance();
    }
    if (length > 0) writer.add(space, key, ordinals.subarray(0, length));
    if (terms % TERMS_PER_STEP === 0) yield writer.take();
  }
  yield writer.finish();
  return undefined;
}

/** The cursor at the first term of all; undefined where all are at the end. */
function smallest(cursors: readonly Cursor[]): Cursor | undefined {
  let first: Cursor | undefined;
  for (const cursor of cursors) {
    if (cursor.isAtEnd) continue;
    if (first === undefined || cursor.space < first.space) first = cursor;
    else if (cursor.space === first.space && compareKeys(cursor.key, first.key) < 0) first = cursor;
  }
  return first;
}

/** A place in a segment that is read term by term. */
class Cursor {
  space = 0;
  key: TermKey = 0;
  isAtEnd = false;
  readonly #segment: MergedSegment;
  #page: PageReader | undefined;

  constructor(segment: MergedSegment) {
    this.#segment = segment;
    this.advance();
  }

  isAt(space: number, key: TermKey): boolean {
    return !this.isAtEnd && this.space === space && this.key === key;
  }

  visit(visit: (ordinal: number) => void): void {
    const { ordinals } = this.#segment;
    if (this.#page === undefined) return;
    visitOrdinals(this.#page.list, (ordinal) => {
      const merged = ordinals[ordinal] ?? -1;
      if (merged >= 0) visit(merged);
    });
  }

  advance(): void {
    while (this.#page?.next() !== true) {
      const { done, value } = this.#segment.pages.next();
      if (done === true) {
        this.isAtEnd = true;
        return;
      }
      this.#page = new PageReader(value);
      this.space = value.space;
    }
    this.key = this.#page.key;
  }
}
