import { expect, test } from "vitest";
import { silenceSeconds, usualGapSeconds } from "./pace.ts";

const HOUR = 3600;
const start = Date.UTC(2024, 4, 1) / 1000;

/** Active hours, latest first, from the gaps before each, latest first, in hours. */
function hoursWith(...gaps: readonly number[]): Date[] {
  let at = start;
  return [0, ...gaps].map((gap) => new Date((at -= gap * HOUR) * 1000));
}

test("the usual gap is the longest but one", () => {
  const quick = Array<number>(10).fill(1);
  expect(usualGapSeconds(hoursWith(...quick, 8, 1, 1, 1, 8, 1, 72, 1, 1))).toBe(8 * HOUR);
  expect(usualGapSeconds(hoursWith(...Array<number>(20).fill(24)))).toBe(24 * HOUR);
});

test("of fewer than twenty active hours none is usual", () => {
  expect(usualGapSeconds(hoursWith(...Array<number>(18).fill(1)))).toBeUndefined();
  expect(usualGapSeconds(hoursWith(...Array<number>(19).fill(1)))).toBe(HOUR);
  expect(usualGapSeconds([])).toBeUndefined();
});

test("a silence is one after three usual gaps, and after a day at the earliest", () => {
  const after = (hours: number): Date => new Date((start + hours * HOUR) * 1000);
  const newestSurfacedAt = after(0);
  const silenceAfter = (usual: number | undefined, hours: number): number | undefined =>
    silenceSeconds({ newestSurfacedAt, ...(usual !== undefined && { usualGapSeconds: usual * HOUR }) }, after(hours));
  expect([silenceAfter(8, 24), silenceAfter(8, 25)]).toEqual([undefined, 25 * HOUR]);
  expect([silenceAfter(1, 23), silenceAfter(1, 25)]).toEqual([undefined, 25 * HOUR]);
  expect([silenceAfter(24, 72), silenceAfter(24, 73)]).toEqual([undefined, 73 * HOUR]);
  expect(silenceAfter(undefined, 24 * 365)).toBeUndefined();
  expect(silenceSeconds({}, after(0))).toBeUndefined();
});
