import { expect, test } from "vitest";
import { isRightToLeft } from "./text-direction.ts";

test.each([
  ["ar", true],
  ["fa-AF", true],
  ["ug", true],
  ["he", true],
  ["az", false],
  ["az-Arab", true],
  ["zh-Hans", false],
  ["und", false],
  ["x y", false],
])("%s runs from right to left: %s", (tag, answer) => {
  expect(isRightToLeft(tag)).toBe(answer);
});
