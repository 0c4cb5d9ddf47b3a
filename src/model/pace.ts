/** How often something new comes: from one outlet, or into the whole archive. */
export interface Pace {
  /** When the newest text first appeared; absent without articles. */
  readonly newestSurfacedAt?: Date;
  /** The longest gap that is usual, in seconds; absent where too little has come to tell. */
  readonly usualGapSeconds?: number;
}

/** The number of active hours that a pace is told from. */
export const PACE_HOURS = 100;

/** Of fewer, such as of the samples, chance says more than habit. */
const LEAST_HOURS = 20;
/** A silence is worth a warning after this many usual gaps, and after a day at the earliest. */
const USUAL_GAPS = 3;
const LEAST_SILENCE_SECONDS = 24 * 60 * 60;

/**
 * The longest usual gap between active hours, in seconds: the longest but one, so that one outage does not count.
 * `hours` are as the catalog's `lately` tells them. Undefined for fewer than twenty.
 */
export function usualGapSeconds(hours: readonly Date[]): number | undefined {
  if (hours.length < LEAST_HOURS) return undefined;
  const gaps = hours.slice(1).map((hour, index) => (Number(hours[index]) - Number(hour)) / 1000);
  return gaps.toSorted((a, b) => b - a)[1];
}

/** The silence in seconds where nothing new has come for several times the usual gap; else undefined. */
export function silenceSeconds({ newestSurfacedAt, usualGapSeconds: usual }: Pace, now: Date): number | undefined {
  if (newestSurfacedAt === undefined || usual === undefined) return undefined;
  const silence = (now.getTime() - newestSurfacedAt.getTime()) / 1000;
  return silence > Math.max(LEAST_SILENCE_SECONDS, USUAL_GAPS * usual) ? silence : undefined;
}
