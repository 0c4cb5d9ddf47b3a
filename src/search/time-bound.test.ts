import { expect, test } from "vitest";
import { parseTimeBound, resolveTimeBound } from "./time-bound.ts";

const newest = new Date("2024-03-31T10:00:00Z");

test.each([
  ["2024", "2024-01-01T00:00:00.000Z"],
  ["2024-02", "2024-02-01T00:00:00.000Z"],
  ["２０２４-02-29", "2024-02-29T00:00:00.000Z"],
  ["0d", "2024-03-31T10:00:00.000Z"],
  ["30d", "2024-03-01T10:00:00.000Z"],
  ["2W", "2024-03-17T10:00:00.000Z"],
  ["1m", "2024-02-29T10:00:00.000Z"],
  ["13m", "2023-02-28T10:00:00.000Z"],
  ["1y", "2023-03-31T10:00:00.000Z"],
])("%s is %s", (text, instant) => {
  const bound = parseTimeBound(text);
  expect(bound && resolveTimeBound(bound, newest).toISOString()).toBe(instant);
});

const others = ["", "24", "2023-02-29", "2024-00", "2024-13-01", "2024-1-1-1", "-30d", "30", "99999y", "1h", "now"];

test.each(others)("%j is no time", (text) => {
  expect(parseTimeBound(text)).toBeUndefined();
});
