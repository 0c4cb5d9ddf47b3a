import { expect, test } from "vitest";
import { article } from "../model/article.fixture.ts";
import { renderEntry, renderFeed } from "./render-feed.ts";

const site = {
  title: "集报",
  publicUrl: "https://f.example/mill",
  siteId: "0192f3c4-7d1e-7c3a-9b52-6f0d5a1e8b47",
  language: "zh-Hans",
  maxAgeSeconds: 300,
};
const feed = {
  definition: {
    name: "gazette",
    title: "样报",
    description: "A",
    language: "zh",
    homepage: "https://gazette.example/",
  },
  variant: { name: "gazette" },
  articles: [],
};

function text(format: "rss" | "atom" | "json", maxAgeSeconds = 300): string {
  const { body } = renderFeed(feed, format, { ...site, maxAgeSeconds }, () => new Uint8Array());
  return Buffer.from(body).toString();
}

test("a document knows where it is, what it is, and where else the feed is", () => {
  const { body: _, entries: _entries, ...document } = renderFeed(feed, "atom", site, () => new Uint8Array());
  expect(document).toEqual({
    path: "/feeds/gazette/atom.xml",
    contentType: "application/atom+xml; charset=utf-8",
    links: [
      { rel: "self", href: "https://f.example/mill/feeds/gazette/atom.xml", type: "application/atom+xml" },
      { rel: "alternate", href: "https://f.example/mill/feeds/gazette/rss.xml", type: "application/rss+xml" },
      { rel: "alternate", href: "https://f.example/mill/feeds/gazette/feed.json", type: "application/feed+json" },
      { rel: "alternate", href: "https://f.example/mill/feeds/gazette/", type: "text/html" },
    ],
    maxAgeSeconds: 300,
  });
});

test.each(["rss", "atom", "json"] as const)("a document in %s knows where its entries stand", (format) => {
  const articles = ["甲", "乙乙", "丙"].map((title, number) => article(number, { title }));
  const { body, entries = [] } = renderFeed({ ...feed, articles }, format, site, ({ title }) => Buffer.from(title));
  expect(entries.map(({ start, end }) => Buffer.from(body.subarray(start, end)).toString())).toEqual([
    "甲",
    "乙乙",
    "丙",
  ]);
});

test.each([
  [300, "5", "hourly", "12"],
  [3600, "60", "hourly", "1"],
  [43_200, "720", "daily", "2"],
  [20, "1", "hourly", "60"],
])("fresh for %d seconds is a ttl of %s minutes, %s %s", (maxAgeSeconds, ttl, period, frequency) => {
  const document = text("rss", maxAgeSeconds);
  expect(document).toContain(`<ttl>${ttl}</ttl>`);
  expect(document).toContain(`<sy:updatePeriod>${period}</sy:updatePeriod>`);
  expect(document).toContain(`<sy:updateFrequency>${frequency}</sy:updateFrequency>`);
});

test("an interval that no period divides into is said by ttl alone", () => {
  expect(text("rss", 420)).toContain("<ttl>7</ttl>");
  expect(text("rss", 660)).not.toContain("sy:updatePeriod>");
});

test("a feed without articles says a fixed instant, never the time", () => {
  expect(text("rss")).toContain("<lastBuildDate>Mon, 01 Jan 1990 00:00:00 GMT</lastBuildDate>");
  expect(text("atom")).toContain("<updated>1990-01-01T00:00:00Z</updated>");
});

test("a feed links to the page it is about", () => {
  expect(text("rss")).toContain("<link>https://gazette.example/</link>");
  expect(text("atom")).toContain('<link rel="alternate" type="text/html" href="https://gazette.example/"/>');
  expect(JSON.parse(text("json"))).toMatchObject({ home_page_url: "https://gazette.example/" });
});

test("recordings that the text holds are enclosures, one of them in RSS, and a small picture goes before a large one", () => {
  const recordings = [
    { url: "https://gazette.example/a.mp3", type: "audio/mpeg", title: "茶 & 话" },
    { url: "https://gazette.example/v.mp4", type: "video/mp4" },
  ];
  const leadImage = { url: "https://gazette.example/1.jpg", thumbnail: "https://gazette.example/1-s.jpg" };
  const written = (["rss", "atom", "json"] as const).map((format) =>
    Buffer.from(renderEntry(article(1, { recordings, leadImage }), format, site)).toString(),
  );
  const [rss = "", atom = "", json = ""] = written;
  expect(rss.match(/<enclosure[^>]*>/g)).toEqual([
    '<enclosure url="https://gazette.example/a.mp3" length="0" type="audio/mpeg"/>',
  ]);
  expect(atom.match(/<link rel="enclosure"[^>]*>/g)).toEqual([
    '<link rel="enclosure" type="audio/mpeg" href="https://gazette.example/a.mp3" title="茶 &#x26; 话"/>',
    '<link rel="enclosure" type="video/mp4" href="https://gazette.example/v.mp4"/>',
  ]);
  const { attachments, image }: Readonly<Record<string, unknown>> = JSON.parse(json);
  expect(attachments).toEqual([
    { url: "https://gazette.example/a.mp3", mime_type: "audio/mpeg", title: "茶 & 话" },
    { url: "https://gazette.example/v.mp4", mime_type: "video/mp4" },
  ]);
  expect(image).toBe("https://gazette.example/1-s.jpg");
  expect(rss).toContain('<media:thumbnail url="https://gazette.example/1-s.jpg"/>');
});

test("a summary has no enclosures", () => {
  const recordings = [{ url: "https://gazette.example/a.mp3", type: "audio/mpeg" }];
  const entry = renderEntry(article(1, { recordings, entries: "summary" }), "rss", site);
  expect(Buffer.from(entry).toString()).not.toContain("enclosure");
});

const hub = { url: "https://f.example/mill/hub", isOurs: true };

function hubsIn(document: string): readonly string[] {
  return document.match(/<(?:atom:)?link [^>]*rel="hub"[^>]*>|"hubs":\[[^\]]*\]/g) ?? [];
}

test("a hub is named in the document and its header in every format, and nowhere else where there is none", () => {
  const rendered = (["rss", "atom", "json"] as const).map((format) =>
    renderFeed(feed, format, { ...site, hub }, () => new Uint8Array()),
  );
  expect(rendered.map(({ body }) => hubsIn(Buffer.from(body).toString()))).toEqual([
    ['<atom:link href="https://f.example/mill/hub" rel="hub"/>'],
    ['<link rel="hub" href="https://f.example/mill/hub"/>'],
    ['"hubs":[{"type":"WebSub","url":"https://f.example/mill/hub"}]'],
  ]);
  for (const { links } of rendered) expect(links[1]).toEqual({ rel: "hub", href: "https://f.example/mill/hub" });
  expect(text("rss") + text("atom") + text("json")).not.toMatch(/hub/);
});

test("our hub tells of every feed, another of feeds as they are defined alone, and none of a part of a history", () => {
  const variants = [
    { name: "gazette" },
    { name: "gazette", script: "zh-Hant" },
    { name: "gazette", onDay: "05-17" },
    { name: "gazette", choice: { limit: 5 } },
    { name: "gazette", part: { day: "2024-05-17", number: 1 } },
  ] as const;
  const named = [true, false].map((isOurs) =>
    variants.map((variant) => {
      const { links } = renderFeed(
        { ...feed, variant },
        "atom",
        { ...site, hub: { ...hub, isOurs } },
        () => new Uint8Array(),
      );
      return links.some(({ rel }) => rel === "hub");
    }),
  );
  expect(named).toEqual([
    [true, true, true, true, false],
    [true, false, false, false, false],
  ]);
});
