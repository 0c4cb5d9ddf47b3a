import { expect, test } from "vitest";
import { firstWhere } from "./first-where.ts";

test.each([
  [[], 5, 0],
  [[5], 5, 0],
  [[1, 3, 5, 5, 7], 0, 0],
  [[1, 3, 5, 5, 7], 5, 2],
  [[1, 3, 5, 5, 7], 6, 4],
  [[1, 3, 5, 5, 7], 8, 5],
])("in %j, the first that is at least %i has index %i", (numbers: readonly number[], least, index) => {
  expect(firstWhere(numbers.length, (at) => (numbers[at] ?? 0) >= least)).toBe(index);
});
