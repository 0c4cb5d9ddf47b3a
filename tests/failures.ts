import { inspect } from "node:util";
import { messageOf } from "../src/lib/message-of.ts";

/**
 * Tries every case, one after the other, and resolves with each that fails and why. A table is one test with it:
 * `expect(await failures(cases, check)).toEqual([])` tells all that is wrong at once.
 */
export async function failures<Case>(
  cases: Iterable<Case>,
  check: (each: Case) => void | Promise<void>,
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const each of cases) {
    try {
      await check(each);
    } catch (error) {
      failed.push(`${labelOf(each)}: ${messageOf(error)}`);
    }
  }
  return failed;
}

/** A case in one line, which begins with its first member. */
function labelOf(each: unknown): string {
  return inspect(each, { depth: 0, maxStringLength: 60, breakLength: Infinity }).slice(0, 200);
}
