import { describe, expect, test } from "vitest";
import { feedFormats } from "../../src/model/feed.ts";
import { articleFile } from "./article-files.ts";
import { publish, type Published } from "./published-entry.ts";

const megabyte = 1_000_000;

/** Bodies that some step once took, or would take, more than linear time for, and the problem that ends them. */
const bombs: readonly (readonly [what: string, body: string, code: string | undefined])[] = [
  ["a font left open in each of 4,500 paragraphs", numbered(4_500, (at) => `<font a=${at}><p>x`), "TOO_DEEP"],
  ["200,000 divisions in one another", "<div>".repeat(200_000), "TOO_DEEP"],
  ["divisions in one another around 4 MB of text", `${"<div>".repeat(250)}${"x".repeat(4 * megabyte)}`, "TOO_DEEP"],
  ["links in divisions around 4 MB of text", `${"<div><a>x</a>".repeat(240)}${"x".repeat(4 * megabyte)}`, "TOO_DEEP"],
  ["figures in one another around 190,000 elements", `${"<figure><img src=/a>".repeat(240)}${"<b>x</b>".repeat(190_000)}`, "TOO_DEEP"],
  ["a million attributes", `<p ${numbered(500_000, (at) => `a${at} `)}>x`, "TOO_MANY_ATTRIBUTES"],
  ["a million attributes in a tag without end", `<p>x</p><p ${numbered(500_000, (at) => `a${at} `)}`, "TOO_MANY_ATTRIBUTES"],
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

function numbered(count: number, piece: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => piece(at)).join("");
}

test.each(bombs)("%s: the way through ends", (_what, body, code) => {
  const published = publish(articleFile({ body }));
  expect(typeof published === "string" ? published : undefined).toBe(code);
});

test.each([
  ["1 MB of letters", "题".repeat(333_333)],
  ["1 MB of emphasis", "<b>题</b>".repeat(100_000)],
  ["1 MB of unfinished emphasis", "<b ".repeat(300_000)],
  ["1 MB of references", "&amp;".repeat(200_000)],
  ["1 MB of brackets", "t](".repeat(300_000)],
  ["1 MB of schemes", `](${"a".repeat(megabyte)}`],
  ["1 MB of spaces", ` ${" ".repeat(megabyte)}x`],
  ["1 MB of combining marks", `x${"\u0301\u0316".repeat(250_000)}`],
  ["1 MB of backslashes", "\\".repeat(megabyte)],
])("a title of %s is cut to what a title has", (_what, title) => {
  const { entries } = expectPublished(articleFile({ title, body: "<p>正文。</p>" }));
  for (const format of feedFormats) expect(entries[format].title?.length).toBeLessThanOrEqual(20_000);
});

test("300 articles with one title and one text have 300 ids", () => {
  const published = Array.from({ length: 300 }, (_, at) =>
    expectPublished(articleFile({ title: "同题", path: `/world/${at}/`, body: "<p>同文。</p>" })),
  );
  expect(new Set(published.map(({ article }) => article.id)).size).toBe(300);
  expect(new Set(published.map(({ article }) => article.title))).toEqual(new Set(["同题"]));
});

