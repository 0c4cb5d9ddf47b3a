/** How many queries there are. */
const COUNT = 200;

/**
 * The queries that should cost a search the most: the commonest pieces of one, two and three characters, alone and in
 * phrases that repeat them; broad alternatives; exclusions of what is everywhere; prefixes; dates; and deep combinations.
 */
export function worstQueries(texts: readonly string[]): readonly string[] {
  const ones = commonest(texts, 1, 40);
  const twos = commonest(texts, 2, 40);
  const threes = commonest(texts, 3, 20);
  const ten = Array.from({ length: 10 }, (_, index) => index);

  const queries = [
    ...ones,
    ...twos,
    ...threes,
    ...ten.map((n) => some(ones, n * 3, 12).join(" OR ")),
    ...ten.map((n) => some(twos, n * 3, 16).join(" OR ")),
    ...ten.map((n) => some(ones, n, 6).join(" ")),
    ...ten.map((n) => some(twos, n, 8).join(" ")),
    ...ten.map((n) => `-${at(ones, n)}`),
    ...ten.map((n) => `-${at(twos, n)} -${at(threes, n)} -outlet:dw-zh`),
    ...ten.map((n) => `${"abcdefghij"[n]}* OR ${at(twos, n)}`),
    ...ten.map((n) => `${at(ones, n)} after:${n + 1}m before:${n}d`),
    ...ten.map((n) => `(${at(twos, n)} OR after:${n + 1}m) -(${at(ones, n)} before:${n + 2}m) lang:zh`),
    ...ten.map(
      (n) => `((${at(ones, n)} OR -${at(ones, n + 1)}) (${at(twos, n)} OR lang:zh-hant)) OR title:${at(ones, n)}`,
    ),
  ];
  return queries.slice(0, COUNT);
}

function some(list: readonly string[], start: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => at(list, start + index));
}

function at(list: readonly string[], index: number): string {
  return list[index % list.length] ?? "的";
}

/** The pieces of this length that the texts hold most often, the commonest first; no piece goes across a sign. */
function commonest(texts: readonly string[], length: number, count: number): readonly string[] {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (let start = 0; start + length <= text.length; start++) {
      const piece = text.slice(start, start + length);
      if (/^\p{Script=Han}+$/u.test(piece)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
    }
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, count)
    .map(([piece]) => piece);
}
