import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLogger } from "../observe/logger.ts";
import { ScanSchedule } from "./scan-schedule.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const logger = createLogger({ level: "error", format: "json" });

let schedule: ScanSchedule;
let scans: number;

/** Schedules scans that look at files for so long, and are over at once unless `during` says when. */
function everyMinute(tookMs: number, during: () => Promise<void> = async () => undefined): void {
  const scan = async (): Promise<void> => {
    scans += 1;
    schedule.began();
    await during();
    schedule.ended(tookMs);
  };
  schedule = new ScanSchedule({ expression: "* * * * *", logger, scan });
}

const passing = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2024-05-17T12:00:30Z") });
  scans = 0;
});
afterEach(() => {
  schedule.stop();
  vi.useRealTimers();
});

test("the archive is scanned at each tick", async () => {
  everyMinute(2);
  await passing(3 * MINUTE_MS);
  expect(scans).toBe(3);
});

test("after a scan of half a second, ticks are left out until it was less than a hundredth of the time", async () => {
  everyMinute(500);
  await passing(4 * MINUTE_MS);
  expect(scans).toBe(2);
});

test("a scan that is asked for rests for ten times as long as the last one took", async () => {
  everyMinute(1000);
  schedule.request();
  await passing(0);
  schedule.request();
  schedule.request();
  await passing(9_999);
  expect(scans).toBe(1);
  await passing(1);
  expect(scans).toBe(2);
});

test("a scan that is under way at the next tick is not begun a second time", async () => {
  const over = Promise.withResolvers<void>();
  everyMinute(0, () => over.promise);
  await passing(5 * MINUTE_MS);
  expect(scans).toBe(1);
  over.resolve();
  await passing(MINUTE_MS);
  expect(scans).toBe(2);
});

test("a scan answers the requests before it", async () => {
  everyMinute(1000);
  schedule.request();
  await passing(0);
  schedule.request();
  schedule.began();
  await passing(20_000);
  expect(scans).toBe(1);
});

test.each([
  ["forwards", 400 * DAY_MS],
  ["backwards", -400 * DAY_MS],
])("a clock that is set %s stops no scan", async (_direction, shiftMs) => {
  everyMinute(2);
  await passing(MINUTE_MS);
  vi.setSystemTime(Date.now() + shiftMs);
  await passing(3 * MINUTE_MS);
  expect(scans).toBe(4);
});
