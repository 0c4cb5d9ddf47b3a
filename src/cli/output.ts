import stringWidth from "string-width";
import { printable, printableJson } from "../lib/text/printable.ts";

/** Writes a command's answer, and returns the exit code of success. */
export function writeText(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

export function writeJson(value: unknown): number {
  return writeText(printableJson(JSON.stringify(value, null, 2)));
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
