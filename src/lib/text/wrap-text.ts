import stringWidth from "string-width";

/** White space; a Chinese character with the punctuation beside it; any other word. A line may end between them. */
const pieces = /\s+|[\p{Ps}\p{Pi}]*\p{Script=Han}[\p{Pe}\p{Pf}\p{Po}]*|[^\s\p{Script=Han}]+/gu;
const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * Breaks text into lines of at most so many columns of a terminal, where Chinese characters take two. Line breaks in it
 * stay. A word that is longer than a line is cut. (The package `wrap-ansi` leaves Chinese text, which has no spaces, one
 * word.)
 */
export function wrapText(text: string, columns: number): readonly string[] {
  return text.split("\n").flatMap((line) => wrapLine(line, columns));
}

function wrapLine(line: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let current = "";
  for (const [piece] of line.matchAll(pieces)) {
    if (stringWidth((current + piece).trimEnd()) <= columns) {
      current += piece;
      continue;
    }
    if (current !== "") lines.push(current.trimEnd());
    const parts = cutWord(piece.trimStart(), columns);
    lines.push(...parts.slice(0, -1));
    current = parts.at(-1) ?? "";
  }
  return [...lines, current.trimEnd()];
}

function cutWord(word: string, columns: number): readonly string[] {
  const parts: string[] = [];
  let current = "";
  for (const { segment } of graphemes.segment(word)) {
    if (current !== "" && stringWidth(current + segment) > columns) {
      parts.push(current);
      current = "";
    }
    current += segment;
  }
  return [...parts, current];
}
