import { expect, test } from "vitest";
import { textOverlap } from "./text-overlap.ts";

test("two versions of a text share most of their pairs, two texts few", () => {
  const text = "园丁在春天种下了一排苹果树，等待秋天的收成。";
  expect(textOverlap(text, text)).toBe(1);
  expect(textOverlap(text, `${text} 邻居们也来帮忙。`)).toBe(1);
  expect(textOverlap(text, "图书馆在周一重新开放，读者排起了长队。")).toBeLessThan(0.1);
  expect(textOverlap("a b c", "abc")).toBe(1);
});

test("a text without pairs shares nothing", () => {
  expect(textOverlap("", "")).toBe(0);
  expect(textOverlap("中", "中文")).toBe(0);
});
