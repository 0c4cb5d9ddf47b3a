/** `1 file`, `2 files`; the plural is given where it takes more than an s. */
export function countNoun(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

const units = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** A span of time in its two largest units: `3 days 4 hours`. */
export function describeSpan(seconds: number): string {
  const words: string[] = [];
  let rest = Math.max(0, Math.round(seconds));
  for (const [unit, length] of units) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    if (count > 0) words.push(countNoun(count, unit));
    else if (words.length > 0) break;
    if (words.length === 2) break;
  }
  return words.length === 0 ? countNoun(rest, "second") : words.join(" ");
}
