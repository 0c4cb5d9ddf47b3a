import { expect, test } from "vitest";
import { findLanguage } from "./language.ts";

test.each<[string, "Hans" | "Hant" | undefined, string, string]>([
  ["zh", undefined, "这个国家", "zh-Hans"],
  ["zh", undefined, "這個國家", "zh-Hant"],
  ["zh", undefined, "山水", "zh"],
  ["zh", "Hant", "这个", "zh-Hant"],
  ["zh-Hans", "Hant", "这个", "zh-Hant"],
  ["zh-Hans", undefined, "這個國家", "zh-Hant"],
  ["zh-Hant", undefined, "这个国家", "zh-Hans"],
  ["zh-Hans", undefined, "山水", "zh-Hans"],
  ["zh-TW", undefined, "这个", "zh-TW"],
  ["en", "Hant", "這個", "en"],
  ["und", undefined, "這個國家 and RSS", "zh-Hant"],
  ["und", undefined, "この国の学生たちは", "und"],
  ["und", undefined, "The country, 中国, is large", "und"],
  ["und", undefined, "", "und"],
])("%s at an address of %s with %j is %s", (declared, named, text, language) => {
  expect(findLanguage(declared, named, text)).toBe(language);
});
