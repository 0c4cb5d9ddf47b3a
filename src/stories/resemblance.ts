import { termIn, weightIn, type Signature } from "./signature.ts";

/** With fewer slots, more terms share one, and a comparison with one article takes a sixth longer. */
const LEAST_SLOTS = 2 ** 14;

/**
 * A comparison with some articles: the cosine of two articles' weights of terms, which is the same whichever of them is the
 * one. What these articles have of each term is listed once, as its postings. So with each other article, hardly any time
 * goes to terms that it does not have. A class and no closure, whose loop the engine would compile again for each comparison.
 */
export class Comparison {
  /** The first posting in each slot; 0 for none. A slot is for all terms that end in its bits. */
  readonly #firsts: Int32Array;
  /** Each is what an article's signature says of a term. */
  readonly #postings: Uint32Array;
  /** The number of each posting's article. */
  readonly #numbers: Uint32Array;
  /** The posting in the same slot after each; 0 after the last. */
  readonly #nexts: Int32Array;
  readonly #squares: Float64Array;
  readonly #cosines: Float64Array;

  constructor(ones: readonly Signature[]) {
    const size = 1 + ones.reduce((sum, { length }) => sum + length, 0);
    this.#firsts = new Int32Array(Math.max(LEAST_SLOTS, 2 ** Math.ceil(Math.log2(2 * size))));
    this.#postings = new Uint32Array(size);
    this.#numbers = new Uint32Array(size);
    this.#nexts = new Int32Array(size);
    this.#squares = Float64Array.from(ones, squaresOf);
    this.#cosines = new Float64Array(ones.length);
    let last = 0;
    for (const [number, one] of ones.entries()) last = this.#list(number, one, last);
  }

  /** Lists an article behind the last posting. Returns which one is the last then. */
  #list(number: number, one: Signature, last: number): number {
    let posting = last;
    for (const entry of one) {
      const slot = termIn(entry) & (this.#firsts.length - 1);
      posting += 1;
      this.#postings[posting] = entry;
      this.#numbers[posting] = number;
      this.#nexts[posting] = this.#firsts[slot] ?? 0;
      this.#firsts[slot] = posting;
    }
    return posting;
  }

  /**
   * How much another article is about the same as each of them, in their order, from 0 to 1. The array holds until the next
   * one is compared.
   */
  with(other: Signature): Readonly<Float64Array> {
    const [firsts, postings, numbers, nexts] = [this.#firsts, this.#postings, this.#numbers, this.#nexts];
    const cosines = this.#cosines.fill(0);
    let otherSquares = 0;
    // By index: nothing is done as often, and an iterator takes a third longer.
    for (let index = 0; index < other.length; index++) {
      const entry = other[index] ?? 0;
      const term = termIn(entry);
      const weight = weightIn(entry);
      otherSquares += weight * weight;
      for (let at = firsts[term & (firsts.length - 1)] ?? 0; at !== 0; at = nexts[at] ?? 0) {
        const posting = postings[at] ?? 0;
        if (termIn(posting) !== term) continue;
        const number = numbers[at] ?? 0;
        cosines[number] = (cosines[number] ?? 0) + weight * weightIn(posting);
      }
    }
    for (let number = 0; number < cosines.length; number++) {
      const product = cosines[number] ?? 0;
      if (product > 0) cosines[number] = product / Math.sqrt((this.#squares[number] ?? 0) * otherSquares);
    }
    return cosines;
  }
}

/** How much two articles are about the same. */
export function resemblance(one: Signature, other: Signature): number {
  return new Comparison([one]).with(other)[0] ?? 0;
}

function squaresOf(signature: Signature): number {
  let sum = 0;
  for (const entry of signature) sum += weightIn(entry) ** 2;
  return sum;
}
