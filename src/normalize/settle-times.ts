import type { Capture } from "../model/article.ts";

/**
 * The capture's instants, in whole seconds. An article cannot be published after it was captured; one whose capture
 * time is unknown was captured when it was published. Undefined if neither is known: the clock never dates an article.
 */
export function settleTimes(
  capturedAt: Date | undefined,
  publishedAt: Date | undefined,
): Pick<Capture, "capturedAt" | "publishedAt"> | undefined {
  const captured = capturedAt ?? publishedAt;
  if (!captured) return undefined;
  const capturedSecond = wholeSeconds(captured);
  if (!publishedAt) return { capturedAt: capturedSecond };
  const published = wholeSeconds(publishedAt);
  return { capturedAt: capturedSecond, publishedAt: published > capturedSecond ? capturedSecond : published };
}

function wholeSeconds(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1000) * 1000);
}
