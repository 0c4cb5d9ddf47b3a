import fc from "fast-check";
import { expect, test } from "vitest";
import { isBlank } from "./fold-space.ts";
import { plainText } from "./plain-text.ts";

test.each([
  [" 一\n\t二　三\u00a0四 ", "一 二 三 四"],
  ["a\u0000b\u000bc\ufffe\ud800d\ufeff", "abcd"],
  ["e\u0301", "é"],
  ["ＡＢＣ：“维护”", "ＡＢＣ：“维护”"],
  ["\u202eevil", "evil"],
  ["\u202e a \u202d b", "a b"],
  ["a\u202bb\u202c\u2066c\u2069", "a\u202bb\u202c\u2066c\u2069"],
  ["\u2067a\u202cb\u2069", "ab"],
  ["👨‍👩‍👧 葛\u{e0100}", "👨‍👩‍👧 葛\u{e0100}"],
])("%j is read as %j", (text, expected) => {
  expect(plainText(text)).toBe(expected);
});

test("plain text is plain already", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const plain = plainText(text);
      expect(plainText(plain)).toBe(plain);
      expect(plain.isWellFormed()).toBe(true);
    }),
  );
});

test("white space and what has no width is blank", () => {
  expect(isBlank(" \u00a0\u3000\u200b\ufeff\n")).toBe(true);
  expect(isBlank(" . ")).toBe(false);
});
