import { expect, test } from "vitest";
import {
  addAttributes,
  appendElements,
  cutElement,
  cutFractions,
  HTML_MASK,
  maskText,
  splitBeforeEnd,
  unmask,
  unwrapText,
} from "./feed-package.ts";

const specials = `a & b < c > d " e`;

test("masked text holds nothing that means something in XML", () => {
  expect(maskText(specials)).not.toMatch(/[&<>"]/);
});

test("text comes back as character references", () => {
  expect(unmask(maskText(specials))).toBe("a &#x26; b &#x3C; c &#x3E; d &#x22; e");
});

test("HTML comes back as it was, whatever it says", () => {
  const html = `<p title="$&">${specials} $1 $$ \`</p>`;
  expect(unmask(`<a><![CDATA[${HTML_MASK}]]></a>`, html)).toBe(`<a><![CDATA[${html}]]></a>`);
});

test("markup around masked text stays", () => {
  expect(unmask(`<a b="${maskText('"')}">&amp;</a>`)).toBe('<a b="&#x22;">&amp;</a>');
});

const document = "<rss>\n    <channel>\n        <item>\n            <title/>\n        </item>\n    </channel>\n</rss>";

test("an element is cut out with its margin", () => {
  expect(cutElement(document, "item")).toBe("        <item>\n            <title/>\n        </item>");
});

test("a document is split before an end tag and its margin", () => {
  const [head, tail] = splitBeforeEnd(document, "channel");
  expect(head.endsWith("</item>")).toBe(true);
  expect(tail).toBe("\n    </channel>\n</rss>");
});

test("elements are put last, each on a line", () => {
  expect(appendElements(document, "item", ["<a/>", "<b/>"])).toContain(
    "            <title/>\n            <a/>\n            <b/>\n        </item>\n",
  );
});

test("attributes are put into the first start tag that begins like this", () => {
  expect(addAttributes('<a><b rel="x"/><b/></a>', "<b", { c: "&" })).toBe('<a><b c="&#x26;" rel="x"/><b/></a>');
});

test("text leaves its CDATA section and is no longer called HTML", () => {
  expect(unwrapText('<title type="html"><![CDATA[a]]]></title><content type="html"><![CDATA[b]]></content>')).toBe(
    '<title>a]</title><content type="html"><![CDATA[b]]></content>',
  );
});

test("a description of HTML stays in its CDATA section", () => {
  expect(unwrapText("<description><![CDATA[\uFDD4]]></description>")).toBe(
    "<description><![CDATA[\uFDD4]]></description>",
  );
});

test("markup that the package should have written and did not is a bug", () => {
  expect(() => cutElement(document, "entry")).toThrow("wrote no <entry>");
});

test("instants are cut to whole seconds, and words that end like one are not", () => {
  const words = "<title>1.000Z</title>";
  expect(cutFractions(`<updated>2024-05-17T02:50:43.000Z</updated>${words}`)).toBe(
    `<updated>2024-05-17T02:50:43Z</updated>${words}`,
  );
});
