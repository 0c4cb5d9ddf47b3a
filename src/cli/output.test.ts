import { expect, test } from "vitest";
import { formatTable } from "./output.ts";

test("columns are aligned by what a terminal shows: Chinese characters count as two", () => {
  const rows = [
    ["id", "name", "n"],
    ["a", "德国之声", "1"],
    ["bcd", "VOA", "20"],
  ];
  expect(formatTable(rows)).toBe("id   name      n\na    德国之声  1\nbcd  VOA       20");
});

test("what could upset a terminal is made visible", () => {
  expect(formatTable([["a\u001B[2J", "b"]])).toBe("a\\u{1b}[2J  b");
});
