import fc from "fast-check";
import { expect, test } from "vitest";
import { indexText } from "./searched-texts.ts";
import { arbitraryText } from "./query.fixture.ts";

test.each([
  ["", ""],
  ["峰", "峰"],
  ["峰会", "峰会 会"],
  ["G7峰会在NATO", "g7 峰会 会在 在 nato"],
  ["中国，會議。", "中国 国 会议 议"],
  ["U.S. don’t 3.5%", "u s don t 3 5"],
  ["𠮷野家", "𠮷野 野家 家"],
  ["東\u{200b}京\u{e0100}タワー", "东京 京タ タワ ワー ー"],
  ["서울 Ünïcode", "서울 울 ünïcode"],
  ["\u{d83d}中\u{de00}", "中"],
])("%j is indexed as %j", (text, tokens) => {
  expect(indexText(text)).toBe(tokens);
});

test("between texts that punctuation parts, cutting commutes with joining", () => {
  fc.assert(
    fc.property(arbitraryText, arbitraryText, (a, b) => {
      expect(indexText(`${a}。${b}`)).toBe(`${indexText(a)} ${indexText(b)}`.trim());
    }),
  );
});

test("no token holds a character that FTS5's ascii tokenizer would change or part it at", () => {
  const anyText = fc.string({ unit: "binary", maxLength: 40 });
  fc.assert(
    fc.property(anyText, (text) => {
      const ascii = Array.from(indexText(text)).filter((character) => character < "\u{80}");
      expect(ascii.join("")).toMatch(/^[a-z0-9 ]*$/);
    }),
    { numRuns: 2000 },
  );
});
