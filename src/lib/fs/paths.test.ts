import { expect, test } from "vitest";
import { isInside, rangeBelow } from "./paths.ts";

test.each([
  ["/archive/2024/a.txt", "/archive", true],
  ["/archive", "/archive", true],
  ["/archive-old/a.txt", "/archive", false],
  ["/archive", "/archive/2024", false],
  ["/archive", "/", true],
])("%s inside %s: %s", (path, directory, expected) => {
  expect(isInside(path, directory)).toBe(expected);
});

test.each([
  ["/archive", ["/archive/", "/archive0"]],
  ["/archive/", ["/archive/", "/archive0"]],
  ["/", ["/", "0"]],
])("what is below %s lies in the range %j", (directory, expected) => {
  expect(rangeBelow(directory)).toEqual(expected);
});
