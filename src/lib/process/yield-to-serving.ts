import { setPriority } from "node:os";

/** Of a scale to 19, where 0 is what programs have. */
const BACKGROUND = 10;

/**
 * Makes the calling thread give way to the ones that answer requests. Only Linux knows priorities of threads;
 * elsewhere this would slow the whole process down.
 */
export function yieldToServing(): void {
  if (process.platform === "linux") setPriority(BACKGROUND);
}
