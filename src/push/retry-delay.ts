const MINUTE_MS = 60_000;
const delaysMs = [1, 5, 30, 120, 720].map((minutes) => minutes * MINUTE_MS);
/** The part of a delay by which it may be shorter or longer, so that what failed together is not tried together. */
const JITTER = 0.2;

/** The time until a delivery that failed is tried again, in milliseconds; after the last delay, it comes again. */
export function retryDelayMs(failures: number, random: () => number): number {
  const delay = delaysMs[Math.min(failures, delaysMs.length) - 1] ?? MINUTE_MS;
  return Math.round(delay * (1 - JITTER + 2 * JITTER * random()));
}
