import type { SegmentRange } from "./segment-lookup.ts";

/** Segments of fewer captures than one of these are merged once so many of them stand side by side. */
const MERGED_AT_A_TIME = 16;
const SIZES = [16, 256, 4096];

/**
 * Segments to be merged: those of a size of which there are enough side by side; none where there are not. So a capture is
 * written four times at most, and a query looks at few segments.
 *
 * @param list All segments, in the order of their captures.
 */
export function dueSegments(list: readonly SegmentRange[]): readonly SegmentRange[] {
  for (const size of SIZES) {
    let run: SegmentRange[] = [];
    for (const segment of [...list, undefined]) {
      if (segment !== undefined && segment.articles < size) run.push(segment);
      else if (run.length >= MERGED_AT_A_TIME) return run.slice(0, 2 * MERGED_AT_A_TIME);
      else run = [];
    }
  }
  return [];
}
