import { expect, test } from "vitest";
import { createScanPace } from "./scan-pace.ts";

test("the first scan is due at once", () => {
  expect(createScanPace().isDue(1_000_000)).toBe(true);
});

test("a scan of half a second is due again after fifty", () => {
  const pace = createScanPace();
  pace.ran(1_000_000, 500);
  expect(pace.isDue(1_049_999)).toBe(false);
  expect(pace.isDue(1_050_000)).toBe(true);
});

test("a scan that took next to nothing is due at every tick", () => {
  const pace = createScanPace();
  pace.ran(1_000_000, 2);
  expect(pace.isDue(1_060_000)).toBe(true);
});
