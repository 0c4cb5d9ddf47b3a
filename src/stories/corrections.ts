import type { ArticlePair, Corrections } from "../model/story.ts";

export const noCorrections: Corrections = { join: [], forbid: [] };

/** The articles that pairs put together with one. */
export function partnersOf(id: string, pairs: readonly ArticlePair[]): ReadonlySet<string> {
  return new Set(pairs.flatMap(([one, other]) => (one === id ? [other] : other === id ? [one] : [])));
}
