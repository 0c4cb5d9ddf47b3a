import fc from "fast-check";
import { expect, test } from "vitest";
import { cutAtSentence } from "./cut-at-sentence.ts";
import { cutGraphemes } from "./cut-graphemes.ts";

test.each([
  ["text that fits stays whole", "一句。两", "一句。两"],
  ["Chinese sentences", "一二三四五。六七八九。十一十二十三十四十五十六十七", "一二三四五。六七八九。"],
  [
    "quotation marks close with their sentence",
    "他说：“一二三四五六。”她说七八九十一二三四五",
    "他说：“一二三四五六。”",
  ],
  ["Latin sentences", "It rained. It poured 3.5 inches on us all.", "It rained."],
  ["a clause, where no sentence ends", "一二三四五六七，八九十一二三四五六七八九十一二三", "一二三四五六七…"],
  ["a word, where no clause ends", "one two three four five six", "one two three four…"],
  [
    "a sentence that ends too soon does not count",
    "一。二三四五六七八九十一二三四五六七八九十一",
    "一。二三四五六七八九十一二三四五六七八…",
  ],
])("%s", (_what, text, expected) => {
  expect(cutAtSentence(text, 7, 20)).toBe(expected);
});

const grapheme = fc.constantFrom("一", "。", "a", " ", ".", "👨‍👩‍👧", "葛\u{e0100}", "e\u0301", "𠮷", "”", "，");
const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

test("an excerpt is never too long, and begins as the text does, grapheme by grapheme", () => {
  fc.assert(
    fc.property(fc.array(grapheme, { maxLength: 80 }), (parts) => {
      const text = parts.join("");
      const cut = cutAtSentence(text, 8, 20);
      expect(cut.length).toBeLessThanOrEqual(20);
      const kept = graphemes(cut.replace(/…$/, ""));
      expect(graphemes(text).slice(0, kept.length)).toEqual(kept);
    }),
  );
});

test.each([
  ["abc", 3, "abc"],
  ["abcd", 3, "ab…"],
  ["👨‍👩‍👧👨‍👩‍👧", 2, "👨‍👩‍👧👨‍👩‍👧"],
  ["👨‍👩‍👧👨‍👩‍👧x", 2, "👨‍👩‍👧…"],
])("%s has at most %i graphemes as %s", (text, limit, expected) => {
  expect(cutGraphemes(text, limit)).toBe(expected);
});
