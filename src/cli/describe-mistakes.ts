import type { Mistake } from "../model/mistake.ts";
import { printable } from "../lib/text/printable.ts";

/** All mistakes, one a line; what a message says on further lines of its own stands below it. */
export function describeMistakes(mistakes: readonly Mistake[]): string {
  const heading = mistakes.length === 1 ? "There is a mistake:" : `There are ${mistakes.length} mistakes:`;
  const lines = mistakes.flatMap(({ where, message }) => {
    const [first = "", ...further] = message.split("\n");
    return [`  ${where}: ${first}`, ...further.map((line) => `    ${line}`)];
  });
  return [heading, ...lines.map(printable)].join("\n");
}
