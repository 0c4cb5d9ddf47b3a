import { monitorEventLoopDelay } from "node:perf_hooks";
import type { EventLoopDelay } from "../observe/reports.ts";

/** Node measures how far apart its ticks are, so that one that comes in time counts as the whole interval. */
const RESOLUTION_MS = 100;

/** Watches the event loop of this thread. What it returns is what came up since the last time it was asked. */
export function watchEventLoop(): { drain(): EventLoopDelay; stop(): void } {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  const seconds = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS) / 1000;
  return {
    drain() {
      const { count, max } = histogram;
      const drained =
        count === 0
          ? { median: 0, p99: 0, max: 0 }
          : { median: seconds(histogram.percentile(50)), p99: seconds(histogram.percentile(99)), max: seconds(max) };
      histogram.reset();
      return drained;
    },
    stop: () => histogram.disable(),
  };
}
