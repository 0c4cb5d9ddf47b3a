import fc from "fast-check";
import { expect, test } from "vitest";
import { normalizeTitle } from "./title.ts";

test.each([
  ["普京会见王毅", "普京会见王毅"],
  ["须加强合作 “维护权益“", "须加强合作 “维护权益“"],
  ["[独家] A | B (C)", "[独家] A | B (C)"],
  ["AT&amp;T &#8220;x&#8221; &lt;b&gt;", "AT&T “x” <b>"],
  ["&amp;amp;", "&amp;"],
  ["A <b>bold</b><br/> claim", "A bold claim"],
  ["1 < 2 & x<y", "1 < 2 & x<y"],
  ["Storm <em>hits</em> the coast<br>again", "Storm hits the coast again"],
  ["<p>一</p><p>二</p>", "一 二"],
  ["<span class='x'>A</span><!-- ad --> B</b>", "A B"],
  ["Browser 23 drops <blink> & adds <share>", "Browser 23 drops <blink> & adds <share>"],
  ["When to use <b>, and when <strong>", "When to use <b>, and when <strong>"],
  [" 一\u00a0 二\n", "一 二"],
  ["a\u202eb", "ab"],
])("%j reads %j", (claim, title) => {
  expect(normalizeTitle(claim)).toBe(title);
});

test.each(["", " \u3000&nbsp;", "<b></b>", "\u0001", "\u200b\u2060", "&#8203;&shy;", "\u3164\ufe0f\u{e0001}"])(
  "%j is no title",
  (claim) => {
    expect(normalizeTitle(claim)).toBeUndefined();
  },
);

test("a title of a million characters is cut to 500 with an ellipsis", () => {
  expect(normalizeTitle("长".repeat(1_000_000))).toBe(`${"长".repeat(499)}…`);
});

test("a title is well-formed, on one line, without space around it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (claim) => {
      const title = normalizeTitle(claim);
      if (title === undefined) return;
      expect(title.isWellFormed()).toBe(true);
      expect(title).toMatch(/^\S(?:[^\n\r\t]*\S)?$/u);
    }),
  );
});
