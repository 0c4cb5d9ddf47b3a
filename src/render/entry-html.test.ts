import { expect, test } from "vitest";
import { entryHtml } from "./entry-html.ts";

test("the lead picture comes first, with caption and credit", () => {
  const words = { alt: "x", caption: "茶 & 话", credit: "A" };
  expect(entryHtml({ url: "https://h.example/?a=1&b=2", ...words, width: 3, height: 2 }, "<p>body</p>")).toBe(
    '<figure><img src="https://h.example/?a=1&#x26;b=2" alt="x" width="3" height="2" referrerpolicy="no-referrer"/>' +
      "<figcaption>茶 &#x26; 话 <cite>A</cite></figcaption></figure><p>body</p>",
  );
});

test("a picture without words has no caption, and an empty alternative", () => {
  expect(entryHtml({ url: "https://h.example/a.jpg" }, "")).toBe(
    '<figure><img src="https://h.example/a.jpg" alt="" referrerpolicy="no-referrer"/></figure>',
  );
});

test("without a picture the body is all", () => {
  expect(entryHtml(undefined, "<p>body</p>")).toBe("<p>body</p>");
});
