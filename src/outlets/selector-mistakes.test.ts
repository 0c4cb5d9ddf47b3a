import { describe, expect, test } from "vitest";
import { selectorMistakes } from "./selector-mistakes.ts";

describe("selectors that can be used", () => {
  test.each([
    "time",
    "div:first-child > i:only-child",
    'footer a:contains("英文版")',
    'div:has(> a):contains("获取更多RSS")',
    "img + div > small",
    "a[rel~='alternate'][href*=':8080/~me/']",
    String.raw`.sm\:hidden`,
    "p:not(.lead), :is(h2, h3):empty",
    "li:nth-child(3)",
    "div:has(> a):has(> b) p:has(i)",
    "div:has(> a) + div > p",
  ])("%s", (css) => {
    expect(selectorMistakes(css)).toEqual([]);
  });
});

describe("selectors that cannot", () => {
  test.each([
    [" ", /empty/],
    ["p[", /not a CSS selector/],
    ["p,,q", /not a CSS selector/],
    ["p:has(", /not a CSS selector/],
    ["p:nope", /`:nope` cannot be used\. There are :contains, /],
    ["p::before", /`:before` cannot/],
    ["p:eq(3)", /`:eq` cannot/],
    ["p:nth-child(2n + 1)", /from 1 to 20/],
    ["p:nth-child(21)", /from 1 to 20/],
    ["p:nth-child(2 of .a)", /from 1 to 20/],
    ["p:nth-last-child(2)", /`:nth-last-child` cannot/],
    ["i ~ p", /`~` cannot/],
    ["i:not(p ~ i)", /`~` cannot/],
    ["p:has(> i:has(b))", /within another/],
    ["p:has(+ i)", /within `:has`/],
    [`p${":has(i)".repeat(5)}`, /4 times at most/],
    [`p${" p".repeat(12)}`, /more than 12 parts/],
  ])("%s", (css, message) => {
    expect(selectorMistakes(css)).toEqual([expect.stringMatching(message)]);
  });

  test("all that is wrong is said", () => {
    expect(selectorMistakes("p:eq(1) ~ i:nth-child(2n), p:has(a:has(b))")).toHaveLength(4);
  });
});
