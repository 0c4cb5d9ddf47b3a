import { FIRST_WORD_SPACE, type TermKey } from "./terms.ts";

/*
 * A segment is the index of some articles, never changed once it is written: for each term, the articles that have it. An
 * article is known by its ordinal among the segment's. Terms stand in order, by space, then by key, on pages, so that a
 * reader looks one term up by reading one page, and a merge reads pages in order.
 *
 * A page is a series of terms: the key, then the list of ordinals. A key of Chinese is the distance from the key before
 * it; a word, the number of bytes that it shares with the word before it, of those that follow, and these. A list is its
 * length in bytes, doubled, then the distances from ordinal to ordinal; or, where that is shorter, a bit for each article
 * of the segment, with one added to the doubled length. Numbers are written seven bits a byte, the lowest first.
 */

/** A piece of a segment, as it is stored. */
export interface Page extends PageStart {
  readonly content: Uint8Array;
}

/** The first term of a page. */
export interface PageStart {
  readonly space: number;
  readonly key: TermKey;
}

/** The articles that have a term, as they stand on its page from `start` to `end`. */
export interface PostingList {
  readonly content: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly isBitmap: boolean;
}

/** Four fit on a page of SQLite's of 16 kB. */
const PAGE_BYTES = 4000;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The order of keys within a space: Chinese as unsigned numbers, words by their UTF-8 bytes. */
export function compareKeys(a: TermKey, b: TermKey): number {
  if (typeof a === "number" && typeof b === "number") return (a >>> 0) - (b >>> 0);
  return compareBytes(encoder.encode(String(a)), encoder.encode(String(b)));
}

