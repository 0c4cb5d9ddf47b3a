import { expect, test } from "vitest";
import { type FetchedFeed, NoFeedError, readFeed } from "./read-feed.ts";

const at = "https://outlet.example/feed";

function read(text: string | Uint8Array, contentType?: string): FetchedFeed {
  return readFeed(typeof text === "string" ? Buffer.from(text) : text, contentType, at);
}

function rss(items: string, channel = "", attributes = ""): string {
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" ${attributes}
    xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"
    xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
    <channel><title>某报</title><link>https://outlet.example/</link><description/>${channel}${items}</channel></rss>`;
}

test("RSS 2.0: the full text goes before the description, dc:creator before author, the guid names the entry", () => {
  const { title, entries } = read(
    rss(`<item><title>桥修好了</title><link>https://outlet.example/1</link><guid isPermaLink="false">urn:1</guid>
      <pubDate>Mon, 20 Jul 2020 19:22:03 GMT</pubDate><dc:creator>甲</dc:creator><dc:creator>乙</dc:creator>
      <description>短</description><content:encoded><![CDATA[<p>全文</p>]]></content:encoded></item>`),
  );
  expect(title).toBe("某报");
  expect(entries).toEqual([
    {
      id: "urn:1",
      url: "https://outlet.example/1",
      titleHtml: "桥修好了",
      authors: ["甲", "乙"],
      publishedAt: new Date("2020-07-20T19:22:03Z"),
      bodyHtml: "<p>全文</p>",
    },
  ]);
});

test("RSS 0.91: an item without id and date has its address for an id, and no time", () => {
  const text = `<rss version="0.91"><channel><title>T</title><item><title>A</title><link>/a</link>
    <description>&lt;p&gt;Text&lt;/p&gt;</description></item></channel></rss>`;
  expect(read(text).entries).toEqual([
    {
      id: "https://outlet.example/a",
      url: "https://outlet.example/a",
      titleHtml: "A",
      authors: [],
      bodyHtml: "<p>Text</p>",
    },
  ]);
});

