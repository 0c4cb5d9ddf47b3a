import { html as names, parseFragment as parseAlone, serialize } from "parse5";
import { adapter } from "parse5-htmlparser2-tree-adapter";
import { expect, test } from "vitest";
import { parseFragment, type MarkupLimits } from "./parse-fragment.ts";
import { textOf } from "./text-of.ts";

const limits: MarkupLimits = { elements: 200_000, depth: 256, attributes: 100 };

function exceeded(html: string): string | undefined {
  const parsed = parseFragment(html, limits);
  return "exceeded" in parsed ? parsed.exceeded : undefined;
}

function distinctAttributes(count: number): string {
  return Array.from({ length: count }, (_, index) => `a${index}`).join(" ");
}

/** Markup that takes a parser quadratic time or memory if nothing stops it. */
const hostile: readonly [what: string, html: string, limit: string | undefined][] = [
  ["a formatting element left open in each of 4,500 paragraphs", fontsAndParagraphs(67_000), "depth"],
  ["a tag of a million attributes", `<p ${distinctAttributes(1_000_000)}>`, "attributes"],
  ["a tag of a million attributes that never ends", `<p ${distinctAttributes(1_000_000)}`, "attributes"],
  ["an end tag of a million attributes", `</p ${distinctAttributes(1_000_000)}>`, "attributes"],
  ["one attribute 300,000 times", `<p ${"a ".repeat(300_000)}>x`, undefined],
  ["200,000 divisions in one another", "<div>".repeat(200_000), "depth"],
  ["200,000 templates in one another", "<template>".repeat(200_000), "depth"],
  ["100,000 links that each enclose a division", "<a><div></a>x".repeat(100_000), "depth"],
  ["60,000 elements that a table may not hold", `<table>${"<i>x</i>".repeat(60_000)}`, undefined],
  ["60,000 texts that a table may not hold", `<table>${"x<tr>".repeat(60_000)}`, undefined],
  ["100,000 paragraphs side by side", "<p>x".repeat(100_000), undefined],
  ["300,000 comments", "<!---->".repeat(300_000), undefined],
];

function fontsAndParagraphs(length: number): string {
  let html = "";
  for (let index = 0; html.length < length; index++) html += `<font a=${index}><p>x`;
  return html;
}

test.each(hostile)("%s: parsing ends", (_what, html, limit) => {
  expect(exceeded(html)).toBe(limit);
});

test.each([
  ["elements", "<b></b>".repeat(200_000), "<b></b>".repeat(200_001)],
  ["depth", "<div>".repeat(256), "<div>".repeat(257)],
  ["attributes", `<p ${distinctAttributes(100)}>`, `<p ${distinctAttributes(101)}>`],
])("the limit of %s is exact", (limit, most, tooMany) => {
  expect(exceeded(most)).toBeUndefined();
  expect(exceeded(tooMany)).toBe(limit);
});

test.each([
  ["text", `<div>${"<p>x</p>".repeat(100)}`, 300],
  ["elements", "<i><b><u>", 3],
  ["text beside elements", "<i>ab<b></b>c</i>d", 4],
])("the limit of nesting is exact for %s", (_what, html, nesting) => {
  expect(parseFragment(html, { ...limits, nesting })).toHaveProperty("root");
  expect(parseFragment(html, { ...limits, nesting: nesting - 1 })).toEqual({ exceeded: "nesting" });
});

test("markup longer than a piece parses to the same tree as in one", () => {
  const paragraph = `<p title="&amp;中">中文 &amp; <b>粗体</b>𠮷 &notit;</p>`;
  const parsed = parseFragment(paragraph.repeat(2_000), limits);
  if ("exceeded" in parsed) throw new Error(parsed.exceeded);
  expect(new Set(parsed.root.children.map((child) => textOf(child)))).toEqual(new Set(["中文 & 粗体𠮷 ¬it;"]));
  expect(parsed.root.children).toHaveLength(2_000);
  expect(parsed.root.children.every((child) => child.parent === parsed.root)).toBe(true);
});

test.each([
  "甲乙 丙\n丁",
  "a\r\nb\rc\f\td\u00a0e\ufefff",
  "NUL \0 and\0more, \u0001 and \ufffe",
  "AT&T &amp; a&notb &#20013;文 &",
  "a < b <c>d</c>e</ f> g <",
  "𠮷野家𠮷",
  '<a title="a b\r\nc&amp;d\0e𠮷&" href="">f</a><b title="g>h',
  "<table>a <tr>b c<td>d</td> e</table>f",
  "<svg>a\0b<![CDATA[ c & d\0]]>e</svg>f",
  "<math><mi>a\0b</mi> c</math>d",
  "<pre>\n\na</pre><textarea>a<b>&amp;\0</textarea>c",
  "<script>a<b</script>c<style>d&amp;</style>e<noscript>f<b>g</noscript>h",
  "<select>a<option>b\0</select>c<template>d e</template>f",
  "<!-- a -->b<!doctype html>c<plaintext>d<b>&amp;",
])("%j parses as the parser alone reads it", (html) => {
  const context = adapter.createElement("div", names.NS.HTML, []);
  const options = { treeAdapter: adapter, scriptingEnabled: false };
  for (const repeated of [html, html.repeat(3_000)]) {
    const parsed = parseFragment(repeated, { ...limits, depth: 10_000 });
    if ("exceeded" in parsed) throw new Error(parsed.exceeded);
    expect(serialize(parsed.root, options)).toBe(serialize(parseAlone(context, repeated, options), options));
  }
});

test("an empty text is an empty fragment", () => {
  expect(parseFragment("", limits)).toMatchObject({ root: { children: [] } });
});
