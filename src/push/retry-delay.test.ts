import { expect, test } from "vitest";
import { retryDelayMs } from "./retry-delay.ts";

test("a delivery is tried again after 1, 5 and 30 minutes, 2 and 12 hours, and every 12 hours from then on", () => {
  const minutes = [1, 2, 3, 4, 5, 6, 20].map((failures) => retryDelayMs(failures, () => 0.5) / 60_000);
  expect(minutes).toEqual([1, 5, 30, 120, 720, 720, 720]);
});

test("what failed together is tried up to a fifth earlier or later", () => {
  expect([0, 1].map((number) => retryDelayMs(2, () => number) / 60_000)).toEqual([4, 6]);
});
