import { v5 } from "uuid";
import type { Article } from "../src/model/article.ts";
import type { FeedDefinition, Site } from "../src/model/feed.ts";

export const site: Site = {
  title: "集报 & friends",
  publicUrl: "https://feeds.example/mill",
  siteId: "0192f3c4-7d1e-7c3a-9b52-6f0d5a1e8b47",
  language: "zh-Hans",
  maxAgeSeconds: 300,
};

export const definition: FeedDefinition = {
  name: "all",
  title: "全部 <文章> & more",
  description: "A & B <C>",
  rights: "© A & B",
  language: "zh-Hans",
};

/** An article with all there can be; each with an id and a time of its own. */
export function sampleArticle(changes: Partial<Article> & { readonly number?: number } = {}): Article {
  const { number = 1, ...fields } = changes;
  const publishedAt = new Date(Date.UTC(2024, 4, 17, 2, 50, number));
  return {
    id: `urn:uuid:${v5(`gazette.example/${number}`, site.siteId)}`,
    outletId: "gazette",
    outletName: "样报",
    canonicalUrl: `https://gazette.example/garden/20240517/tea-${number}/?a=1&b=%E8%8C%B6`,
    title: "春茶上市，“雨前”价格平稳",
    language: "zh-Hans",
    authors: ["李茶", "Ann O'Leaf"],
    section: "garden",
    rights: "© 2024 样报",
    leadImage: {
      url: "https://images.example/?url=gazette.example/tea.jpg",
      alt: "茶园",
      caption: "清晨的茶园。",
      credit: "Ann O'Leaf/样报",
      width: 1050,
      height: 700,
    },
    originalUrl: "https://www.gazette.example/2024/05/16/tea.html",
    twin: { id: "urn:uuid:c0ffee00-0000-5000-8000-000000000000", url: "https://gazette.example/garden/tea/zh-hant/" },
    bodyHtml: '<p>新茶上市了。</p><p>价格与<a href="https://gazette.example/2023/">去年</a>持平。</p>',
    excerpt: "新茶上市了。价格与去年持平。",
    entries: "full",
    publishedAt,
    publishedAtIsCaptureTime: false,
    updatedAt: publishedAt,
    firstCapturedAt: publishedAt,
    capturedAt: publishedAt,
    surfacedAt: publishedAt,
    revision: `revision-${number}`,
    ...fields,
  };
}

/** An article, and what must be read back of it from every format where that is not what the article says. */
export interface RenderCase {
  readonly name: string;
  readonly article: Article;
  readonly shown?: Partial<Pick<Article, "title" | "canonicalUrl" | "authors" | "excerpt" | "bodyHtml">>;
}

const {
  leadImage: _picture,
  section: _section,
  rights: _rights,
  originalUrl: _original,
  twin: _twin,
  ...bare
} = sampleArticle({ number: 2 });

