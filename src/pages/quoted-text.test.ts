import { expect, test } from "vitest";
import { article, contextIn, gazette } from "./page.fixture.ts";
import { feedTitle, inLanguage, outletTitle, quote, siteTitle } from "./quoted-text.ts";

const traditional = contextIn("zh-Hant");

test("pages in Traditional show Simplified converted, and leave other languages and the other pages alone", () => {
  expect(quote({ text: "国会", language: "zh-Hans" }, traditional)).toEqual({ text: "國會", language: "zh-Hant" });
  const japanese = { text: "国会", language: "ja" };
  expect(quote(japanese, traditional)).toEqual(japanese);
  const simplified = { text: "国会", language: "zh-Hans" };
  expect([quote(simplified, contextIn("zh-Hans")), quote(simplified, contextIn("en"))]).toEqual([
    simplified,
    simplified,
  ]);
  expect([siteTitle(traditional), feedTitle(gazette, traditional).text]).toEqual(["晨讀", "公報"]);
});

test("an outlet's name is in the outlet's language, whichever its article is in", () => {
  const outlets = [{ id: "gazette", name: "公报", language: "zh-Hans", timeZone: "UTC" }];
  const edition = { ...traditional.edition, outlets };
  const english = { ...article, language: "en" };
  expect(outletTitle(english, { ...traditional, edition })).toEqual({ text: "公報", language: "zh-Hant" });
  expect(outletTitle(english, traditional)).toEqual({ text: "公报", language: "en" });
});

test("text from right to left says so", () => {
  expect(String(inLanguage("ar"))).toBe(' lang="ar" dir="rtl"');
  expect(String(inLanguage("ko"))).toBe(' lang="ko"');
});
