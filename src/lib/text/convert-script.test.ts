import { expect, test } from "vitest";
import { convertScript } from "./convert-script.ts";

test.each([
  ["乌克兰总统周三表示，干部里面头发最长。", "烏克蘭總統週三表示，幹部裡面頭髮最長。"],
  ["为了群众", "為了群眾"],
  ["皇后以后", "皇后以後"],
])("%s is written %s in Traditional", (simplified, traditional) => {
  expect(convertScript(simplified, "zh-Hant")).toBe(traditional);
});

test("no word is put in place of another", () => {
  expect(convertScript("软件和互联网", "zh-Hant")).toBe("軟件和互聯網");
});

test.each([
  ["頭髮與發展", "头发与发展"],
  ["看著著名的衛星，裡面", "看着著名的卫星，里面"],
  ["説着衞生，裏面", "说着卫生，里面"],
  ["爲了", "为了"],
])("%s is written %s in Simplified, wherever it comes from", (traditional, simplified) => {
  expect(convertScript(traditional, "zh-Hans")).toBe(simplified);
});

test.each(["zh-Hans", "zh-Hant"] as const)("what is not Chinese stays in %s", (script) => {
  const text = "<p>G7 — SQL &amp; ünïcödé カタカナ 𝒳 🍵</p>\n";
  expect(convertScript(text, script)).toBe(text);
});
