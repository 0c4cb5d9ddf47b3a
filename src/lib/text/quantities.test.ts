import { expect, test } from "vitest";
import { countNoun, describeSpan } from "./quantities.ts";

test("nouns are counted, with a plural of their own if need be", () => {
  expect([0, 1, 2].map((count) => countNoun(count, "file"))).toEqual(["0 files", "1 file", "2 files"]);
  const entries = [0, 1, 2].map((count) => countNoun(count, "entry", "entries"));
  expect(entries).toEqual(["0 entries", "1 entry", "2 entries"]);
});

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
