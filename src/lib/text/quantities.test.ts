import { expect, test } from "vitest";
import { describeSpan } from "./quantities.ts";

test.each([
  [0, "0 seconds"],
  [1, "1 second"],
  [59.4, "59 seconds"],
  [60, "1 minute"],
  [3659, "1 hour"],
  [3660, "1 hour 1 minute"],
  [90_000, "1 day 1 hour"],
  [86_400 + 60, "1 day"],
  [-5, "0 seconds"],
])("%d seconds are %s", (seconds, words) => {
  expect(describeSpan(seconds)).toBe(words);
});
