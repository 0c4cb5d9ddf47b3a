import { expect, test } from "vitest";
import { withAbsoluteAddresses } from "./absolute-addresses.ts";
import { parseFragment } from "./parse-fragment.ts";

function absolute(html: string): string {
  const parsed = parseFragment(html, { elements: 100, depth: 10, attributes: 10 });
  return "root" in parsed ? withAbsoluteAddresses(parsed.root, "https://outlet.example/news/1") : parsed.exceeded;
}

test("every kind of address is resolved, and what is none stays", () => {
  const rows: Record<string, string> = {
    '<a href="../b?c=1&amp;d=2#e">x</a>': '<a href="https://outlet.example/b?c=1&amp;d=2#e">x</a>',
    '<img src="p.png" data-src="//cdn.example/q.png">':
      '<img src="https://outlet.example/news/p.png" data-src="https://cdn.example/q.png">',
    '<video poster="/v.jpg"><source src="v.mp4"></video>':
      '<video poster="https://outlet.example/v.jpg"><source src="https://outlet.example/news/v.mp4"></video>',
    '<img srcset="a.jpg, b.jpg 2x, https://cdn.example/c.jpg 800w">':
      '<img srcset="https://outlet.example/news/a.jpg, https://outlet.example/news/b.jpg 2x, https://cdn.example/c.jpg 800w">',
    '<img data-lazy-srcset="a,b.jpg 1.5x">': '<img data-lazy-srcset="https://outlet.example/news/a,b.jpg 1.5x">',
    '<a href="http://[">x</a><a href="mailto:a@b.example">y</a>':
      '<a href="http://[">x</a><a href="mailto:a@b.example">y</a>',
    "<p>src is a word &amp; no attribute": "<p>src is a word &amp; no attribute</p>",
  };
  const results = Object.keys(rows).map((html) => [html, absolute(html)]);
  expect(results).toEqual(Object.entries(rows));
});
