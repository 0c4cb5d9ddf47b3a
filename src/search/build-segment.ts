import { SegmentWriter, sortedWords, type Page } from "./segment.ts";
import { FIRST_WORD_SPACE, SPACES, visitTerms, type IndexedArticle } from "./terms.ts";

/** Collects the terms of articles for one segment. Their ordinals are the order in which they are added. */
export class SegmentBuilder {
  readonly #chinese = Array.from({ length: FIRST_WORD_SPACE }, () => new NumberTerms());
  readonly #words = Array.from({ length: SPACES - FIRST_WORD_SPACE }, () => new Map<string, number[]>());
  #articles = 0;

  add(article: IndexedArticle): void {
    const ordinal = this.#articles++;
    visitTerms(article, (space, key) => {
      if (typeof key === "number") {
        this.#chinese[space]?.add(key, ordinal);
        return;
      }
      const words = this.#words[space - FIRST_WORD_SPACE];
      const list = words?.get(key);
      if (list === undefined) words?.set(key, [ordinal]);
      else if (list.at(-1) !== ordinal) list.push(ordinal);
    });
  }

  /** The number of articles added. */
  get articles(): number {
    return this.#articles;
  }

  pages(): readonly Page[] {
    const writer = new SegmentWriter(this.#articles);
    for (const [space, terms] of this.#chinese.entries()) {
      terms.visit((key, ordinals, start, end) => writer.add({ space, key }, ordinals, start, end));
    }
    for (const [index, words] of this.#words.entries()) {
      const space = FIRST_WORD_SPACE + index;
      for (const word of sortedWords(words.keys())) writer.add({ space, key: word }, words.get(word) ?? []);
    }
    return writer.finish();
  }
}

const EMPTY = -1;

/**
 * Terms whose keys are numbers of 32 bits, and the articles that have them: a table of open addressing in flat arrays,
 * which takes a quarter of the time of a map of lists. An article has three thousand characters and pairs.
 */
class NumberTerms {
  #slots = new Int32Array(1 << 12).fill(EMPTY);
  #keys = new Int32Array(1 << 11);
  /** Of each term: the last article that has it, and how many have. */
  #last = new Int32Array(1 << 11);
  #counts = new Int32Array(1 << 11);
  #terms = 0;
  /** The terms of each article, and after the last one of an article its ordinal as `~ordinal`. */
  #postings = new Int32Array(1 << 12);
  #length = 0;
  #ordinal = 0;

  add(key: number, ordinal: number): void {
    if (ordinal !== this.#ordinal) this.#endArticle(ordinal);
    const slot = this.#slotOf(key);
    let term = this.#slots[slot] ?? EMPTY;
    if (term === EMPTY) {
      term = this.#newTerm(key);
      this.#slots[slot] = term;
      if (2 * this.#terms > this.#slots.length) this.#rehash();
    } else if (this.#last[term] === ordinal) return;
    this.#last[term] = ordinal;
    this.#counts[term] = (this.#counts[term] ?? 0) + 1;
    this.#push(term);
  }

  /** Calls `visit` with each key, in ascending order as unsigned numbers, and where its ordinals stand in an array. */
  visit(visit: (key: number, ordinals: Int32Array, start: number, end: number) => void): void {
    this.#endArticle(this.#ordinal);
    const keys = new Uint32Array(this.#keys.subarray(0, this.#terms)).sort();
    // A call for each key, as of `Int32Array.from`, takes as long as all the rest.
    const terms = new Int32Array(this.#terms);
    for (let index = 0; index < keys.length; index++) {
      terms[index] = this.#slots[this.#slotOf((keys[index] ?? 0) | 0)] ?? EMPTY;
    }
    const ends = new Int32Array(this.#terms);
    let total = 0;
    for (const term of terms) {
      ends[term] = total;
      total += this.#counts[term] ?? 0;
    }
    const ordinals = this.#ordinalsByTerm(ends, total);
    let start = 0;
    for (const term of terms) {
      const end = ends[term] ?? 0;
      visit(this.#keys[term] ?? 0, ordinals, start, end);
      start = end;
    }
  }

  /** All postings in one list, those of a term together. `ends` says where a term's begin, and afterwards where they end. */
  #ordinalsByTerm(ends: Int32Array, total: number): Int32Array {
    const ordinals = new Int32Array(total);
    let from = 0;
    for (let index = 0; index < this.#length; index++) {
      const ordinal = ~(this.#postings[index] ?? 0);
      if (ordinal < 0) continue;
      for (; from < index; from++) {
        const term = this.#postings[from] ?? 0;
        const at = ends[term] ?? 0;
        ordinals[at] = ordinal;
        ends[term] = at + 1;
      }
      from = index + 1;
    }
    return ordinals;
  }

  #endArticle(next: number): void {
    this.#push(~this.#ordinal);
    this.#ordinal = next;
  }

  #push(value: number): void {
    if (this.#length === this.#postings.length) this.#postings = doubled(this.#postings);
    this.#postings[this.#length++] = value;
  }

  #newTerm(key: number): number {
    const term = this.#terms++;
    if (term === this.#keys.length) {
      this.#keys = doubled(this.#keys);
      this.#last = doubled(this.#last);
      this.#counts = doubled(this.#counts);
    }
    this.#keys[term] = key;
    return term;
  }

  /** The slot of a key, or the empty one where it is to be put. */
  #slotOf(key: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(key) & mask;
    for (;;) {
      const term = this.#slots[slot] ?? EMPTY;
      if (term === EMPTY || this.#keys[term] === key) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #rehash(): void {
    this.#slots = new Int32Array(2 * this.#slots.length).fill(EMPTY);
    for (let term = 0; term < this.#terms; term++) this.#slots[this.#slotOf(this.#keys[term] ?? 0)] = term;
  }
}

/** Spreads keys over a table; the multiplier is Knuth's (The Art of Computer Programming, 6.4). */
function hash(key: number): number {
  const product = Math.imul(key, 0x9e37_79b1);
  return product ^ (product >>> 15);
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
