import { termIn, weightIn, type Signature } from "./signature.ts";
import type { Term } from "./terms.ts";

/**
 * Compares an article with others: how much it is about the same as each of them, in their order, from 0 to 1. The array
 * holds until the next comparison.
 */
export type Comparison = (other: Signature) => Readonly<Float64Array>;

/**
 * Where postings are found by their terms: each slot is for all terms that end in its bits. With one for each term, a
 * comparison takes as long, and the slots four megabytes.
 */
const SLOTS = 2 ** 17;
/** The first posting in each slot: all 0, for none, between comparisons. */
const firsts = new Int32Array(SLOTS);

/**
 * Runs `work` with a comparison with some articles: the cosine of two articles' weights of terms, which is the same
 * whichever of them is the one. What these articles have of each term is listed once, as its postings. So with each other
 * article, hardly any time goes to terms that it does not have.
 */
export function comparing<T>(ones: readonly Signature[], work: (compare: Comparison) => T): T {
  const size = 1 + ones.reduce((sum, { length }) => sum + length, 0);
  /** Each is what an article's signature says of a term. */
  const postings = new Uint32Array(size);
  /** The number of each posting's article. */
  const numbers = new Uint32Array(size);
  /** The posting in the same slot after each; 0 after the last. */
  const nexts = new Int32Array(size);
  const squares = Float64Array.from(ones, squaresOf);
  const cosines = new Float64Array(ones.length);
  try {
    let last = 0;
    for (const [number, one] of ones.entries()) {
      for (const entry of one) {
        const slot = slotOf(termIn(entry));
        last += 1;
        postings[last] = entry;
        numbers[last] = number;
        nexts[last] = firsts[slot] ?? 0;
        firsts[slot] = last;
      }
    }
    return work((other) => {
      cosines.fill(0);
      let otherSquares = 0;
      // By index: nothing is done as often, and an iterator takes a third longer.
      for (let index = 0; index < other.length; index++) {
        const entry = other[index] ?? 0;
        const term = termIn(entry);
        const weight = weightIn(entry);
        otherSquares += weight * weight;
        for (let at = firsts[slotOf(term)] ?? 0; at !== 0; at = nexts[at] ?? 0) {
          const posting = postings[at] ?? 0;
          if (termIn(posting) !== term) continue;
          const number = numbers[at] ?? 0;
          cosines[number] = (cosines[number] ?? 0) + weight * weightIn(posting);
        }
      }
      for (let number = 0; number < cosines.length; number++) {
        const product = cosines[number] ?? 0;
        if (product > 0) cosines[number] = product / Math.sqrt((squares[number] ?? 0) * otherSquares);
      }
      return cosines;
    });
  } finally {
    for (const one of ones) for (const entry of one) firsts[slotOf(termIn(entry))] = 0;
  }
}

function slotOf(term: Term): number {
  return term & (SLOTS - 1);
}

/** How much two articles are about the same. */
export function resemblance(one: Signature, other: Signature): number {
  return comparing([one], (compare) => compare(other)[0] ?? 0);
}

function squaresOf(signature: Signature): number {
  let sum = 0;
  for (const entry of signature) sum += weightIn(entry) ** 2;
  return sum;
}
