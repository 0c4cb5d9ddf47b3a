import { describe, expect, test } from "vitest";
import { selectorMistake } from "./selector-mistake.ts";

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
  ])("%s", (css) => {
    expect(selectorMistake(css)).toBeUndefined();
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
    ["p:nth-child(2)", /`:nth-child` cannot/],
    ["i ~ p", /`~` cannot/],
    ["i:not(p ~ i)", /`~` cannot/],
    ["p:has(> i:has(b))", /only once/],
    ["p:has(+ i)", /together/],
    [`p${" p".repeat(12)}`, /more than 12 parts/],
  ])("%s", (css, message) => {
    expect(selectorMistake(css)).toMatch(message);
  });
});
