import { expect, test } from "vitest";
import { isIgnoredPath } from "./ignored-path.ts";

const ignored = (glob: string, ...paths: readonly string[]): string[] =>
  paths.filter((path) => isIgnoredPath(path, [glob]));

test("a glob without a slash stands for a name at any depth, one with a slash for the path below the root", () => {
  expect(ignored("README.md", "README.md", "bbc/README.md", "README.md.txt", "readme")).toEqual([
    "README.md",
    "bbc/README.md",
  ]);
  expect(ignored("/README.md", "README.md", "bbc/README.md")).toEqual(["README.md"]);
  expect(ignored("lists/**", "lists/2020.md", "lists/a/b.md", "bbc/lists/a.md", "lists.md")).toEqual([
    "lists/2020.md",
    "lists/a/b.md",
  ]);
  expect(ignored("lists/", "lists", "bbc/lists", "lists.md")).toEqual(["lists", "bbc/lists"]);
  expect(ignored("*.{md,csv}", "a.md", "x/b.csv", "c.txt")).toEqual(["a.md", "x/b.csv"]);
  expect(ignored("**/目录.md", "bbc/目录.md", "bbc/1_中文.md")).toEqual(["bbc/目录.md"]);
});

test("without a glob nothing is ignored", () => {
  expect(isIgnoredPath("a.md", [])).toBe(false);
});
