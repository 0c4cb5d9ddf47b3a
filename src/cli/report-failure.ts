import { inspect } from "node:util";
import { Failure } from "./failure.ts";

const hints: Readonly<Record<string, string>> = {
  EACCES: "the user that owns the files, or a directory of your own (--data DIR, --out DIR)",
  EEXIST: "another path, or moving the file that is in the way",
  ENOSPC: "making room on the disk",
  ENOTDIR: "another path, or moving the file that is in the way",
  EROFS: "a directory that can be written (--data DIR, --out DIR)",
};

/** Tells a person on the terminal what went wrong and what to try; returns the exit code. */
export function reportFailure(error: unknown, withStack: boolean): number {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`feedmill: ${withStack ? inspect(error) : message}\n`);
  const hint = error instanceof Failure ? error.hint : hints[codeOf(error)];
  if (hint !== undefined) process.stderr.write(`Try: ${hint}\n`);
  return error instanceof Failure ? error.exitCode : 1;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
