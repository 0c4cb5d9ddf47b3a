import { expect, test } from "vitest";
import { scriptOfLanguage } from "./script-of-language.ts";

test.each([
  ["zh", "Hans"],
  ["zh-Hans", "Hans"],
  ["zh-CN", "Hans"],
  ["zh-hant", "Hant"],
  ["zh-TW", "Hant"],
  ["zh-Hans-HK", "Hans"],
  ["ja", undefined],
  ["und", undefined],
  ["no tag", undefined],
])("%s is written in %s", (tag, script) => {
  expect(scriptOfLanguage(tag)).toBe(script);
});
