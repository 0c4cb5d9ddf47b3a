import type { Capture, Twin } from "../model/article.ts";
import { sha256Hex } from "../lib/hash.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { ArticleTimes } from "./derive-article.ts";

/** Hash of all that a capture shows: everything but its times, which are drawn from all captures together. */
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
