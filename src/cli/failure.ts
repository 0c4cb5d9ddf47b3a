import { inspect } from "node:util";
import { printable } from "../lib/text/printable.ts";
import { messageOf } from "../lib/message-of.ts";
import type { Mistake } from "../model/mistake.ts";

/** An error for the person at the terminal: what happened, and what to try. It is shown without a stack. */
export class Failure extends Error {
  override readonly name: string = "Failure";
  readonly hint: string | undefined;
  readonly exitCode: number;

  constructor(message: string, hint?: string, exitCode = 1) {
    super(message);
    this.hint = hint;
    this.exitCode = exitCode;
  }
}

/** The command line cannot be understood. */
export class UsageError extends Failure {
  override readonly name = "UsageError";

  constructor(message: string, hint?: string) {
    super(message, hint, 2);
  }
}

/** All mistakes, one a line. Further lines of a message stand below it. */
export function describeMistakes(mistakes: readonly Mistake[]): string {
  const heading = mistakes.length === 1 ? "There is a mistake:" : `There are ${mistakes.length} mistakes:`;
  const lines = mistakes.flatMap(({ where, message }) => {
    const [first = "", ...further] = message.split("\n");
    return [`  ${where}: ${first}`, ...further.map((line) => `    ${line}`)];
  });
  return [heading, ...lines.map(printable)].join("\n");
}

const hints: Readonly<Record<string, string>> = {
  EACCES: "the user that owns the files, or a directory of your own (--data DIR, --out DIR)",
  EEXIST: "another path, or moving the file that is in the way",
  ENOSPC: "making room on the disk",
  ENOTDIR: "another path, or moving the file that is in the way",
  EROFS: "a directory that can be written (--data DIR, --out DIR)",
};

/** Prints an error and what to try; returns the exit code. */
export function reportFailure(error: unknown, withStack: boolean): number {
  const message = messageOf(error);
  process.stderr.write(`feedmill: ${withStack ? inspect(error) : message}\n`);
  const hint = error instanceof Failure ? error.hint : hints[codeOf(error)];
  if (hint !== undefined) process.stderr.write(`Try: ${hint}\n`);
  return error instanceof Failure ? error.exitCode : 1;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
