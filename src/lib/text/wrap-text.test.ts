import stringWidth from "string-width";
import { expect, test } from "vitest";
import { wrapText } from "./wrap-text.ts";

test("lines end between words", () => {
  expect(wrapText("one two three", 7)).toEqual(["one two", "three"]);
});

test("Chinese text ends a line anywhere but before what closes a clause, and counts double", () => {
  expect(wrapText("夜里下雨，天亮了", 8)).toEqual(["夜里下", "雨，天亮", "了"]);
  expect(wrapText("他说「好」了", 7)).toEqual(["他说", "「好」", "了"]);
});

test("a word that is longer than a line is cut, and no line is longer than the columns", () => {
  expect(wrapText("see https://news.example/a", 8)).toEqual(["see", "https://", "news.exa", "mple/a"]);
  const lines = wrapText("熊猫 panda熊猫panda 👩‍🌾👩‍🌾👩‍🌾", 5);
  expect(lines.filter((line) => stringWidth(line) > 5)).toEqual([]);
  expect(lines.join("").replaceAll(" ", "")).toBe("熊猫panda熊猫panda👩‍🌾👩‍🌾👩‍🌾");
});

test("line breaks and indentation stay, and empty text is one empty line", () => {
  expect(wrapText("a\n  b c\n\nd", 5)).toEqual(["a", "  b c", "", "d"]);
  expect(wrapText("", 5)).toEqual([""]);
});
