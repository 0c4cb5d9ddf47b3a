import { expect, test } from "vitest";
import { parseFragment } from "../lib/html/parse-fragment.ts";
import { findLanguage, languageOfMarkup } from "./language.ts";

const english = "The government announced on Tuesday a new programme to help families with low incomes.";

test.each<[string, "Hans" | "Hant" | undefined, string, string]>([
  ["zh", undefined, "这个国家", "zh-Hans"],
  ["zh", undefined, "這個國家", "zh-Hant"],
  ["zh", undefined, "山水", "zh"],
  ["zh", "Hant", "这个", "zh-Hant"],
  ["zh-Hans", "Hant", "这个", "zh-Hant"],
  ["zh-Hans", undefined, "這個國家", "zh-Hant"],
  ["zh-Hant", undefined, "这个国家", "zh-Hans"],
  ["zh-Hans", undefined, "山水", "zh-Hans"],
  ["zh-Hans", undefined, "iPhone 15 Pro", "zh-Hans"],
  ["zh-Hans", undefined, english, "en"],
  ["zh-Hans", undefined, "この国の学生たちは、新しい制度を歓迎している。".repeat(4), "ja"],
  ["zh-TW", undefined, "这个", "zh-TW"],
  ["en", "Hant", "這個", "en"],
  ["und", undefined, "這個國家 and RSS", "zh-Hant"],
  ["und", undefined, "この国の学生たちは", "ja"],
  ["und", undefined, english, "en"],
  ["und", undefined, "The country, 中国, is large", "und"],
  ["und", undefined, "", "und"],
])("%s at an address of %s with %j is %s", (declared, named, text, language) => {
  expect(findLanguage({ declared, named, marked: () => undefined, text })).toBe(language);
});

test("markup tells the language where the script does not, and before letters are compared", () => {
  const claims = { declared: "und", named: undefined, marked: () => "es" };
  expect(findLanguage({ ...claims, text: english })).toBe("es");
  expect(findLanguage({ ...claims, text: "이 나라의 학생들은" })).toBe("ko");
  expect(findLanguage({ ...claims, declared: "fr", text: english })).toBe("fr");
});

test.each([
  ['<div lang="ar"><p>نص طويل بما يكفي</p></div>', "ar"],
  ['<html lang="fa"><p>متن</p>', "fa"],
  ['<p>a long text without a language, and</p><p lang="fr">mot</p>', undefined],
  ['<p lang="%%">text</p>', undefined],
  ["<p>text</p>", undefined],
])("%s is marked as %s", (html, language) => {
  const parsed = parseFragment(html, { elements: 99, depth: 9, attributes: 9 });
  if (!("root" in parsed)) throw new Error(parsed.exceeded);
  expect(languageOfMarkup(parsed.root)).toBe(language);
});
