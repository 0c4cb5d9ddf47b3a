import { expect, test } from "vitest";
import { isSilent, usualGapSeconds } from "./pace.ts";

const HOUR = 3600;
const start = Date.UTC(2024, 4, 1) / 1000;

/** Active hours, latest first, from the gaps before each, latest first, in hours. */
function hoursWith(...gaps: readonly number[]): Date[] {
  let at = start;
  return [0, ...gaps].map((gap) => new Date((at -= gap * HOUR) * 1000));
}

test("the usual gap is the longest but one", () => {
  expect(usualGapSeconds(hoursWith(1, 1, 8, 1, 1, 1, 8, 1, 72, 1))).toBe(8 * HOUR);
  expect(usualGapSeconds(hoursWith(...Array<number>(20).fill(24)))).toBe(24 * HOUR);
});

test("of fewer than ten active hours none is usual", () => {
  expect(usualGapSeconds(hoursWith(1, 1, 1, 1, 1, 1, 1, 1))).toBeUndefined();
  expect(usualGapSeconds([])).toBeUndefined();
});

test("a silence is one after three usual gaps, and after a day at the earliest", () => {
  const newestAt = new Date(start * 1000);
  const after = (hours: number): Date => new Date((start + hours * HOUR) * 1000);
  const silentAfter = (usual: number | undefined, hours: number): boolean =>
    isSilent({ newestAt, ...(usual !== undefined && { usualGapSeconds: usual * HOUR }) }, after(hours));
  expect([silentAfter(8, 24), silentAfter(8, 25)]).toEqual([false, true]);
  expect([silentAfter(1, 23), silentAfter(1, 25)]).toEqual([false, true]);
  expect([silentAfter(24, 72), silentAfter(24, 73)]).toEqual([false, true]);
  expect(silentAfter(undefined, 24 * 365)).toBe(false);
});
