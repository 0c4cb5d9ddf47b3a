import stringWidth from "string-width";
import { printable, printableJson } from "../lib/text/printable.ts";
import { wrapText } from "../lib/text/wrap-text.ts";

/** Writes a command's answer, and returns the exit code of success. */
export function writeText(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

export function writeJson(value: unknown): number {
  return writeText(printableJson(JSON.stringify(value, null, 2)));
}

/** Longer lines are hard to read, also where a terminal has room for them. */
const MOST_COLUMNS = 100;
const LEAST_COLUMNS = 40;

/** How wide text may be: as wide as the terminal, within reason. A file or a pipe gets the widest lines. */
export function outputColumns(): number {
  return Math.max(LEAST_COLUMNS, Math.min(process.stdout.columns ?? MOST_COLUMNS, MOST_COLUMNS));
}

const gap = "  ";

/** Rows as aligned columns. Chinese characters count as two; control characters are made visible. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(printable));
  const widths: number[] = [];
  for (const row of cells) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, stringWidth(cell));
  }
  return cells
    .map((row) => row.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - stringWidth(cell))))
    .map((row) => row.join(gap).trimEnd())
    .join("\n");
}

/** A term, and what is said of it: one paragraph or more. */
export type Term = readonly [term: string, ...paragraphs: readonly string[]];

/** Terms that are longer stand on a line of their own. */
const LONGEST_TERM = 30;

/** Indented terms with what is said of them to the right, wrapped. Control characters are made visible. */
export function formatTerms(terms: readonly Term[], columns: number): string {
  const longest = Math.min(LONGEST_TERM, Math.floor(columns / 3));
  const width = Math.max(0, ...terms.map(([term]) => stringWidth(term)).filter((each) => each <= longest));
  const margin = " ".repeat(width + 2 * gap.length);
  const lines = terms.flatMap(([term, ...paragraphs]) => {
    const text = paragraphs.flatMap((paragraph) => wrapText(printable(paragraph), columns - margin.length));
    const isBeside = stringWidth(term) <= width;
    const head = gap + printable(term) + " ".repeat(isBeside ? width - stringWidth(term) : 0) + gap;
    return isBeside
      ? [head + (text[0] ?? ""), ...text.slice(1).map((line) => margin + line)]
      : [head, ...text.map((line) => margin + line)];
  });
  return lines.map((line) => line.trimEnd()).join("\n");
}
