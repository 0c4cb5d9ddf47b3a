import type { Mistake } from "../model/mistake.ts";
import { printable } from "../lib/text/printable.ts";

/** All mistakes, one a line. */
export function describeMistakes(mistakes: readonly Mistake[]): string {
  const heading = mistakes.length === 1 ? "There is a mistake:" : `There are ${mistakes.length} mistakes:`;
  return [heading, ...mistakes.map(({ where, message }) => printable(`  ${where}: ${message}`))].join("\n");
}
