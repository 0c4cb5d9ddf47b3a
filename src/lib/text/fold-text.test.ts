import fc from "fast-check";
import * as opencc from "opencc-js";
import { expect, test } from "vitest";
import { foldText } from "./fold-text.ts";
import { buildScriptPairs } from "./script-pairs.fixture.ts";
import { scriptPairs } from "./script-pairs.ts";

test.each([
  ["letter case", "NATO Ünïcode ΣΊΣΥΦΟΣ ς Жук İstanbul", "nato ünïcode σίσυφοσ σ жук istanbul"],
  ["full and half width", "ＡＢＣ１２３：（　ｶﾅ", "abc123:( カナ"],
  ["Traditional characters", "習近平與頭髮的發現", "习近平与头发的发现"],
  ["regional forms", "裏裡 説說 群羣 看著 台臺檯", "里里 说说 群群 看着 台台台"],
  ["compatibility ideographs", "\u{f900}\u{2f800}", "岂丽"],
  ["what folds into more than one character stays", "℃ ﬁ ß Ⅳ", "℃ ﬁ ß ⅳ"],
])("%s", (_what, text, folded) => {
  expect(foldText(text)).toBe(folded);
});

const anyCharacter = fc.string({ unit: "binary", minLength: 1, maxLength: 1 });
const text = fc.string({ unit: fc.oneof(fc.constantFrom(...Array.from("發发ＡaßİςＫ𠮷𫟦䡵㐀")), anyCharacter) });

test("folding commutes with cutting", () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(foldText(a + b)).toBe(foldText(a) + foldText(b));
    }),
  );
});

test("every code point of the planes with letters folds into one code point that folds into itself", () => {
  const all = Array.from({ length: 0x4_0000 }, (_, codePoint) => String.fromCodePoint(codePoint));
  const others = all.filter((character) => {
    const folded = foldText(character);
    return Array.from(folded).length !== 1 || foldText(folded) !== folded;
  });
  expect(others).toEqual([]);
});

const sample = "随后台湾发布头发里面干净的钟表了解，历历在目，着名说着话，范围回复，松树只有一只";

test.each(["t", "tw", "hk"] as const)("a text whose characters OpenCC converts to %s folds as it did", (to) => {
  const convert = opencc.Converter({ from: "cn", to });
  const converted = Array.from(sample, (character) => convert(character)).join("");
  expect(converted).not.toBe(sample);
  expect(foldText(converted)).toBe(foldText(sample));
});

test("the table is what OpenCC's tables give", () => {
  expect(scriptPairs).toBe(buildScriptPairs());
});
