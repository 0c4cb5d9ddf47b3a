/** The middle of some measurements, and where the true middle lies with a confidence of at least 95 %. */
export interface Estimate {
  readonly median: number;
  /** Absent where there are too few measurements to say. */
  readonly interval?: readonly [low: number, high: number];
  readonly count: number;
}

/** What was measured once. */
export function single(value: number): Estimate {
  return { median: value, count: 1 };
}

/**
 * The median and its interval by order statistics: whatever the distribution, the true median lies between the k-th
 * measurement from below and the k-th from above unless fewer than k of them fell to one side of it.
 */
export function estimate(values: readonly number[]): Estimate {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = intervalRank(sorted.length);
  const [low, high] = [sorted[rank - 1], sorted[sorted.length - rank]];
  const result = { median: percentile(sorted, 0.5), count: sorted.length };
  return low === undefined || high === undefined || rank === 0 ? result : { ...result, interval: [low, high] };
}

/** The value below which this share of the values lies, interpolated between neighbours. NaN of no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** Each measurement of the one side over the measurement of the other that was taken beside it. */
export function ratios(left: readonly number[], right: readonly number[]): number[] {
  if (left.length !== right.length) throw new Error("measurements to compare come in pairs");
  return left.map((value, index) => value / (right[index] ?? Number.NaN));
}

/** The largest k with P(fewer than k of n fair coins show heads) ≤ 2.5 %; 0 where there is none. */
function intervalRank(count: number): number {
  let probability = 2 ** -count;
  let below = probability;
  let rank = 0;
  while (below <= 0.025 && rank < count) {
    rank++;
    probability *= (count - rank + 1) / rank;
    below += probability;
  }
  return rank;
}
