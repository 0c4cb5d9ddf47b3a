import { termIn, weightIn, type Signature } from "./signature.ts";

/**
 * How much articles are about the same as one of them, from 0 to 1: the cosine of their terms' weights. It is the same
 * whichever of two is the one.
 */
export function resemblanceTo(one: Signature): (other: Signature) => number {
  const weights = new Map(Array.from(one, (entry) => [termIn(entry), weightIn(entry)]));
  const squares = squaresOf(one);
  return (other) => {
    let product = 0;
    for (const entry of other) product += weightIn(entry) * (weights.get(termIn(entry)) ?? 0);
    return product === 0 ? 0 : product / Math.sqrt(squares * squaresOf(other));
  };
}

function squaresOf(signature: Signature): number {
  let sum = 0;
  for (const entry of signature) sum += weightIn(entry) * weightIn(entry);
  return sum;
}
