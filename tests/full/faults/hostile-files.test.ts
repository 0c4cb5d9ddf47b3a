import { describe, expect, test } from "vitest";
import { feedFormats } from "../../../src/model/feed.ts";
import { outcomeOf, projectOutlets } from "../../corpus-cases.ts";
import { articleFile } from "../../hostile/article-files.ts";
import {
  bombs,
  everyByte,
  fileWithAddress,
  fileWithBytes,
  invalidBytes,
  longTitles,
  refusedAddresses,
} from "../../hostile/hostile-files.ts";
import { publish, type Published } from "../../hostile/published-entry.ts";

const megabyte = 1_000_000;
const outlets = projectOutlets();

test.each(bombs)("%s: the way through ends", (_what, body, code) => {
  const published = publish(articleFile({ body }));
  expect(typeof published === "string" ? published : undefined).toBe(code);
});

test.each(longTitles)("a title of %s is cut to what a title has", (_what, title) => {
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
  test.each(refusedAddresses)("%j is refused", (url) => {
    expect(publish(fileWithAddress(url))).toMatch(/^(?:INVALID_URL|UNKNOWN_ENCODING)$/);
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
    const { entries } = expectPublished(fileWithAddress(url));
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

  test.each(invalidBytes)("%s in the text is a problem or a flaw, and never another character", (_what, bytes) => {
    const outcome = outcomeOf(fileWithBytes(bytes), outlets);
    const told = outcome.ok ? (outcome.flaws ?? []).map(({ code }) => code).join() : outcome.problem.code;
    expect(told).toMatch(/^(?:(?:UNKNOWN|AMBIGUOUS)_ENCODING|DAMAGED_TEXT|NUL_CHARACTER)$/);
    const clean = "<p>正文正文正文正文正文</p>";
    expect(outcome.ok ? outcome.value.bodyHtml.replaceAll(/\s/g, "") : clean).toBe(clean);
  });

  test("every byte there is, one after the other, is a problem", () => {
    expect(publish(everyByte)).toMatch(encodingProblem);
  });

  test("overrides of direction that are not closed do not reach what stands after a title or name", () => {
    const body =
      "<address>\u202eecilA</address><figure><img src=/a.jpg><figcaption>\u2067图</figcaption></figure><p>x</p>";
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
