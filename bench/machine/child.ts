import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { pinned } from "./start.ts";

const run = promisify(execFile);

/** Runs a program to its end and returns what it printed. Throws where it fails. */
export async function runToEnd(command: readonly string[]): Promise<string> {
  const [program = "", ...args] = command;
  return (await run(program, args, { maxBuffer: 64 * 2 ** 20 })).stdout;
}

export interface ChildOptions {
  /** The only core it may run on. */
  readonly core?: number;
  readonly nodeArgs?: readonly string[];
}

/** Runs a program of bench/children, which prints one value as JSON. */
export async function runChild<T>(
  name: string,
  args: readonly string[],
  { core, nodeArgs = [] }: ChildOptions = {},
): Promise<T> {
  const script = join(import.meta.dirname, "../children", `${name}.ts`);
  const result: T = JSON.parse(await runToEnd(pinned([process.execPath, ...nodeArgs, script, ...args], core)));
  return result;
}
