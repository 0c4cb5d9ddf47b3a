import { clampIntoDay, type TimeClaim } from "../lib/time/read-time.ts";
import type { Capture } from "../model/article.ts";

/**
 * The capture's instants, in whole seconds. An article cannot be published after it was captured; one whose capture
 * time is unknown was captured when it was published. A day without an hour is the capture time, as far as it lies in
 * that day of the zone. Undefined if neither is known: the clock never dates an article.
 */
export function settleTimes(
  capturedAt: Date | undefined,
  published: TimeClaim | undefined,
  timeZone: string,
): Pick<Capture, "capturedAt" | "publishedAt"> | undefined {
  const publishedAt = instantOf(published, capturedAt, timeZone);
  const captured = capturedAt ?? publishedAt;
  if (!captured) return undefined;
  const capturedSecond = wholeSeconds(captured);
  if (!publishedAt) return { capturedAt: capturedSecond };
  const publishedSecond = wholeSeconds(publishedAt);
  return {
    capturedAt: capturedSecond,
    publishedAt: publishedSecond > capturedSecond ? capturedSecond : publishedSecond,
  };
}

function instantOf(claim: TimeClaim | undefined, capturedAt: Date | undefined, timeZone: string): Date | undefined {
  if (claim?.kind === "instant") return claim.instant;
  // Without a capture time it is the day's first moment that is known.
  return claim?.kind === "day" ? clampIntoDay(capturedAt ?? new Date(0), claim.day, timeZone) : undefined;
}

function wholeSeconds(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000);
}
