import { expect, test } from "vitest";
import { parseFragment } from "../lib/html/parse-fragment.ts";
import { featuresOf, findAll, type Searched } from "./selectors.ts";

function search(html: string): Searched {
  const parsed = parseFragment(html, { elements: 1_000, depth: 100, attributes: 100 });
  if ("exceeded" in parsed) throw new Error(parsed.exceeded);
  return { root: parsed.root, features: featuresOf(parsed.root) };
}

const bodies = [
  '<div class="a b"><p id="x" data-e2e="one-two">甲<b>乙</b></p><ul><li><a href="/x">y</a></li><li>z</li></ul></div>',
  '<main><time datetime="2024">t</time><img src="/grey_line.png"><p><strong>粗</strong></p></main>',
  "<p>广告</p><P CLASS='b'><i>i</i><i>j</i><i>k</i></p>",
].map(search);

test.each([
  ["p", 4],
  [".b", 2],
  ["#x", 1],
  ["[data-e2e]", 1],
  ['[data-e2e^="one"]', 1],
  ["[data-e2e=one-two] > b", 1],
  ["p:has(> b)", 1],
  ["p:has(> b):contains('乙')", 1],
  ["p:not(.b)", 3],
  ["p:not(:has(b))", 3],
  [":is(ul, main) > *", 5],
  [".b, time", 3],
  ["i:nth-child(2)", 1],
  ["li:nth-child(2):not(:has(a))", 1],
  ['img[src*="grey_line"]', 1],
  ["p + ul > li:first-child > a[href]", 1],
  ["time[dateTime]", 1],
  ["main strong", 1],
  [":is(main, ul) a:contains('y')", 1],
  ["div ul a", 1],
  [String.raw`.\62`, 2],
  ["footer", 0],
  [".c", 0],
  ["p.c", 0],
  ["[data-none]", 0],
])("%s finds as much where it is known what there is to find", (css, count) => {
  const found = bodies.map((body) => findAll(body, css).length);
  expect(bodies.map(({ root }) => findAll({ root }, css).length)).toEqual(found);
  expect(found.reduce((sum, each) => sum + each, 0)).toBe(count);
});

test.each(["div a", "div ul a"])("%s finds what a tree has now, whatever it had before", (css) => {
  const { root } = search("<div><ul><li><a>y</a></li></ul></div>");
  expect(findAll({ root }, css)).toHaveLength(1);
  const [outer] = findAll({ root }, "div");
  if (outer) outer.name = "p";
  expect(findAll({ root }, css)).toEqual([]);
  if (outer) outer.name = "div";
  expect(findAll({ root }, css)).toHaveLength(1);
});
