import { articleFile } from "./article-files.ts";

const megabyte = 1_000_000;

/** Bodies that some step once took, or would take, more than linear time for, and the problem that ends them. */
export const bombs: readonly (readonly [what: string, body: string, code: string | undefined])[] = [
  ["a font left open in each of 4,500 paragraphs", numbered(4_500, (at) => `<font a=${at}><p>x`), "TOO_DEEP"],
  ["200,000 divisions in one another", "<div>".repeat(200_000), "TOO_DEEP"],
  ["divisions in one another around 4 MB of text", `${"<div>".repeat(250)}${"x".repeat(4 * megabyte)}`, "TOO_DEEP"],
  ["links in divisions around 4 MB of text", `${"<div><a>x</a>".repeat(240)}${"x".repeat(4 * megabyte)}`, "TOO_DEEP"],
  [
    "figures in one another around 190,000 elements",
    `${"<figure><img src=/a>".repeat(240)}${"<b>x</b>".repeat(190_000)}`,
    "TOO_DEEP",
  ],
  ["a million attributes", `<p ${numbered(500_000, (at) => `a${at} `)}>x`, "TOO_MANY_ATTRIBUTES"],
  [
    "a million attributes in a tag without end",
    `<p>x</p><p ${numbered(500_000, (at) => `a${at} `)}`,
    "TOO_MANY_ATTRIBUTES",
  ],
  ["more elements than any article has", "<br>".repeat(200_001), "TOO_MANY_ELEMENTS"],
  ["a table in each cell of a table", "<table><td>".repeat(10_000), "TOO_DEEP"],
  ["nothing but breaks", "<br>".repeat(199_000), "EMPTY_BODY"],
  ["nothing but comments", "<!---->".repeat(200_000), "EMPTY_BODY"],
  ["190,000 sources of one recording", `<p>x</p><video>${"<source src=/a>".repeat(190_000)}</video>`, undefined],
  ["20,000 pictures with captions", "<p><img src=/a><small>c</small></p>".repeat(20_000), undefined],
  ["two million combining marks out of order", `<p>a${"\u0301\u0316".repeat(megabyte)}</p>`, undefined],
  ["4 MB of one name in the byline", `<address>${"A".repeat(4 * megabyte)}</address><p>x</p>`, undefined],
  ["4 MB of references", "&amp;".repeat(800_000), undefined],
  ["a link of 4 MB", `<a href="/${"a/../".repeat(800_000)}">x</a>`, undefined],
  ["a link of a million tracking parameters", `<a href="/x?${"utm_source=1&".repeat(300_000)}">x</a>`, undefined],
  ["a date of 4 MB", `<time datetime="${"1".repeat(4 * megabyte)}">x</time><p>x</p>`, undefined],
];

export const longTitles: readonly (readonly [what: string, title: string])[] = [
  ["1 MB of letters", "题".repeat(333_333)],
  ["1 MB of emphasis", "<b>题</b>".repeat(100_000)],
  ["1 MB of unfinished emphasis", "<b ".repeat(300_000)],
  ["1 MB of references", "&amp;".repeat(200_000)],
  ["1 MB of brackets", "t](".repeat(300_000)],
  ["1 MB of schemes", `](${"a".repeat(megabyte)}`],
  ["1 MB of spaces", ` ${" ".repeat(megabyte)}x`],
  ["1 MB of combining marks", `x${"\u0301\u0316".repeat(250_000)}`],
  ["1 MB of backslashes", "\\".repeat(megabyte)],
];

/** Byte sequences that no UTF-8 has, or no text. */
export const invalidBytes: readonly (readonly [what: string, bytes: readonly number[]])[] = [
  ["a half of a surrogate pair, as CESU-8", [0xed, 0xa0, 0x80]],
  ["an overlong slash", [0xc0, 0xaf]],
  ["an overlong NUL", [0xc0, 0x80]],
  ["a code point beyond the last", [0xf4, 0x90, 0x80, 0x80]],
  ["a sequence of five bytes", [0xf8, 0x88, 0x80, 0x80, 0x80]],
  ["a byte that never occurs", [0xff]],
  ["a continuation alone", [0x80]],
  ["a sequence that is cut off", [0xe4, 0xb8]],
  ["NUL", [0x00]],
];

/** A file that has these bytes within its text. */
export function fileWithBytes(bytes: readonly number[]): Buffer {
  const before = articleFile({ body: "<p>正文正文正文正文" });
  return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from("正文</p>")]);
}

/** Every byte there is, one after the other. */
export const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

export const refusedAddresses: readonly string[] = [
  "javascript:alert(1)",
  "JAVASCRIPT://cn.nytimes.com/%0aalert(1)",
  "data:text/html,x",
  "file:///etc/passwd",
  "//cn.nytimes.com/a",
  "https:cn.nytimes.com/a",
  "https://user@cn.nytimes.com/a",
  "https://cn.nytimes.com:secret@evil.example/a",
  "https://cn.nytimes.com%2f@evil.example/a",
  "https://[::1/a",
  "https://cn.nytimes.com\u2100evil.example/a",
];

/** A file whose article has this address. */
export function fileWithAddress(url: string): string {
  return `<!--1718000400000-->\n[t](${url})\n------\n\n<p>x</p>`;
}

function numbered(count: number, piece: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => piece(at)).join("");
}
