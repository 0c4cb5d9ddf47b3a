import { canonicalJson } from "../lib/canonical-json.ts";
import { sha256Hex } from "../lib/hash.ts";
import type { Article, Capture, Twin } from "../model/article.ts";

/** The facts of one capture that decide an article's times and its place in the history. Instants are whole seconds. */
export interface CaptureFact {
  /** The hash of the file's bytes, in hex. Article id and hash together name one capture. */
  readonly sha256: string;
  readonly capturedAt: Date;
  /** As the article says; absent where it says nothing. */
  readonly publishedAt?: Date;
  /** Equal hashes are the same text. */
  readonly textHash: string;
  /** The size in UTF-8 bytes that it can have in feeds, by which the history is cut into parts. Absent in older ledgers. */
  readonly shownBytes?: number;
}

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

/** The order of one article's captures: by capture time, then by SHA-256, so that no two are in doubt. */
function compareCaptures(a: CaptureFact, b: CaptureFact): number {
  return a.capturedAt.getTime() - b.capturedAt.getTime() || (a.sha256 < b.sha256 ? -1 : Number(a.sha256 > b.sha256));
}

/** Hash of everything that a capture shows but its times, which are drawn from all captures together. */
export function contentHash(capture: Capture): string {
  const { capturedAt: _capturedAt, publishedAt: _publishedAt, textHash: _textHash, ...content } = capture;
  return sha256Hex(canonicalJson(content));
}

/** An article's `revision`: the content shown, its times, and the twin that was found for it, in 96 bits of hex. */
export function articleRevision(content: string, times: ArticleTimes, foundTwin: Twin | undefined): string {
  const { publishedAt, publishedAtIsCaptureTime, updatedAt, firstCapturedAt, capturedAt, surfacedAt } = times;
  const instants = [publishedAt, updatedAt, firstCapturedAt, capturedAt, surfacedAt].map((each) => each.getTime());
  return sha256Hex(canonicalJson([content, publishedAtIsCaptureTime, instants, foundTwin ?? false])).slice(0, 24);
}
