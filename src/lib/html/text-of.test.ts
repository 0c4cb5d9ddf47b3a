import type { Element } from "domhandler";
import fc from "fast-check";
import { expect, test } from "vitest";
import { foldSpace } from "../text/fold-space.ts";
import { parseFragment } from "./parse-fragment.ts";
import { sanitize } from "./sanitize.ts";
import { textOf, textOfSanitized } from "./text-of.ts";

const base = new URL("https://news.example/");

function parse(html: string): Element {
  const parsed = parseFragment(html, { elements: 1000, depth: 100, attributes: 10 });
  if ("exceeded" in parsed) throw new Error(parsed.exceeded);
  return parsed.root;
}

function text(html: string, omitted?: string): string {
  return textOf(parse(html), (element) => element.name === omitted);
}

test.each([
  ["blocks stand on lines of their own", "<p>a</p><div>b<b>c</b></div>d", "\na\n\nbc\nd"],
  ["a break ends a line", "a<br>b", "a\n\nb"],
  ["what no reader sees is left out", "a<script>b</script><svg><text>c</text></svg>d<!--e-->", "ad"],
  ["what stands in for a recording is left out", "a<video><a href=/x>b</a></video>c", "ac"],
])("%s", (_claim, html, expected) => {
  expect(text(html)).toBe(expected);
});

test("what is to be omitted is, with all it holds", () => {
  expect(text("<p>a</p><figure><p>b</p></figure>c", "figure")).toBe("\na\nc");
});

const meanings = [
  ["10<sup>6</sup> m<sup>2</sup>", "10⁶ m²"],
  ["H<sub>2</sub>O, x<sub>max</sub>, x<sub>i</sub>", "H₂O, x_max, x_i"],
  ["e<sup>kt</sup> + x<sup>n</sup> + 2<sup>-1</sup> + a<sup>x+1</sup>", "e^(kt) + xⁿ + 2⁻¹ + a^(x+1)"],
  ["the 1<sup>st</sup>, XXI<sup>e</sup>, M<sup>me</sup> Acme<sup>®</sup>", "the 1st, XXIe, Mme Acme®"],
  ["a claim.<sup><a href=#f>1</a></sup> 说法<sup>[2]</sup>", "a claim.¹ 说法[2]"],
  ["<sup>a note in small print</sup>", "a note in small print"],
  ["<ruby>漢<rt>かん</rt></ruby>", "漢（かん）"],
  ["<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rp>(</rp><rt>じ</rt><rp>)</rp></ruby>", "漢(かん)字(じ)"],
  ["<ruby>漢<rt></rt></ruby>", "漢"],
  ["<math><mfrac><mn>3</mn><mn>4</mn></mfrac></math> of", "3/4 of"],
  ["<math><mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mn>2</mn></mfrac></math>", "(a+1)/2"],
  ["<math><msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt></math>", "√(x+1)"],
  ["<math><msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup></math>", "x_i^2"],
  ['<math alttext="E = mc²"><mi>E</mi></math>', "E = mc²"],
  ["<math><mi>x</mi><mtext><style>y</style></mtext></math>", "x"],
  ['a <img src="/f.png" alt="x &lt; y" role="math"> b', "a x < y b"],
];

test("what stands above, below or beside other text keeps its meaning in plain text", () => {
  expect(meanings.map(([html = ""]) => [html, foldSpace(text(html))])).toEqual(meanings);
  expect(meanings.map(([html = ""]) => [html, foldSpace(textOfSanitized(sanitize(parse(html), base)))])).toEqual(
    meanings,
  );
});

test.each([
  ["<p>a</p><p>b<b>c</b></p>", "a bc"],
  ["<ul><li>a</li><li>b</li></ul>c<br>d", "a b c d"],
  ['<p><a href="https://news.example/?a=%3E&amp;b" title="x">1 &lt; 2 &amp;amp; 3</a></p>', "1 < 2 &amp; 3"],
])("%s reads: %s", (html, expected) => {
  expect(foldSpace(textOfSanitized(html))).toBe(expected);
});

const pieces =
  '<sup>,</sup>,<sub>,</sub>,<ruby>,</ruby>,<rt>,</rt>,<rp>,</rp>,<math><mi>x<mo>&lt;</math>,<p>,</p>,<div>,</div>,<b>,</b>,<br>,<li>,<ul>,</ul>,<td>,<table>,<pre>,&amp;,&lt;b>,&gt;,a,中,\u{a0},"';
const piece = fc.constantFrom(
  ...pieces.split(","),
  '<a href="/?a>b&amp;c">',
  '<img src="/x" alt="a > &lt;b" role=math>',
  "\n",
);

test("it is the text a parser finds in what sanitizing leaves", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (html) => {
      const sanitized = sanitize(parse(html.join("")), base);
      expect(foldSpace(textOfSanitized(sanitized))).toBe(foldSpace(textOf(parse(sanitized))));
    }),
    { numRuns: 1000 },
  );
});
