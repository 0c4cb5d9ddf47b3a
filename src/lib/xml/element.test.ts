import { expect, test } from "vitest";
import { element, escapeXml, textElement } from "./element.ts";

test("text is escaped with hexadecimal references", () => {
  expect(escapeXml(`A & B <C> "D" 'E'`)).toBe("A &#x26; B &#x3C;C&#x3E; &#x22;D&#x22; 'E'");
});

test("a literal reference is text like any other", () => {
  expect(textElement("title", "&amp;")).toBe("<title>&#x26;amp;</title>");
});

test("attributes without a value are left out", () => {
  expect(element("img", { src: 'a"b', alt: "", width: undefined, height: 3 })).toBe(
    '<img src="a&#x22;b" alt="" height="3"/>',
  );
});

test("content is markup", () => {
  expect(element("p", {}, textElement("b", "x"))).toBe("<p><b>x</b></p>");
});
