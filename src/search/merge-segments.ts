import { PageReader, readOrdinals, SegmentWriter, type Page } from "./segment.ts";

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
  const ordinals = new Int32Array(segments.reduce((sum, segment) => sum + segment.ordinals.length, 0));
  const first: Cursor[] = [];
  for (let terms = 1; ; terms++) {
    const count = findFirst(cursors, first);
    const page = first[0]?.page;
    if (count === 0 || page === undefined) break;
    const { space, key } = page;
    const length = takeTerm(first, count, ordinals);
    if (length > 0) writer.add({ space, key }, ordinals, 0, length);
    if (terms % TERMS_PER_STEP === 0) yield writer.take();
  }
  yield writer.finish();
  return undefined;
}

/** Puts the cursors at the first term of all into `first`, in their order. Returns their number; 0 where all are at the end. */
function findFirst(cursors: readonly Cursor[], first: Cursor[]): number {
  let count = 0;
  for (const cursor of cursors) {
    if (cursor.isAtEnd) continue;
    const order = count === 0 ? 0 : cursor.page.compareTo((first[0] ?? cursor).page);
    if (order < 0) count = 0;
    if (order <= 0) first[count++] = cursor;
  }
  return count;
}

/** Takes the present term of the `count` first cursors. Returns the number of articles that have it. */
function takeTerm(cursors: readonly Cursor[], count: number, ordinals: Int32Array): number {
  let length = 0;
  for (let index = 0; index < count; index++) length = cursors[index]?.take(ordinals, length) ?? length;
  return length;
}

/** A place in a segment that is read term by term. */
class Cursor {
  page = new PageReader({ space: 0, content: new Uint8Array(0) });
  isAtEnd = false;
  readonly #pages: Iterator<Page>;
  readonly #ordinals: Int32Array;

  constructor({ pages, ordinals }: MergedSegment) {
    this.#pages = pages;
    this.#ordinals = ordinals;
    this.#advance();
  }

  /**
   * Adds the ordinals that the articles of the present term have in the new segment behind the `length` first ones of
   * `merged`, and goes on to the next term. Returns how many there are then.
   */
  take(merged: Int32Array, length: number): number {
    const end = readOrdinals(this.page.list, merged, length);
    let kept = length;
    for (let index = length; index < end; index++) {
      const ordinal = this.#ordinals[merged[index] ?? -1] ?? -1;
      if (ordinal >= 0) merged[kept++] = ordinal;
    }
    this.#advance();
    return kept;
  }

  #advance(): void {
    while (!this.page.next()) {
      const { done, value } = this.#pages.next();
      if (done === true) {
        this.isAtEnd = true;
        return;
      }
      this.page = new PageReader(value);
    }
  }
}
