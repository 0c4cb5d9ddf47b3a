import { expect, test } from "vitest";
import { composed } from "./composed.ts";

test.each([
  ["a letter and its accent are one character", "e\u0301", "\u00e9"],
  ["accents come into one order", "a\u0301\u0323", "\u1ea1\u0301"],
  ["Hangul comes together", "\u1112\u1161\u11ab", "\ud55c"],
  ["thirty marks stay", `x${"\u0301".repeat(30)}`, `x${"\u0301".repeat(30)}`],
  ["what lies beyond goes, up to the next letter", `x${"\u0301".repeat(99)}y\u0301`, `x${"\u0301".repeat(30)}\u00fd`],
])("%s", (_claim, text, expected) => {
  expect(composed(text)).toBe(expected);
});

test("two million marks out of order end up as thirty", () => {
  expect(composed(`x${"\u0301\u0316".repeat(1_000_000)}`)).toBe(`x${"\u0316".repeat(15)}${"\u0301".repeat(15)}`);
});
