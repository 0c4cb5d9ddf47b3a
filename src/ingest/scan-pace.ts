export interface ScanPace {
  /** Notes that a scan that ended at `endMs`, of a monotonic clock, took `workMs` of processor time. */
  ran(endMs: number, workMs: number): void;
  /** Notes that so much more was done because of that scan. */
  alsoTook(workMs: number): void;
  /** How long until the next scan may begin; 0 when it may at once. */
  waitMs(nowMs: number): number;
}

/**
 * When the next scan may begin, so that scanning stays under a share of one core in the long run however large the
 * archive is: at one percent, a scan of half a second is not due again for fifty.
 */
export function createScanPace(shareOfCore: number): ScanPace {
  let notBefore = 0;
  return {
    ran(endMs, workMs) {
      notBefore = endMs + workMs / shareOfCore;
    },
    alsoTook(workMs) {
      notBefore += workMs / shareOfCore;
    },
    waitMs: (nowMs) => Math.max(0, notBefore - nowMs),
  };
}