describe("addresses of the article itself", () => {
  test.each([
    "javascript:alert(1)",
    "JAVASCRIPT://cn.nytimes.com/%0aalert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "//cn.nytimes.com/a",
    "https:cn.nytimes.com/a",
    "https://user@cn.nytimes.com/a",
    "https://cn.nytimes.com:secret@evil.example/a",
    "https://cn.nytimes.com%2f@evil.example/a",
    "https://\u0000/a",
    "https://[::1/a",
    "https://cn.nytimes.com\u2100evil.example/a",
  ])("%j is refused", (url) => {
    expect(publish(`<!--1718000400000-->\n[t](${url})\n------\n\n<p>x</p>`)).toMatch(/^(?:INVALID_URL|UNKNOWN_ENCODING)$/);
  });

  test("4 MB of slashes are refused", () => {
    expect(publish(articleFile({ path: `${"/".repeat(4 * megabyte)}a`, body: "<p>x</p>" }))).toBe("INVALID_URL");
  });

  test.each([
    ["a Cyrillic letter", "https://cn.n\u0443times.com/a", "xn--"],
    ["a full stop of another script", "https://cn\u3002nytimes\uff0ecom/a", "cn.nytimes.com"],
    ["full-width letters", "https://\uff43n.nytimes.com/a", "cn.nytimes.com"],
    ["a soft hyphen", "https://cn.ny\u00adtimes.com/a", "cn.nytimes.com"],
    ["an address in octal", "https://0177.0.0.1/a", "127.0.0.1"],
    ["an override of direction in the path", "https://cn.nytimes.com/\u202egpj.exe", "cn.nytimes.com"],
  ])("%s shows the host that is asked", (_what, url, host) => {
    const { entries } = expectPublished(`<!--1718000400000-->\n[t](${url})\n------\n\n<p>x</p>`);
    expect(entries.rss.url).toContain(host);
    expect(entries.rss.url).toMatch(/^[!-~]+$/);
  });
});

const encodingProblem = /^(?:UNKNOWN|AMBIGUOUS)_ENCODING$/;

describe("characters", () => {
  /** Everything XML 1.0 §2.2 forbids, and what says nothing: C1 controls, noncharacters. */
  const illegal = [
    ...range(0x01, 0x08),
    ...range(0x0b, 0x0c),
    ...range(0x0e, 0x1f),
    ...range(0x7f, 0x9f),
    ...range(0xfdd0, 0xfdef),
    ...Array.from({ length: 17 }, (_, plane) => [plane * 0x1_0000 + 0xfffe, plane * 0x1_0000 + 0xffff]).flat(),
  ].map((code) => String.fromCodePoint(code));

  test("none that XML cannot hold comes through in any field, written out or by reference", () => {
    for (const character of illegal) {
      const reference = `&#${character.codePointAt(0)};`;
      const words = `一${character}二${reference}三`;
      const body = `<address>${words}</address><figure><img src="/a.jpg" alt="${words}"><figcaption>${words}</figcaption></figure><p title="${words}">${words}</p>`;
      const { entries } = expectPublished(articleFile({ title: words, body }));
      for (const format of feedFormats) expect(JSON.stringify(entries[format])).not.toContain(character);
    }
  });

  test.each([
    ["a half of a surrogate pair, as CESU-8", [0xed, 0xa0, 0x80]],
    ["an overlong slash", [0xc0, 0xaf]],
    ["an overlong NUL", [0xc0, 0x80]],
    ["a code point beyond the last", [0xf4, 0x90, 0x80, 0x80]],
    ["a sequence of five bytes", [0xf8, 0x88, 0x80, 0x80, 0x80]],
    ["a byte that never occurs", [0xff]],
    ["a continuation alone", [0x80]],
    ["a sequence that is cut off", [0xe4, 0xb8]],
    ["NUL", [0x00]],
  ])("%s in the text is a problem, not another text", (_what, bytes) => {
    const file = Buffer.concat([Buffer.from(articleFile({ body: "<p>正文正文正文正文" })), Buffer.from(bytes), Buffer.from("正文</p>")]);
    expect(publish(file)).toMatch(encodingProblem);
  });

  test("every byte there is, one after the other, is a problem", () => {
    expect(publish(Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)))).toMatch(encodingProblem);
  });

  test("overrides of direction that are not closed do not reach what stands after a title or name", () => {
    const body = "<address>\u202eecilA</address><figure><img src=/a.jpg><figcaption>\u2067图</figcaption></figure><p>x</p>";
    const { article } = expectPublished(articleFile({ title: "\u202egpj.exe", body }));
    for (const words of [article.title, ...article.authors, article.leadImage?.caption]) {
      expect(words).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    }
  });
});

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

function expectPublished(file: string | Uint8Array): Published {
  const published = publish(file);
  if (typeof published === "string") throw new Error(published);
  return published;
}
