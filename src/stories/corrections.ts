/** What the operator says of stories: pairs of ids of articles. */
export interface Corrections {
  /** The later one reports what the earlier one does. */
  readonly join: readonly Pair[];
  /** Neither is linked to the other. */
  readonly forbid: readonly Pair[];
}

export type Pair = readonly [one: string, other: string];

export const noCorrections: Corrections = { join: [], forbid: [] };

/** The articles that pairs put together with one. */
export function partnersOf(id: string, pairs: readonly Pair[]): ReadonlySet<string> {
  return new Set(pairs.flatMap(([one, other]) => (one === id ? [other] : other === id ? [one] : [])));
}
