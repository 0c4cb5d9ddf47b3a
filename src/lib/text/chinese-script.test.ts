import { expect, test } from "vitest";
import { chineseScript } from "./chinese-script.ts";

test.each([
  ["这个国家的学生", "zh-Hans"],
  ["這個國家的學生", "zh-Hant"],
  ["链接", "zh-Hans"],
  ["臺灣的圖書館，引用了“这”一字", "zh-Hant"],
  ["后里台于几余", undefined],
  ["山水", undefined],
  ["English", undefined],
  ["", undefined],
])("%j is in %s", (text, script) => {
  expect(chineseScript(text)).toBe(script);
});
