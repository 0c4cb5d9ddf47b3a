/**
 * The share of a shorter text's pairs of characters that a longer one has too, from 0 to 1: two versions of a text share
 * most of them, two texts few. White space does not count. 0 where one of them is shorter than two characters.
 */
export function textOverlap(one: string, other: string): number {
  const [small, large] = [pairsOf(one), pairsOf(other)].toSorted((a, b) => a.size - b.size);
  if (!small || !large || small.size === 0) return 0;
  let shared = 0;
  for (const pair of small) if (large.has(pair)) shared++;
  return shared / small.size;
}

function pairsOf(text: string): ReadonlySet<string> {
  const solid = text.replaceAll(/\s+/g, "");
  const pairs = new Set<string>();
  for (let at = 0; at + 1 < solid.length; at++) pairs.add(solid.slice(at, at + 2));
  return pairs;
}
