import { expect, test } from "vitest";
import { parseFragment } from "./parse-fragment.ts";
import { textOf } from "./text-of.ts";

function text(html: string, omitted?: string): string {
  const parsed = parseFragment(html, { elements: 100, depth: 20, attributes: 10 });
  if ("exceeded" in parsed) throw new Error(parsed.exceeded);
  return textOf(parsed.root, (element) => element.name === omitted);
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
