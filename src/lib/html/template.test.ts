import * as fc from "fast-check";
import { load } from "cheerio";
import { expect, test } from "vitest";
import { html, raw } from "./template.ts";

test("text and attributes are escaped", () => {
  expect(html`<a title="${`"'`}">${"<b>&"}</a>`.markup).toBe('<a title="&quot;&#39;">&lt;b&gt;&amp;</a>');
});

test("templates nest without being escaped again, and lists are written one after the other", () => {
  const items = ["a", "<"].map((item) => html`<li>${item}</li>`);
  expect(html`<ul>${items}</ul>`.markup).toBe("<ul><li>a</li><li>&lt;</li></ul>");
});

test("undefined and false write nothing, and zero is a number", () => {
  expect(html`[${undefined}${false}${0}]`.markup).toBe("[0]");
});

test("raw markup is taken as it is", () => {
  expect(html`<p>${raw("<b>x</b>")}</p>`.markup).toBe("<p><b>x</b></p>");
});

test("a value in an unquoted attribute is refused", () => {
  expect(() => html`<a href=${"x"}>`).toThrow("quotes");
});

test("whatever the text, a parser reads it back and finds no other element", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }).map((text) => text.replace(/[\r\0\uD800-\uDFFF]/g, "")),
      (text) => {
        const $ = load(html`<p title="${text}">${text}</p>`.markup, null, false);
        expect($("*")).toHaveLength(1);
        expect($("p").text()).toBe(text);
        expect($("p").attr("title")).toBe(text);
      },
    ),
  );
});
