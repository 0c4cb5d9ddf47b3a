import { expect, test } from "vitest";
import { createScanPace } from "./scan-pace.ts";

test("the first scan is due at once", () => {
  expect(createScanPace(0.01).waitMs(1_000_000)).toBe(0);
});

test("a scan of half a second that may take a hundredth of a core is due again after fifty", () => {
  const pace = createScanPace(0.01);
  pace.ran(1_000_000, 500);
  expect(pace.waitMs(1_000_000)).toBe(50_000);
  expect(pace.waitMs(1_049_999)).toBe(1);
  expect(pace.waitMs(1_050_000)).toBe(0);
});

test("what is done after a scan because of it makes the next one wait as well", () => {
  const pace = createScanPace(0.01);
  pace.ran(1_000_000, 500);
  pace.alsoTook(100);
  expect(pace.waitMs(1_000_000)).toBe(60_000);
});

test("a scan that took next to nothing is due at every tick", () => {
  const pace = createScanPace(0.01);
  pace.ran(1_000_000, 2);
  expect(pace.waitMs(1_060_000)).toBe(0);
});
