import { setPriority } from "node:os";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The entry file of a thread or process beside the caller: TypeScript in the source tree, JavaScript in the package.
 *
 * @param caller `import.meta.url` of the caller.
 */
export function threadUrl(name: string, caller: string): URL {
  return new URL(`./${name}${extname(fileURLToPath(caller))}`, caller);
}

/** A priority from 0, as programs have, to 19, the lowest. */
const BACKGROUND = 10;

/**
 * Lets the threads that answer requests go before the calling one. Only Linux knows priorities of threads;
 * elsewhere this would slow the whole process down.
 */
export function yieldToServing(): void {
  if (process.platform === "linux") setPriority(BACKGROUND);
}
