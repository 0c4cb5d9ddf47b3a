import { expect, test } from "vitest";
import { parseFragment } from "../lib/html/parse-fragment.ts";
import { sanitize } from "../lib/html/sanitize.ts";
import { article } from "../model/article.fixture.ts";
import { attributionHtml, entryHtml, toEntry } from "./entry.ts";

test("the lead picture comes first, with caption and credit", () => {
  const words = { alt: "x", caption: "茶 & 话", credit: "A" };
  expect(entryHtml({ url: "https://h.example/?a=1&b=2", ...words, width: 3, height: 2 }, "<p>body</p>")).toBe(
    '<figure><img src="https://h.example/?a=1&amp;b=2" alt="x" width="3" height="2" referrerpolicy="no-referrer" ' +
      'loading="lazy"><figcaption>茶 &amp; 话 <cite>A</cite></figcaption></figure><p>body</p>',
  );
});

test("a picture without words has no caption, and an empty alternative", () => {
  expect(entryHtml({ url: "https://h.example/a.jpg" }, "")).toBe(
    '<figure><img src="https://h.example/a.jpg" alt="" referrerpolicy="no-referrer" loading="lazy"></figure>',
  );
});

test("without a picture the body is all", () => {
  expect(entryHtml(undefined, "<p>body</p>")).toBe("<p>body</p>");
});

test("the lead picture is written as sanitizing writes the others", () => {
  const limits = { elements: 10, depth: 10, attributes: 10 };
  const picture = { url: "https://h.example/?a=1&b=2", alt: `"<'>&`, caption: `a "b" <c> &`, credit: "d", width: 3 };
  const written = entryHtml(picture, "");
  const parsed = parseFragment(written, limits);
  if (!("root" in parsed)) throw new Error("It is within the limits.");
  expect(sanitize(parsed.root, new URL("https://h.example/"))).toBe(written);
});

test.each([
  ["zh-Hans", '<p><small>来源：<a href="https://h.example/?a=1&amp;b=2">晨报 &amp; 晚报</a> · © 晨报</small></p>'],
  ["zh-Hant", '<p><small>來源：<a href="https://h.example/?a=1&amp;b=2">晨报 &amp; 晚报</a> · © 晨报</small></p>'],
  ["en", '<p><small>Source: <a href="https://h.example/?a=1&amp;b=2">晨报 &amp; 晚报</a> · © 晨报</small></p>'],
])("the attribution names outlet, address and rights in %s", (language, expected) => {
  const attribution = { outletName: "晨报 & 晚报", url: "https://h.example/?a=1&b=2", rights: "© 晨报", language };
  expect(attributionHtml(attribution)).toBe(expected);
});

test("text that is written from right to left says so, and other text does not", () => {
  const site = {
    title: "t",
    publicUrl: "https://h.example",
    siteId: crypto.randomUUID(),
    language: "zh",
    maxAgeSeconds: 9,
  };
  const html = (language: string): string | undefined =>
    toEntry(article(1, { language, bodyHtml: "<p>نص</p>" }), site).html;
  expect([html("ar"), html("zh-Hans")]).toEqual(['<div dir="rtl"><p>نص</p></div>', "<p>نص</p>"]);
});