test("RSS 1.0 (RDF): items stand beside the channel", () => {
  const text = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://outlet.example/"><title>T</title></channel>
    <item rdf:about="https://outlet.example/1"><title>A</title><link>https://outlet.example/1</link>
    <description>Text</description><dc:date>2020-07-20T10:00:00+08:00</dc:date></item></rdf:RDF>`;
  const [entry] = read(text).entries;
  expect([entry?.url, entry?.bodyHtml, entry?.publishedAt?.toISOString()]).toEqual([
    "https://outlet.example/1",
    "Text",
    "2020-07-20T02:00:00.000Z",
  ]);
});

test("Atom: text without a type is no markup, addresses count from xml:base, the feed's author is its entries'", () => {
  const text = `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://outlet.example/news/"><title>T</title><id>f</id>
    <updated>2020-01-01T00:00:00Z</updated><author><name>丙</name></author>
    <entry xml:base="2020/"><title>1 &lt; 2</title><id>e</id><link href="a.html"/><updated>2020-01-02T00:00:00Z</updated>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text <img src="p.png" srcset="p.png, q.png 2x"/></p></div></content></entry></feed>`;
  expect(read(text).entries).toEqual([
    {
      id: "e",
      url: "https://outlet.example/news/2020/a.html",
      titleHtml: "1 &lt; 2",
      authors: ["丙"],
      publishedAt: new Date("2020-01-02T00:00:00Z"),
      bodyHtml: expect.stringContaining(
        '<img src="https://outlet.example/news/2020/p.png" srcset="https://outlet.example/news/2020/p.png, https://outlet.example/news/2020/q.png 2x">',
      ),
    },
  ]);
});

test("JSON Feed: plain text becomes paragraphs, attachments become players, the picture comes first", () => {
  const { entries, olderUrl } = read(
    JSON.stringify({
      version: "https://jsonfeed.org/version/1.1",
      title: "T",
      next_url: "https://outlet.example/feed?page=2",
      items: [
        {
          id: "1",
          url: "https://outlet.example/1",
          title: "A & B",
          content_text: "One <two>\nthree\n\nfour",
          image: "https://outlet.example/p.jpg",
          attachments: [{ url: "https://outlet.example/a.mp3", mime_type: "audio/mpeg" }],
        },
      ],
    }),
  );
  expect(olderUrl).toBe("https://outlet.example/feed?page=2");
  expect([entries[0]?.titleHtml, entries[0]?.bodyHtml]).toEqual([
    "A &amp; B",
    '<img src="https://outlet.example/p.jpg"><p>One &lt;two&gt;<br>three</p>\n<p>four</p>' +
      '<audio controls src="https://outlet.example/a.mp3"></audio>',
  ]);
});

test("Media RSS: a picture of a group leads a text without one, and does not double one that is there", () => {
  const group = `<media:group><media:content url="https://p.example/1.jpg" medium="image"/></media:group>`;
  const item = (body: string): string =>
    `<item><title>A</title><link>/a${body.length}</link><description>${body}</description>${group}</item>`;
  const { entries } = read(rss(item("Text") + item("&lt;img src='https://p.example/2.jpg'&gt;Text")));
  expect(entries.map(({ bodyHtml }) => bodyHtml)).toEqual([
    '<img src="https://p.example/1.jpg">Text',
    "<img src='https://p.example/2.jpg'>Text",
  ]);
});

test("the feed says how seldom it wants to be asked, where its history is, and its hubs", () => {
  const { pollSeconds, olderUrl, hubs } = read(
    rss(
      "",
      `<ttl>90</ttl><atom:link rel="hub" href="https://hub.example/"/><atom:link rel="prev-archive" href="/2020.xml"/>`,
    ),
  );
  expect([pollSeconds, olderUrl, hubs]).toEqual([5400, "https://outlet.example/2020.xml", ["https://hub.example/"]]);
  const syndication = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>";
  expect(read(rss("", syndication)).pollSeconds).toBe(21_600);
});

test("an entry that no article file can be made of is told, and costs no other", () => {
  const { entries, unusable } = read(
    rss(`<item><title>No address</title><guid isPermaLink="false">n</guid><description>x</description></item>
      <item><link>/1</link><description>no title</description></item>
      <item><title>Nothing</title><link>/2</link></item>
      <item><title>Right</title><link>/3</link><description>x</description></item>`),
  );
  expect(entries.map(({ titleHtml }) => titleHtml)).toEqual(["Right"]);
  expect(unusable.map(({ why }) => why)).toEqual([
    "It has no http or https address.",
    "It has no title.",
    "It has no text and no picture.",
  ]);
});

test("of entries with one id and one address the first counts; one id at two addresses is two entries", () => {
  const items = [
    ["/1", "new"],
    ["/1", "old"],
    ["/2", "other"],
  ].map(
    ([link, text]) =>
      `<item><title>A</title><guid isPermaLink="false">same</guid><link>${link}</link><description>${text}</description></item>`,
  );
  const { entries } = read(rss(items.join("")));
  expect(entries.map(({ bodyHtml }) => bodyHtml)).toEqual(["new", "other"]);
});

test("the encoding is read from the bytes, the declaration or the header, whatever type the server claims", () => {
  const gb = Buffer.concat([
    Buffer.from('<?xml version="1.0" encoding="GB2312"?><rss version="2.0"><channel><title>'),
    Buffer.from([0xd6, 0xd0, 0xce, 0xc4]),
    Buffer.from("</title></channel></rss>"),
  ]);
  const bare = Buffer.concat([
    Buffer.from('<rss version="2.0"><channel><title>'),
    Buffer.from([0xd6, 0xd0, 0xce, 0xc4]),
    Buffer.from("</title></channel></rss>"),
  ]);
  const wide = Buffer.from('\ufeff<rss version="2.0"><channel><title>中文</title></channel></rss>', "utf16le");
  expect([read(gb).title, read(bare, "text/html; charset=gbk").title, read(wide).title]).toEqual([
    "中文",
    "中文",
    "中文",
  ]);
});

test("feedmill's own line of attribution is no text of the entry, and no other last line is", () => {
  const lines = [
    `&lt;p>&lt;small>来源：&lt;a href="https://outlet.example/1">某报&lt;/a>&lt;/small>&lt;/p>`,
    `&lt;p>&lt;small>见&lt;a href="https://outlet.example/2">别处&lt;/a>&lt;/small>&lt;/p>`,
  ];
  const items = lines.map(
    (line) => `<item><title>A</title><link>/1</link><description>&lt;p>Text&lt;/p>${line}</description></item>`,
  );
  const bodies = items.map((item) => read(rss(item)).entries[0]?.bodyHtml);
  expect(bodies).toEqual(["<p>Text</p>", expect.stringContaining("别处")]);
});

test("what is no feed, or breaks off, is told as that", () => {
  const whole = rss("<item><title>A</title><link>/a</link><description>x</description></item>");
  for (const text of ["", "<html><body>Not here</body></html>", "{}", whole.slice(0, -40)]) {
    expect(() => read(text)).toThrow(NoFeedError);
  }
});

test("markup beyond what an article may have costs its entry, wherever it stands", () => {
  const deep = "&lt;b>".repeat(100_000);
  const { entries, unusable } = read(
    rss(`<item xml:base="x/"><title>A</title><link>/a</link><description>${deep}</description></item>
      <item><title>${deep}B</title><link>/b</link><description>Text</description></item>
      <item><title>D</title><link>/d</link><description>Text</description></item>`),
  );
  expect(entries.map(({ url }) => url)).toEqual(["https://outlet.example/d"]);
  expect(unusable.map(({ why }) => why)).toEqual([
    "Its markup is beyond what an article may have: depth.",
    "It has no title.",
  ]);
});
