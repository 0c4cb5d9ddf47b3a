/** A scan may take this share of one core in the long run. */
const SHARE_OF_CORE = 0.01;

export interface ScanPace {
  /** Notes that a scan that began at `startMs` was at work for `workMs`. */
  ran(startMs: number, workMs: number): void;
  isDue(nowMs: number): boolean;
}

/**
 * When the next scheduled scan may begin, so that scanning stays under one percent of a core however large the
 * archive is: a scan of half a second is not due again for fifty.
 */
export function createScanPace(): ScanPace {
  let notBefore = 0;
  return {
    ran(startMs, workMs) {
      notBefore = startMs + workMs / SHARE_OF_CORE;
    },
    isDue: (nowMs) => nowMs >= notBefore,
  };
}
