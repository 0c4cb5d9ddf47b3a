import { expect, test } from "vitest";
import { scriptOfLanguage } from "./script-of-language.ts";

test.each([
  ["zh", "zh-Hans"],
  ["zh-Hans", "zh-Hans"],
  ["zh-CN", "zh-Hans"],
  ["zh-hant", "zh-Hant"],
  ["zh-TW", "zh-Hant"],
  ["zh-Hans-HK", "zh-Hans"],
  ["ja", undefined],
  ["und", undefined],
  ["no tag", undefined],
])("%s is written in %s", (tag, script) => {
  expect(scriptOfLanguage(tag)).toBe(script);
});
