import fc from "fast-check";
import { expect, test } from "vitest";
import { convertScript } from "../text/convert-script.ts";
import { convertTexts, type TextConversion } from "./convert-texts.ts";
import { parseFragment } from "./parse-fragment.ts";
import { sanitize } from "./sanitize.ts";

const toTraditional: TextConversion = {
  convert: (text) => convertScript(text, "zh-Hant"),
  applies: (language) => language.startsWith("zh"),
  language: "zh-Hant",
};

function sanitized(html: string): string {
  const parsed = parseFragment(html, { elements: 1000, depth: 100, attributes: 100 });
  if ("exceeded" in parsed) throw new Error(parsed.exceeded);
  return sanitize(parsed.root, new URL("https://news.example/"));
}

test.each([
  ["text", "<p>头<b>发</b></p>", "<p>頭<b>發</b></p>"],
  ["text beside escapes", "<p>国&amp;国 a&lt;国</p>", "<p>國&amp;國 a&lt;國</p>"],
  ["what a picture is described by", '<img src="x" alt="国" title="国">', '<img src="x" alt="國" title="國">'],
  ["text after code", "<code>国<b>国</b><br></code>国", "<code>国<b>国</b><br></code>國"],
  ["text that is said to be Chinese", '<p lang="zh-Hans">国</p>国', '<p lang="zh-Hant">國</p>國'],
])("%s is converted", (_, html, converted) => {
  expect(convertTexts(html, toTraditional)).toBe(converted);
});

test.each([
  ["an address", '<a href="https://x.example/国">x</a>'],
  ["the address of a picture", '<img src="https://x.example/国?a=1&amp;b=国" alt="">'],
  ["text in another language", '<p lang="ja">国<b>国</b><br>国</p>'],
  ["the description of a picture within it", '<p lang="ja"><img src="x" alt="国"></p>'],
])("%s stays", (_, html) => {
  expect(convertTexts(html, toTraditional)).toBe(html);
});

const pieces = [
  "国",
  "发",
  "a",
  " ",
  "&",
  "<",
  ">",
  '"',
  "=",
  "<p>",
  "</p>",
  "<b>",
  "</b>",
  "<code>",
  "</code>",
  '<a href="/国">',
  "</a>",
  "<br>",
  "&lt;",
  "&amp;",
]
  .concat([
    '<img src="/国.png" alt="国 title=&quot;国&quot;" title="国>">',
    '<i lang="zh-CN">',
    '<q lang="ja" cite="/国">',
    "</q>",
    "</i>",
  ])
  .concat([
    "<pre>\n",
    "</pre>",
    "<ruby>",
    "<rt>",
    '<time datetime="国">',
    "</time>",
    "<video src=/国 controls>",
    "<table><td>",
    "<li>",
  ]);

test("whatever the markup, it stays the same around its texts, and is as safe as before", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (chosen) => {
      const html = sanitized(chosen.join(""));
      const converted = convertTexts(html, toTraditional);
      expect(sanitized(converted)).toBe(converted);
      expect(skeleton(converted)).toEqual(skeleton(html));
      // Twice is once: nothing that is converted becomes something else.
      expect(convertTexts(converted, toTraditional)).toBe(converted);
    }),
    { numRuns: 500 },
  );
});

/** Tags, without what conversion may change in them. */
function skeleton(html: string): readonly string[] {
  return (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replaceAll(/ (?:alt|title|lang)="[^"]*"/g, ""));
}
