import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildFeed } from "../src/feeds/build-feed.ts";
import { feedFormats } from "../src/model/feed.ts";
import { renderEntry, renderFeed } from "../src/render/render-feed.ts";
import { brokenRules } from "./feed-rules.ts";
import { readWithFeedsmith } from "./read-back.ts";
import { definition, site, sampleArticle } from "./render-cases.ts";
import { childrenNamed, parseXml, textOf, type XmlElement } from "./xml-tree.ts";

/** Any UTF-16, lone surrogates among it, thick with what means something to some layer of a feed. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("&", "<", ">", '"', "'", "&amp;", "&#x3C;", "]]>", "<![CDATA[", "<!--", "<?x ?>"),
      fc.constantFrom("</item>", "</entry>", "<script>", "$&", "$1", "{n}", "\\", "茶", "\u{1F375}"),
      fc.constantFrom("\0", "\b", "\r", "\r\n", "\t", "\u0085", "\u3000", "\u2028"),
      fc.constantFrom("\uFDD0", "\uFDD4", "\uFDEF", "\uFFFD", "\uFFFE", "\u{1FFFF}"),
      fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

const anyUrl = fc.oneof(
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.tuple(fc.webUrl(), anyText).map(([base, rest]) => `${base}/${rest}?${rest}#${rest}`),
  anyText,
);

const anyArticle = fc
  .record({
    title: anyText,
    bodyHtml: anyText,
    excerpt: anyText,
    authors: fc.array(anyText, { maxLength: 3 }),
    section: anyText,
    rights: anyText,
    outletName: anyText.map((name) => `报${name}`),
    canonicalUrl: anyUrl,
    originalUrl: anyUrl,
    entries: fc.constantFrom("full" as const, "summary" as const),
    leadImage: fc.record({ url: anyUrl, alt: anyText, caption: anyText, credit: anyText }),
    publishedAt: fc.date({ noInvalidDate: false }),
    updatedAt: fc.date({ noInvalidDate: false }),
  })
  .map(sampleArticle);

/** Bodies are random here; that they hold no script and no relative address is the sanitizer's doing. */
const aboutBodies = /^(?:ContainsRelRef|SecurityRisk):/;

describe.each(feedFormats)("%s", (format) => {
  const render = (article: ReturnType<typeof sampleArticle>) =>
    renderFeed(buildFeed(definition, [article]), format, site, (one, of) => renderEntry(one, of, site));

  test("whatever an article says, its document breaks no rule", () => {
    fc.assert(
      fc.property(anyArticle, (article) => {
        const broken = brokenRules(render(article), site);
        expect(broken.filter((rule) => !aboutBodies.test(rule))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("title and body are read back as they were, less what XML cannot say", () => {
    fc.assert(
      fc.property(anyText, anyText, (text, html) => {
        const title = `题${text}。`;
        const bodyHtml = `<p>${html}</p>`;
        const { leadImage: _, ...article } = sampleArticle({ title, bodyHtml });
        const document = Buffer.from(render(article).body).toString();
        const read = format === "json" ? readJson(document) : readXml(parseXml(document));
        expect(read).toEqual({
          title: sayable(title).replace(/[\t\n ]+/g, " "),
          body: sayable(bodyHtml).replaceAll("]]>", "]]&gt;"),
        });
      }),
      { numRuns: 500 },
    );
  });
});

test("any address is written as one that RFC 3986 allows, and again as the same", () => {
  fc.assert(
    fc.property(anyUrl, (canonicalUrl) => {
      const document = Buffer.from(renderEntry(sampleArticle({ canonicalUrl }), "json", site)).toString();
      const { url }: { readonly url: string } = JSON.parse(document);
      expect(url).toMatch(/^https?:\/\/[\w.:-]+(?:[\w\-.~:/?#@!$&'()*+,;=]|%[\dA-Fa-f]{2})*$/);
      const again = Buffer.from(renderEntry(sampleArticle({ canonicalUrl: url }), "json", site)).toString();
      expect(JSON.parse(again)).toMatchObject({ url });
    }),
    { numRuns: 500 },
  );
});

function readXml(root: XmlElement): { readonly title: string | undefined; readonly body: string | undefined } {
  const [entry] = [...root.children.flatMap((child) => childrenNamed(child, "item")), ...childrenNamed(root, "entry")];
  if (entry === undefined) throw new Error("The document has an entry");
  return { title: textOf(entry, "title"), body: textOf(entry, "content:encoded") ?? textOf(entry, "content") };
}

function readJson(document: string): { readonly title: string | undefined; readonly body: string | undefined } {
  const [entry] = readWithFeedsmith(document, "json", "summary");
  return { title: entry?.title, body: entry?.body };
}

/** The same by other means than `legalText`: one code point at a time. */
function sayable(text: string): string {
  return Array.from(text.replaceAll("\r\n", "\n").replaceAll("\r", "\n")).filter(isSayable).join("");
}

function isSayable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return character === "\t" || character === "\n";
  if (code >= 0x7f && code <= 0x9f) return false;
  if (code >= 0xd800 && code <= 0xdfff) return false;
  if (code >= 0xfdd0 && code <= 0xfdef) return false;
  return (code & 0xfffe) !== 0xfffe && code !== 0xfffd;
}