/** Words in the order of keys. Each is encoded once, which takes longer than to compare two. */
export function sortedWords(words: Iterable<string>): readonly string[] {
  const encoded = Array.from(words, (word) => ({ word, bytes: encoder.encode(word) }));
  return encoded.sort((a, b) => compareBytes(a.bytes, b.bytes)).map(({ word }) => word);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Writes a segment. Terms come in order, and the ordinals of each. */
export class SegmentWriter {
  readonly #articles: number;
  readonly #pages: Page[] = [];
  #start: PageStart | undefined;
  #bytes = new Uint8Array(4 * PAGE_BYTES);
  #length = 0;
  #previousNumber = 0;
  #previousWord: Uint8Array = new Uint8Array(0);

  /** @param articles The number of articles of the segment. */
  constructor(articles: number) {
    this.#articles = articles;
  }

  /** Adds a term that the articles have whose ordinals stand in an array from `start` to `end`. */
  add(term: PageStart, ordinals: ArrayLike<number>, start = 0, end = ordinals.length): void {
    const page = this.#start;
    if (page !== undefined && (page.space !== term.space || this.#length > PAGE_BYTES - 64)) this.#endPage();
    const before = this.#length;
    this.#writeTerm(term, ordinals, start, end);
    if (this.#length <= PAGE_BYTES || before === 0) return;
    this.#length = before;
    this.#endPage();
    this.#writeTerm(term, ordinals, start, end);
  }

  /** The pages that are full by now, but for those taken before. */
  take(): readonly Page[] {
    return this.#pages.splice(0);
  }

  /** The last pages of the segment. */
  finish(): readonly Page[] {
    this.#endPage();
    return this.take();
  }

  #endPage(): void {
    if (this.#start !== undefined) this.#pages.push({ ...this.#start, content: this.#bytes.slice(0, this.#length) });
    this.#start = undefined;
    this.#length = 0;
    this.#previousNumber = 0;
    this.#previousWord = new Uint8Array(0);
  }

  #writeTerm({ space, key }: PageStart, ordinals: ArrayLike<number>, start: number, end: number): void {
    this.#start ??= { space, key };
    const keyBytes = typeof key === "number" ? 0 : 3 * key.length;
    this.#reserve(64 + Math.max(3 * (end - start), this.#articles / 8) + keyBytes);
    if (typeof key === "number") {
      this.#writeNumber((key >>> 0) - this.#previousNumber);
      this.#previousNumber = key >>> 0;
    } else this.#writeWord(encoder.encode(key));
    const bytes = listBytes(ordinals, start, end);
    const bitmap = Math.ceil(this.#articles / 8);
    if (bytes <= bitmap) {
      this.#writeNumber(2 * bytes);
      let previous = -1;
      for (let index = start; index < end; index++) {
        const ordinal = ordinals[index] ?? 0;
        this.#writeNumber(ordinal - previous - 1);
        previous = ordinal;
      }
      return;
    }
    this.#writeNumber(2 * bitmap + 1);
    this.#bytes.fill(0, this.#length, this.#length + bitmap);
    for (let index = start; index < end; index++) {
      const ordinal = ordinals[index] ?? 0;
      const at = this.#length + (ordinal >>> 3);
      this.#bytes[at] = (this.#bytes[at] ?? 0) | (1 << (ordinal & 7));
    }
    this.#length += bitmap;
  }

  #writeWord(word: Uint8Array): void {
    let shared = 0;
    while (shared < word.length && word[shared] === this.#previousWord[shared]) shared++;
    this.#writeNumber(shared);
    this.#writeNumber(word.length - shared);
    this.#bytes.set(word.subarray(shared), this.#length);
    this.#length += word.length - shared;
    this.#previousWord = word;
  }

  #writeNumber(number: number): void {
    let rest = number;
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#length + Math.ceil(bytes)));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

/** The bytes that a list of ordinals takes. */
function listBytes(ordinals: ArrayLike<number>, start: number, end: number): number {
  let bytes = 0;
  let previous = -1;
  for (let index = start; index < end; index++) {
    const ordinal = ordinals[index] ?? 0;
    const distance = ordinal - previous - 1;
    bytes += distance < 0x80 ? 1 : distance < 0x4000 ? 2 : 3;
    previous = ordinal;
  }
  return bytes;
}

/** Reads the terms of a page in order. A page has a thousand, so that nothing is made for each. */
export class PageReader {
  readonly space: number;
  readonly #content: Uint8Array;
  #at = 0;
  #number = 0;
  #word: Uint8Array = new Uint8Array(0);
  readonly #list: { -readonly [Key in keyof PostingList]: PostingList[Key] };

  constructor({ space, content }: Pick<Page, "space" | "content">) {
    this.space = space;
    this.#content = content;
    this.#list = { content, start: 0, end: 0, isBitmap: false };
  }

  /** Goes on to the next term; false at the end. */
  next(): boolean {
    if (this.#at >= this.#content.length) return false;
    if (this.space < FIRST_WORD_SPACE) this.#number += this.#readNumber();
    else this.#readWord();
    const header = this.#readNumber();
    this.#list.isBitmap = header % 2 === 1;
    this.#list.start = this.#at;
    this.#at += Math.floor(header / 2);
    this.#list.end = this.#at;
    return true;
  }

  /** Of the present term. */
  get key(): TermKey {
    return this.space < FIRST_WORD_SPACE ? this.#number | 0 : decoder.decode(this.#word);
  }

  /** The list of the present term. `next` overwrites it. */
  get list(): PostingList {
    return this.#list;
  }

  /** Negative where the present term stands before that of another page in a segment, 0 where it is the same. */
  compareTo(other: PageReader): number {
    if (this.space !== other.space) return this.space - other.space;
    return this.space < FIRST_WORD_SPACE ? this.#number - other.#number : compareBytes(this.#word, other.#word);
  }

  /** The list of a term, if the page has it. */
  find(key: TermKey): PostingList | undefined {
    if (typeof key === "number") {
      const wanted = key >>> 0;
      while (this.next()) if (this.#number >= wanted) return this.#number === wanted ? this.#list : undefined;
      return undefined;
    }
    const wanted = encoder.encode(key);
    while (this.next()) {
      const order = compareBytes(this.#word, wanted);
      if (order >= 0) return order === 0 ? this.#list : undefined;
    }
    return undefined;
  }

  #readWord(): void {
    const shared = this.#readNumber();
    const length = this.#readNumber();
    const word = new Uint8Array(shared + length);
    word.set(this.#word.subarray(0, shared));
    word.set(this.#content.subarray(this.#at, this.#at + length), shared);
    this.#at += length;
    this.#word = word;
  }

  #readNumber(): number {
    let number = 0;
    let factor = 1;
    for (;;) {
      const byte = this.#content[this.#at++] ?? 0;
      number += (byte & 127) * factor;
      if (byte < 128) return number;
      factor *= 128;
    }
  }
}

/** Writes the ordinals of a list, in order, into an array, from `at` on. Returns where they end. */
export function readOrdinals(list: PostingList, into: Int32Array, at: number): number {
  return list.isBitmap ? readBitmap(list, into, at) : readDistances(list, into, at);
}

function readBitmap({ content, start, end }: PostingList, into: Int32Array, at: number): number {
  let length = at;
  for (let index = start; index < end; index++) {
    let bit = 8 * (index - start);
    for (let byte = content[index] ?? 0; byte !== 0; byte >>>= 1, bit++) if ((byte & 1) === 1) into[length++] = bit;
  }
  return length;
}

function readDistances({ content, start, end }: PostingList, into: Int32Array, at: number): number {
  let length = at;
  let ordinal = -1;
  for (let index = start; index < end;) {
    let distance = 0;
    let shift = 0;
    let byte: number;
    do {
      byte = content[index++] ?? 0;
      distance |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    ordinal += distance + 1;
    into[length++] = ordinal;
  }
  return length;
}
