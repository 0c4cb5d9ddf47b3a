import { expect, test } from "vitest";
import { HTML_STAND_IN, quoteText, unquote } from "./stand-ins.ts";

const specials = `a & b < c > d " e`;

test("quoted text holds nothing that means something in XML", () => {
  expect(quoteText(specials)).not.toMatch(/[&<>"]/);
});

test("text comes back as character references", () => {
  expect(unquote(quoteText(specials))).toBe("a &#x26; b &#x3C; c &#x3E; d &#x22; e");
});

test("HTML comes back as it was, whatever it says", () => {
  const html = `<p title="$&">${specials} $1 $$ \`</p>`;
  expect(unquote(`<a><![CDATA[${HTML_STAND_IN}]]></a>`, html)).toBe(`<a><![CDATA[${html}]]></a>`);
});

test("markup around quoted text stays", () => {
  expect(unquote(`<a b="${quoteText('"')}">&amp;</a>`)).toBe('<a b="&#x22;">&amp;</a>');
});
