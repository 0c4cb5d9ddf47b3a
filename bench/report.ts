import type { MachineDescription } from "./machine/description.ts";
import { isMet, type Measured, type Row, type Unit } from "./figure.ts";

const columns = ["figure", "files", "against", "median", "95 % interval", "runs", "target", "met"] as const;

/** The rows as a table for a terminal. */
export function renderTable(rows: readonly Row[]): string {
  const lines = [columns, ...rows.map(cellsOf)];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? "").length)));
  return lines
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** The rows as the page that is committed. `now` is when they were measured. */
export function renderResults(rows: readonly Row[], machine: MachineDescription, now: Date): string {
  const lines = [columns, columns.map(() => "---"), ...rows.map(cellsOf)];
  const table = lines.map((cells) => `| ${cells.join(" | ")} |`);
  const notes = rows.flatMap((row) => {
    if ("skipped" in row) return [];
    const limit = isMet(row) === false ? row.limit : undefined;
    const missed = limit === undefined ? undefined : `**Missed.** ${limit}`;
    const texts = [row.note, missed].filter((text) => text !== undefined);
    return texts.length === 0 ? [] : [`- *${nameOf(row)}*: ${texts.join(" ")}`];
  });
  return `# Results of \`npm run bench\`

Written by the bench; what each figure means and how it is measured is in [performance.md](../docs/performance.md).
Ratios are of measurements taken side by side in this run. The interval is that of the median.

- Machine: ${machine.machine}
- Versions: ${machine.versions}
- Commit: ${machine.commit}
- Date: ${now.toISOString().slice(0, 10)}

${table.join("\n")}

${notes.join("\n")}
`;
}

function nameOf(row: Row): string {
  return row.files === undefined ? row.figure : `${row.figure}, ${grouped(row.files)} files`;
}

function cellsOf(row: Row): string[] {
  const files = row.files === undefined ? "" : grouped(row.files);
  if ("skipped" in row) return [row.figure, files, row.skipped, "", "", "", "", "skipped"];
  const { unit, target, against } = row;
  const { median, interval, count } = row.estimate;
  const met = isMet(row);
  const verdict = met === undefined ? "reported" : met ? "yes" : "**no**";
  const between = interval?.map(written).join(" – ") ?? "";
  return [row.figure, files, against, withUnit(median, unit), between, String(count), wanted(target, unit), verdict];
}

function wanted(target: Measured["target"], unit: Unit): string {
  if (target === undefined) return "";
  return "least" in target ? `≥ ${withUnit(target.least, unit)}` : `≤ ${withUnit(target.most, unit)}`;
}

function withUnit(value: number, unit: Unit): string {
  return unit === "/s" ? `${written(value)}/s` : `${written(value)} ${unit}`;
}

/** Three digits that mean something. */
export function written(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return grouped(Math.round(value));
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

function grouped(value: number): string {
  return value.toLocaleString("en-US");
}
