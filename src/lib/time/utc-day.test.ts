import { expect, test } from "vitest";
import { startOfUtcDay, utcDay } from "./utc-day.ts";

test("a day begins and ends at midnight, UTC", () => {
  expect(startOfUtcDay("2024-02-29")).toEqual(new Date("2024-02-29T00:00:00Z"));
  expect(utcDay(new Date("2024-02-29T23:59:59Z"))).toBe("2024-02-29");
});

test.each(["2023-02-29", "2024-13-01", "2024-5-1", "today", ""])("%j is no day", (text) => {
  expect(startOfUtcDay(text)).toBeUndefined();
});
