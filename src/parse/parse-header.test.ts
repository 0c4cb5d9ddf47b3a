import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldSpace, isBlank } from "../lib/text/fold-space.ts";
import { parseHeader } from "./parse-header.ts";

const slug = "https://www.dw.example/zh/%E6%98%A5%E5%A4%A9%20%E2%80%9C%E8%8A%B1%E2%80%9C/a-1";

describe("titles and addresses", () => {
  test.each([
    ["plain", "[春天到了](https://news.example/a/1)", "春天到了", "https://news.example/a/1"],
    ["brackets", "[[组图] 春天[下]](https://news.example/a)", "[组图] 春天[下]", "https://news.example/a"],
    ["escaped brackets", String.raw`[\[组图\] 春天](https://news.example/a)`, "[组图] 春天", "https://news.example/a"],
    [
      "another backslash",
      String.raw`[a\b \\ c](https://news.example/a)`,
      String.raw`a\b \ c`,
      "https://news.example/a",
    ],
    [
      "Markdown's escapes",
      String.raw`[Why \_\_init\_\_ and C\# 5\. matter \- a \*note\*](https://news.example/a\_b)`,
      "Why __init__ and C# 5. matter - a *note*",
      "https://news.example/a_b",
    ],
    ["line breaks in the title", "[a\n   b\n\n](https://news.example/a)", "a b", "https://news.example/a"],
    ["a heading", "## [t](https://news.example/a)", "t", "https://news.example/a"],
    ["an address in angle brackets", "[t](<https://news.example/a b>)", "t", "https://news.example/a b"],
    ["a title of the link", '[t](https://news.example/a "Opens in a new tab")', "t", "https://news.example/a"],
    ["both", "[t](<https://news.example/a> 'x')", "t", "https://news.example/a"],
    ["a link title in parentheses", "[t](https://news.example/a (x))", "t", "https://news.example/a"],
    ["an escaped ampersand", "[t](https://news.example/a?b=1&amp;c=2)", "t", "https://news.example/a?b=1&c=2"],
    ["space after it", "[t](https://news.example/a)  ", "t", "https://news.example/a"],
    [
      "quotes and a pipe",
      '[“花” "open" | 早报“](https://news.example/a)',
      '“花” "open" | 早报“',
      "https://news.example/a",
    ],
    [
      "a link in the title",
      "[see [b](https://b.example/) now](https://news.example/a)",
      "see [b](https://b.example/) now",
      "https://news.example/a",
    ],
    ["parentheses in the title", "[f](x) = [y](https://news.example/a)", "f](x) = [y", "https://news.example/a"],
    [
      "parentheses in the address",
      "[t](https://news.example/Spring_(season))",
      "t",
      "https://news.example/Spring_(season)",
    ],
    ["brackets in the address", "[t](https://news.example/a](b)?q[]=1)", "t", "https://news.example/a](b)?q[]=1"],
    ["percent-encoded Chinese", `[t](${slug})`, "t", slug],
    ["plain Chinese in the address", "[t](http://news.example/春天)", "t", "http://news.example/春天"],
    ["white space in the title", "[ a \t\u3000 b ](https://news.example/a)", "a b", "https://news.example/a"],
    ["entities", "[a &amp; b](https://news.example/a)", "a &amp; b", "https://news.example/a"],
  ])("%s", (_, line, title, url) => {
    expect(parseHeader(line)).toEqual({ ok: true, value: { title, url } });
  });
});

describe("problems", () => {
  test.each([
    ["no header", "春天到了", "MISSING_HEADER"],
    ["no address", "[春天到了]", "MISSING_HEADER"],
    ["text after the address", "[t](https://news.example/a) more", "MISSING_HEADER"],
    ["no title", "[ ](https://news.example/a)", "MISSING_TITLE"],
    ["a title of invisible characters", "[\u200b\u2060\u00ad](https://news.example/a)", "MISSING_TITLE"],
    ["no scheme", "[t](//news.example/a)", "INVALID_URL"],
    ["a relative address", "[t](/a/1.html)", "INVALID_URL"],
    ["an empty address", "[t]()", "INVALID_URL"],
    ["another scheme", "[t](javascript:alert(1))", "INVALID_URL"],
    ["another scheme after a link in the title", "[see [b](https://b.example/)](ftp://news.example/a)", "INVALID_URL"],
    ["no host", "[t](https://)", "INVALID_URL"],
    ["a quotation mark in the host", '[t](https://"news.example/a)', "INVALID_URL"],
    ["no slashes", "[t](https:news.example)", "INVALID_URL"],
    ["an address longer than any", `[t](https://news.example/${"/".repeat(8_000)}a)`, "INVALID_URL"],
    ["a user name", "[t](https://me@news.example/a)", "INVALID_URL"],
    ["a password", "[t](https://me:secret@news.example/a)", "INVALID_URL"],
  ])("%s", (_, line, code) => {
    expect(parseHeader(line)).toMatchObject({ ok: false, problem: { code } });
  });

  test("a password is not repeated in the message", () => {
    expect(JSON.stringify(parseHeader("[t](https://me:secret@news.example/a)"))).not.toContain("secret");
  });
});

const lineEnd = /[\r\n]/;
const titles = fc
  .oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: fc.constantFrom("[", "]", "(", ")", "](", "\\", " ", "|", "春", ":", "/", "a") }),
  )
  .filter((title) => !isBlank(title) && !lineEnd.test(title));
const addresses = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc
    .string({ unit: fc.constantFrom("(", ")", "[", "]", "%", "/", "?", "#", "&", "春", "a") })
    .map((path) => new URL(`https://news.example/${path}`).href),
);

test("any title and address written into a header are read back", () => {
  fc.assert(
    fc.property(titles, addresses, (title, url) => {
      const escaped = title.replaceAll(/[\\[\]]/g, String.raw`\$&`);
      expect(parseHeader(`[${escaped}](${url})`)).toEqual({ ok: true, value: { title: foldSpace(title), url } });
    }),
  );
});

test("a title without backslashes is read back unescaped too", () => {
  fc.assert(
    fc.property(titles, addresses, (title, url) => {
      fc.pre(!title.includes("\\") && foldSpace(title) === title);
      expect(parseHeader(`[${title}](${url})`)).toEqual({ ok: true, value: { title, url } });
    }),
  );
});

test("a header of a megabyte of separators is read in linear time", () => {
  expect(parseHeader(`[${"](".repeat(500_000)}](https://news.example/a)`)).toMatchObject({ ok: true });
  expect(parseHeader(`[${"](".repeat(500_000)})`)).toMatchObject({ ok: false });
});
