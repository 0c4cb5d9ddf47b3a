let segmenter: Intl.Segmenter | undefined;

/** Made when it is needed: that takes some milliseconds, and most processes cut nothing. */
function segments(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter("und", { granularity: "grapheme" });
  return segmenter.segment(text);
}

/** Whether `text` may be cut before `index` without tearing what a reader sees as one character (UAX #29). */
export function isGraphemeStart(text: string, index: number): boolean {
  return index >= text.length || segments(text).containing(index)?.index === index;
}

/** The text, or if it is longer than `limit` graphemes, its beginning with an ellipsis as the last of them. */
export function cutGraphemes(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let count = 0;
  let end = 0;
  for (const { index } of segments(text)) {
    if (count === limit - 1) end = index;
    if (count === limit) return `${text.slice(0, end).trimEnd()}…`;
    count++;
  }
  return text;
}