export const renderCases: readonly RenderCase[] = [
  { name: "an article with everything", article: sampleArticle() },
  { name: "an article with nothing optional", article: { ...bare, authors: [] } },
  { name: "an edited article", article: sampleArticle({ updatedAt: new Date("2024-05-20T01:02:03Z") }) },
  { name: "an article shown by its excerpt", article: sampleArticle({ entries: "summary" }) },
  { name: "a body without an excerpt", article: sampleArticle({ excerpt: "" }) },
  { name: "Traditional Chinese", article: sampleArticle({ language: "zh-Hant", title: "春茶上市" }) },
  { name: "characters beyond the first plane", article: sampleArticle({ title: "𠮷野家 葛󠄀 👨‍👩‍👧" }) },
  { name: "full-width spaces", article: sampleArticle({ title: "茶\u3000话", bodyHtml: "<p>\u3000\u3000春。</p>" }) },
  { name: "a title that closes with an opening quote", article: sampleArticle({ title: "他说：“" }) },
  {
    name: "XML specials in plain text",
    article: sampleArticle({ title: `a<b>&"c'`, authors: [`A<b>&"c`], section: `s<b>&"c` }),
  },
  {
    name: "literal references in plain text",
    article: sampleArticle({ title: "&amp; &lt;b&gt; &#38;", excerpt: "&amp;amp; &lt;" }),
  },
  { name: "markup in an excerpt", article: sampleArticle({ excerpt: "a < b </b> <i>c</i>" }) },
  {
    name: "one CDATA end",
    article: sampleArticle({ title: "a]]>b", excerpt: "c]]>d", bodyHtml: "<p>e]]>f</p>" }),
    shown: { bodyHtml: "<p>e]]&gt;f</p>" },
  },
  {
    name: "two CDATA ends in one field",
    article: sampleArticle({ title: "]]>]]>", excerpt: "a]]>b]]>c", bodyHtml: '<p title="]]>">]]>]]></p>' }),
    shown: { bodyHtml: '<p title="]]&gt;">]]&gt;]]&gt;</p>' },
  },
  {
    name: "text that ends like a CDATA section",
    article: sampleArticle({ title: "a]]", excerpt: "b]", bodyHtml: "<p>c</p>]]" }),
  },
  { name: "a CDATA section in text", article: sampleArticle({ title: "<![CDATA[x]]>", excerpt: "<![CDATA[x" }) },
  {
    name: "control characters",
    article: sampleArticle({
      title: "a\u0000b\u0008c\u000Bd\u001F",
      bodyHtml: "<p>\u0007x\u007F\u0085</p>",
      authors: ["A\u0001"],
    }),
    shown: { title: "abcd", bodyHtml: "<p>x</p>", authors: ["A"] },
  },
  {
    name: "noncharacters",
    article: sampleArticle({ title: "a\uFFFEb\uFFFF", bodyHtml: "<p>\u{1FFFE}x\uFDD0\uFDD5</p>" }),
    shown: { title: "ab", bodyHtml: "<p>x</p>" },
  },
  {
    name: "lone surrogates",
    article: sampleArticle({ title: "a\uD83Db", bodyHtml: "<p>\uDE00x</p>", excerpt: "y\uD800" }),
    shown: { title: "ab", bodyHtml: "<p>x</p>", excerpt: "y" },
  },
  {
    name: "line ends and tabs in a title",
    article: sampleArticle({ title: " a\r\nb\tc\rd ", section: "x\ny", bodyHtml: "<pre>a\r\nb\tc</pre>" }),
    shown: { title: "a b c d", bodyHtml: "<pre>a\nb\tc</pre>" },
  },
  {
    name: "a title of nothing visible",
    article: sampleArticle({ title: "\u0000\n" }),
    shown: { title: "https://gazette.example/garden/20240517/tea-1/?a=1&b=%E8%8C%B6" },
  },
  {
    name: "authors of nothing visible",
    article: sampleArticle({ authors: ["\u0000", " "] }),
    shown: { authors: ["样报"] },
  },
  {
    name: "an address with what only browsers accept",
    article: sampleArticle({ canonicalUrl: "https://Gazette.example:443/a b|c{茶}[1]/100%?q=\"<>'^`&amp;=1#\\" }),
    shown: {
      canonicalUrl: "https://gazette.example/a%20b%7Cc%7B%E8%8C%B6%7D%5B1%5D/100%25?q=%22%3C%3E%27%5E%60&amp;=1#%5C",
    },
  },
  {
    name: "an address that is none",
    article: sampleArticle({
      canonicalUrl: "/relative",
      originalUrl: "javascript:alert(1)",
      twin: { id: "x", url: "" },
    }),
    shown: { canonicalUrl: "https://feeds.example/mill/feeds/gazette/" },
  },
  {
    name: "a picture whose address is none",
    article: sampleArticle({ leadImage: { url: "//h/x.jpg", caption: "c" } }),
  },
  {
    name: "a picture with markup in its words",
    article: sampleArticle({
      leadImage: { url: "https://h.example/?a=1&b=.png", alt: `"><script>`, caption: "<b>&amp;", credit: "]]>" },
    }),
  },
  {
    name: "references of HTML in a body",
    article: sampleArticle({ bodyHtml: "<p>&nbsp;&copy; &amp;lt; &#x1F375;</p>" }),
  },
  {
    name: "end tags of the document in a body",
    article: sampleArticle({ bodyHtml: "<p>&lt;/item&gt;&lt;/entry&gt;</p></item></entry>" }),
  },
  {
    name: "replacement patterns",
    article: sampleArticle({ title: "$& $1 $$ $`", bodyHtml: "<p>$& $1 $' $$</p>" }),
  },
  {
    name: "keys of the writer in an article's words",
    article: sampleArticle({ title: "_text", section: "_attributes", authors: ["_cdata", "__proto__"] }),
  },
  {
    name: "times that are none",
    article: sampleArticle({ publishedAt: new Date(Number.NaN), updatedAt: new Date(8.64e15) }),
  },
  {
    name: "an article of the last century",
    article: sampleArticle({ publishedAt: new Date("1969-07-20T20:17:40Z") }),
  },
];
