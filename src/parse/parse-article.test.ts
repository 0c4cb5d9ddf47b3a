import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";
import { foldSpace, isBlank } from "../lib/text/fold-space.ts";
import { MAX_FILE_BYTES } from "../model/article-file.ts";
import type { Outcome } from "../model/problem.ts";
import type { RawArticle } from "../model/raw-article.ts";
import { parseArticle } from "./parse-article.ts";

const whole = {
  capturedAt: new Date("2023-02-23T04:37:02Z"),
  title: "春天到了",
  url: "https://news.example/a/1",
  bodyHtml: "<p>樱花开了。</p>\n<p>很美。</p>",
};
const comment = "<!--1677127022000-->";
const header = "[春天到了](https://news.example/a/1)";

function parse(content: string | Uint8Array): Outcome<RawArticle> {
  return parseArticle({ path: "a.txt", bytes: Buffer.from(content) });
}

describe("an article file and its variations", () => {
  test.each([
    ["the format itself", `${comment}\n${header}\n------\n\n${whole.bodyHtml}\n`],
    ["a byte order mark", `\ufeff${comment}\n${header}\n------\n\n${whole.bodyHtml}`],
    ["CRLF", `${comment}\r\n${header}\r\n------\r\n\r\n${whole.bodyHtml.replace("\n", "\r\n")}\r\n`],
    ["lone carriage returns", `${comment}\r${header}\r---\r${whole.bodyHtml.replace("\n", "\r")}`],
    ["blank lines everywhere", `\n \n${comment}\n\n${header}\n\n\n---\n\n\n${whole.bodyHtml}\n\n`],
    ["comment and header on one line", `${comment} ${header}\n---\n${whole.bodyHtml}`],
    ["no rule", `${comment}\n${header}\n\n${whole.bodyHtml}`],
    ["a short rule with spaces around", `${comment}\n${header}\n --- \n${whole.bodyHtml}`],
    ["a long rule", `${comment}\n${header}\n${"-".repeat(500)}\n${whole.bodyHtml}`],
    [
      "a line break in the title",
      `${comment}\n[春天\n到了\n\n](https://news.example/a/1)\n------\n${whole.bodyHtml}`,
      "春天 到了",
    ],
    ["a heading", `${comment}\n# ${header}\n------\n${whole.bodyHtml}`],
    [
      "the capture time below the rule",
      `${header}\n------\n日期：Thu, 23 Feb 2023 04:37:02 +0000\n\n${whole.bodyHtml}`,
    ],
    ["milliseconds", `<!-- 1677127022999 -->\n${header}\n------\n${whole.bodyHtml}`],
  ])("%s", (_, content, title = whole.title) => {
    expect(parse(content)).toEqual({ ok: true, value: { ...whole, title } });
  });

  test.each([
    ["no comment", `${header}\n------\n\n${whole.bodyHtml}`],
    ["a comment that is no time", `<!-- saved by a crawler -->\n${header}\n------\n\n${whole.bodyHtml}`],
    ["neither comment nor rule, above markup", `${header}\n\n${whole.bodyHtml}`],
  ])("%s leaves the capture time open", (_, content) => {
    const { capturedAt: _capturedAt, ...open } = whole;
    expect(parse(content)).toEqual({ ok: true, value: open });
  });

  test("only the first rule is syntax", () => {
    expect(parse(`${header}\n---\n---\ntext`)).toMatchObject({ value: { bodyHtml: "---\ntext" } });
  });

  test("a body may be one line of 100 kB", () => {
    const bodyHtml = `<p>${"樱花".repeat(17_000)}</p>`;
    expect(parse(`${comment}\n${header}\n------\n\n${bodyHtml}`)).toMatchObject({ value: { bodyHtml } });
  });

  test("a file in GB18030 is read", () => {
    const bodyHtml = "<p>公园里的樱花陆续开放，许多市民带着孩子前来赏花拍照。</p>";
    expect(parse(iconv.encode(`${comment}\n${header}\n------\n\n${bodyHtml}`, "gb18030"))).toEqual({
      ok: true,
      value: { ...whole, bodyHtml },
    });
  });
});

