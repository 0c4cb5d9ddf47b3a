import { expect, test } from "vitest";
import { legalText } from "./legal-text.ts";

test.each([
  ["controls", "a\u0000b\u0008c\u000Bd\u001Fe", "abcde"],
  ["C1 controls and DEL", "a\u007Fb\u0085c\u009Fd", "abcd"],
  ["lone surrogates", "a\uD800b\uDC00c", "abc"],
  ["noncharacters", "a\uFFFEb\uFFFFc\uFDD0d\u{1FFFE}e", "abcde"],
  ["the replacement character", "a\uFFFDb", "ab"],
])("%s are dropped", (_, text, legal) => {
  expect(legalText(text)).toBe(legal);
});

test("tabs, line ends, full-width and zero-width spaces and characters beyond the first plane stay", () => {
  expect(legalText("a\tb\nc\u3000\u200B𠮷👨‍👩‍👧")).toBe("a\tb\nc\u3000\u200B𠮷👨‍👩‍👧");
});

test("every line end becomes LF", () => {
  expect(legalText("a\r\nb\rc\n")).toBe("a\nb\nc\n");
});
