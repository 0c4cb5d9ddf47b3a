import type { Article } from "../model/article.ts";
import { compareCaptures, type CaptureFact } from "./capture-fact.ts";

export type ArticleTimes = Pick<
  Article,
  "publishedAt" | "publishedAtIsCaptureTime" | "updatedAt" | "firstCapturedAt" | "capturedAt" | "surfacedAt"
>;

export interface DerivedArticle<Present extends CaptureFact> extends ArticleTimes {
  /** The capture whose title, body and other content are shown. */
  readonly shown: Present;
  /** Of the first capture, where that is known. */
  readonly firstShownBytes: number | undefined;
}

/**
 * Draws an article from all captures of one id: those a file of the archive still gives, and those only the ledger
 * remembers, in any order. `undefined` where no file is left: the ledger remembers times, not bodies.
 *
 * The present text is that of the last capture a file gives. It appeared with the first capture of the unbroken run
 * of captures with that text, remembered ones included; the body is that of the earliest capture in the run that
 * is still there. So a capture that changes nothing changes no byte, wherever it was saved: `capturedAt` too tells
 * when the text was first saved, not when the crawler came by again and overwrote the file.
 *
 * `publishedAt` is the claim of the earliest capture that makes one: a first capture that says nothing does not
 * outweigh a later one that knows. It never exceeds the first capture's time, since what was captured was published.
 */
export function deriveArticle<Present extends CaptureFact>(
  present: readonly Present[],
  remembered: readonly CaptureFact[],
): DerivedArticle<Present> | undefined {
  const there = present.toSorted(compareCaptures);
  const last = there.at(-1);
  if (last === undefined) return undefined;
  const hashes = new Set(there.map(({ sha256 }) => sha256));
  const captures: readonly CaptureFact[] = [...there, ...remembered.filter(({ sha256 }) => !hashes.has(sha256))].sort(
    compareCaptures,
  );

  const before = captures.slice(0, captures.indexOf(last));
  const surfaced = captures[before.findLastIndex(({ textHash }) => textHash !== last.textHash) + 1] ?? last;
  const shown = there.find((capture) => compareCaptures(surfaced, capture) <= 0) ?? last;

  const { capturedAt: firstCapturedAt, shownBytes: firstShownBytes } = captures[0] ?? last;
  const claim = captures.find(({ publishedAt }) => publishedAt !== undefined)?.publishedAt;
  const publishedAt = claim !== undefined && claim < firstCapturedAt ? claim : firstCapturedAt;
  const hasOneText = captures.every(({ textHash }) => textHash === last.textHash);
  return {
    shown,
    firstShownBytes,
    publishedAt,
    publishedAtIsCaptureTime: claim === undefined,
    updatedAt: hasOneText ? publishedAt : surfaced.capturedAt,
    firstCapturedAt,
    capturedAt: surfaced.capturedAt,
    surfacedAt: surfaced.capturedAt,
  };
}
