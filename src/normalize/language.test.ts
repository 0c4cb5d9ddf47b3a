import { expect, test } from "vitest";
import { findLanguage } from "./language.ts";

test.each([
  ["zh", "/a", "这个国家", "zh-Hans"],
  ["zh", "/a", "這個國家", "zh-Hant"],
  ["zh", "/a", "山水", "zh"],
  ["zh", "/a/zh-hant/", "这个", "zh-Hant"],
  ["zh-Hans", "/zh-hant/a", "这个", "zh-Hant"],
  ["zh-Hans", "/a", "這個國家", "zh-Hant"],
  ["zh-Hant", "/a", "这个国家", "zh-Hans"],
  ["zh-Hans", "/a", "山水", "zh-Hans"],
  ["zh-TW", "/a", "这个", "zh-TW"],
  ["en", "/zh-hant/a", "這個", "en"],
  ["und", "/a", "這個國家 and RSS", "zh-Hant"],
  ["und", "/a", "この国の学生たちは", "und"],
  ["und", "/a", "The country, 中国, is large", "und"],
  ["und", "/a", "", "und"],
])("%s at %s with %j is %s", (declared, path, text, language) => {
  expect(findLanguage(declared, new URL(path, "https://news.example"), text)).toBe(language);
});
