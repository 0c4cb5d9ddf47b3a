import { printable } from "../lib/text/printable.ts";

/** Makes of a line of JSON what a person reads on a terminal: `12:24:36 info  message  path=… count=3`. */
export function formatHumanLine(json: string): string {
  const { time, level, msg, err, ...fields }: Record<string, unknown> = JSON.parse(json);
  const clock = new Date(String(time)).toTimeString().slice(0, "00:00:00".length);
  const pairs = Object.entries(fields).map(([key, value]) => `  ${key}=${printable(String(value))}`);
  const line = `${clock} ${String(level).padEnd("error".length)} ${printable(String(msg))}${pairs.join("")}\n`;
  return line + errorLines(err);
}

function errorLines(err: unknown): string {
  if (err === undefined) return "";
  const hasStack = typeof err === "object" && err !== null && "stack" in err;
  return (hasStack ? String(err.stack) : JSON.stringify(err))
    .split("\n")
    .map((line) => `  ${printable(line)}\n`)
    .join("");
}