describe("problems", () => {
  test.each([
    ["no bytes", "", "EMPTY_FILE"],
    ["white space alone", " \r\n\t\u3000\n", "EMPTY_FILE"],
    ["a byte order mark alone", "\ufeff", "EMPTY_FILE"],
    ["the comment alone", `${comment}\n`, "INCOMPLETE_FILE"],
    ["half a comment", "<!--16771", "INCOMPLETE_FILE"],
    ["half a title", `${comment}\n[春天`, "INCOMPLETE_FILE"],
    ["half a title with a link in it", `${comment}\n[f](x)`, "INCOMPLETE_FILE"],
    ["half an address", `${comment}\n[春天](https://news.exa`, "INCOMPLETE_FILE"],
    ["nothing below the header", `${comment}\n${header}\n`, "INCOMPLETE_FILE"],
    ["nothing below the rule", `${comment}\n${header}\n------\n\n \n`, "INCOMPLETE_FILE"],
    ["plain text", "Spring has come.\nThe cherry trees are in bloom.", "MISSING_HEADER"],
    ["markup", `<!doctype html>\n<title>${header}</title>`, "MISSING_HEADER"],
    ["a page that begins with a link", `${header}\n\nSome notes about spring.`, "MISSING_HEADER"],
    ["no title", `${comment}\n[](https://news.example/a)\n---\n<p>a</p>`, "MISSING_TITLE"],
    ["no usable address", `${comment}\n[t](/a)\n---\n<p>a</p>`, "INVALID_URL"],
    [
      "a title that cannot be seen",
      `${comment}\n[\u200b\u2060](https://news.example/a)\n---\n<p>a</p>`,
      "MISSING_TITLE",
    ],
    ["half a title with a line break", `${comment}\n[春天\n到`, "INCOMPLETE_FILE"],
    ["a title without an end", `${comment}\n[春天\n到了\n------\n<p>a</p>`, "MISSING_HEADER"],
  ])("%s", (_, content, code) => {
    expect(parse(content)).toMatchObject({ ok: false, problem: { code } });
  });

  test.each([
    ["seconds for milliseconds", `<!--1677127022-->\n${header}\n------\n\n<p>a</p>`, "TIME_OUT_OF_RANGE"],
    ["a damaged character", `${comment}\n${header}\n------\n\n<p>一\ufffd二</p>`, "DAMAGED_TEXT"],
    ["NUL in the body", `${comment}\n${header}\n---\n<p>\0</p>`, "NUL_CHARACTER"],
  ])("%s is a flaw of an article", (_, content, code) => {
    expect(parse(content)).toMatchObject({ ok: true, flaws: [{ code }] });
  });

  test("binary data is a problem", () => {
    expect(parse(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]))).toMatchObject({
      ok: false,
    });
  });

  test("a file of 5 MB is read, and one of a byte more is not", () => {
    const start = `${comment}\n${header}\n------\n\n`;
    expect(parse(start + "a".repeat(MAX_FILE_BYTES - Buffer.byteLength(start))).ok).toBe(true);
    expect(parse(start + "a".repeat(MAX_FILE_BYTES - Buffer.byteLength(start) + 1))).toMatchObject({
      problem: { code: "OVERSIZE_FILE" },
    });
  });
});

test("whatever the bytes are, the answer is an article or a problem", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(parse(bytes)).toHaveProperty("ok");
    }),
  );
});

test("a file cut anywhere before its body is incomplete", () => {
  const bytes = Buffer.from(`${comment}\n[f](x) 春天(上)](https://news.example/a_(b)/1)\n------\n\n<p>a</p>`);
  fc.assert(
    fc.property(fc.integer({ min: 4, max: bytes.indexOf("<p>") }), (length) => {
      expect(parse(bytes.subarray(0, length))).toMatchObject({ problem: { code: "INCOMPLETE_FILE" } });
    }),
  );
});

const unsaved = /[\0\ufffd\r\n]/;

test("any title and body in a file are read back", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1 }).filter((value) => !isBlank(value) && !unsaved.test(value));
  fc.assert(
    fc.property(text, text, (title, body) => {
      const escaped = title.replaceAll(/[\\[\]]/g, String.raw`\$&`);
      expect(parse(`${comment}\n[${escaped}](${whole.url})\n------\n\n${body}`)).toEqual({
        ok: true,
        value: { ...whole, title: foldSpace(title), bodyHtml: body.trim() },
      });
    }),
  );
});

const seeds = process.env["FEEDMILL_REAL_SEEDS"];

describe.skipIf(!seeds)("the real files", () => {
  test.each(seeds ? readdirSync(seeds) : [])("%s is read whole", (name) => {
    const bytes = readFileSync(join(seeds ?? "", name));
    const outcome = parse(bytes);
    expect(outcome).toMatchObject({
      ok: true,
      value: { capturedAt: expect.any(Date), url: expect.stringMatching(/^https:/) },
    });
    const lines = bytes.toString().split("\n");
    expect(outcome).toMatchObject({ value: { bodyHtml: lines.slice(4).join("\n").trim() } });
  });
});
