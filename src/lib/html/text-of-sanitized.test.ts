import fc from "fast-check";
import { expect, test } from "vitest";
import { foldSpace } from "../text/fold-space.ts";
import { parseFragment } from "./parse-fragment.ts";
import { sanitize } from "./sanitize.ts";
import { textOf } from "./text-of.ts";
import { textOfSanitized } from "./text-of-sanitized.ts";

const base = new URL("https://news.example/");

function parse(html: string) {
  const parsed = parseFragment(html, { elements: 1000, depth: 100, attributes: 10 });
  if ("exceeded" in parsed) throw new Error(parsed.exceeded);
  return parsed.root;
}

test.each([
  ["<p>a</p><p>b<b>c</b></p>", "a bc"],
  ["<ul><li>a</li><li>b</li></ul>c<br>d", "a b c d"],
  ['<p><a href="https://news.example/?a=%3E&amp;b" title="x">1 &lt; 2 &amp;amp; 3</a></p>', "1 < 2 &amp; 3"],
])("%s reads: %s", (html, text) => {
  expect(foldSpace(textOfSanitized(html))).toBe(text);
});

const pieces = '<p>,</p>,<div>,</div>,<b>,</b>,<br>,<li>,<ul>,</ul>,<td>,<table>,<pre>,&amp;,&lt;b>,&gt;,a,中,\u{a0},"';
const piece = fc.constantFrom(...pieces.split(","), '<a href="/?a>b&amp;c">', '<img src="/x" alt="a > &lt;b">', "\n");

test("it is the text a parser finds in what sanitizing leaves", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (html) => {
      const sanitized = sanitize(parse(html.join("")), base);
      expect(foldSpace(textOfSanitized(sanitized))).toBe(foldSpace(textOf(parse(sanitized))));
    }),
    { numRuns: 1000 },
  );
});
