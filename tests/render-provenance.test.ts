import { describe, expect, test } from "vitest";
import { buildFeed } from "../src/feeds/build-feed.ts";
import { feedId } from "../src/model/feed-id.ts";
import { toEntry } from "../src/render/entry.ts";
import { feedFormats } from "../src/model/feed.ts";
import { renderEntry, renderFeed } from "../src/render/render-feed.ts";
import { definition, site, sampleArticle } from "./render-cases.ts";
import { childrenNamed, parseXml, textOf, type XmlElement } from "./xml-tree.ts";

const article = sampleArticle();
const outletFeed = { ...definition, name: article.outletId, title: article.outletName };

describe("every entry names its outlet's feed, as that feed names itself", () => {
  test("in RSS", () => {
    const [source] = childrenNamed(xmlEntry("rss"), "source");
    expect(source).toMatchObject({ text: "样报", attributes: { url: selfOf("rss") } });
  });

  test("in Atom", () => {
    const [source] = childrenNamed(xmlEntry("atom"), "source");
    const feed = parseXml(render("atom", outletFeed));
    expect(source && textOf(source, "id")).toBe(textOf(feed, "id"));
    expect(source && textOf(source, "title")).toBe(textOf(feed, "title"));
    expect(source && textOf(source, "updated")).toBe(textOf(xmlEntry("atom"), "updated"));
    const links = source && linksOf(source, "link");
    expect(links).toEqual([{ rel: "self", type: "application/atom+xml", href: selfOf("atom") }]);
  });

  test("in JSON Feed", () => {
    expect(jsonEntry()).toMatchObject({
      _source: {
        title: "样报",
        feed_id: feedId(site.siteId, { name: "gazette" }),
        feed_url: "https://feeds.example/mill/feeds/gazette/feed.json",
        rights: "© 2024 样报",
      },
    });
  });
});

test("what no outlet claims names its host, in the feed it is taken from", () => {
  const unclaimed = sampleArticle({ outletId: "other", outletName: "news.example.org" });
  const { id, title } = toEntry(unclaimed, site).source;
  expect({ id, title }).toEqual({ id: feedId(site.siteId, { name: "other" }), title: "news.example.org" });
});

test("a feed names its pictures, below the public address", () => {
  const channel = parseXml(render("rss")).children[0];
  const [image] = channel === undefined ? [] : childrenNamed(channel, "image");
  expect(image?.children.map(({ name, text }) => [name, text])).toEqual([
    ["title", definition.title],
    ["url", "https://feeds.example/mill/logo.png"],
    ["link", "https://feeds.example/mill/feeds/all/"],
    ["width", "144"],
    ["height", "72"],
  ]);
  const atom = parseXml(render("atom"));
  expect(textOf(atom, "icon")).toBe("https://feeds.example/mill/favicon.png");
  expect(textOf(atom, "logo")).toBe("https://feeds.example/mill/logo.png");
  expect(JSON.parse(render("json"))).toMatchObject({
    icon: "https://feeds.example/mill/icon.png",
    favicon: "https://feeds.example/mill/favicon.png",
  });
});

test("a feed says whose rights its entries are under, where they say nothing themselves", () => {
  const channel = parseXml(render("rss")).children[0];
  expect(channel && textOf(channel, "copyright")).toBe("© A & B");
  expect(textOf(parseXml(render("atom")), "rights")).toBe("© A & B");
});

test("the extensions of JSON Feed are explained at an anchor of the start page", () => {
  const about = "https://feeds.example/mill/#json-feed";
  expect(JSON.parse(render("json"))).toMatchObject({ _source: { about }, _related: { about } });
});

test("rights, section and language are said of each entry", () => {
  expect(textOf(xmlEntry("rss"), "dc:rights")).toBe("© 2024 样报");
  expect(textOf(xmlEntry("rss"), "category")).toBe("garden");
  expect(textOf(xmlEntry("rss"), "dc:language")).toBe("zh-Hans");
  expect(textOf(xmlEntry("atom"), "rights")).toBe("© 2024 样报");
  expect(childrenNamed(xmlEntry("atom"), "category")[0]?.attributes).toEqual({ term: "garden" });
  expect(xmlEntry("atom").attributes).toMatchObject({ "xml:lang": "zh-Hans" });
  expect(jsonEntry()).toMatchObject({ tags: ["garden"], language: "zh-Hans" });
});

test("our reading page, the original and the twin are related links", () => {
  const [, uuid] = sampleArticle().id.split("urn:uuid:");
  const page = { rel: "related", href: `${site.publicUrl}/articles/${uuid}/` };
  const original = { rel: "related", href: "https://www.gazette.example/2024/05/16/tea.html" };
  const twin = { rel: "related", href: "https://gazette.example/garden/tea/zh-hant/", hreflang: "zh-Hant" };
  expect(linksOf(xmlEntry("rss"), "atom:link")).toEqual([page, original, twin]);
  expect(linksOf(xmlEntry("atom"), "link").filter(({ rel }) => rel === "related")).toEqual([page, original, twin]);
  expect(jsonEntry()).toMatchObject({
    _related: { links: [{ url: page.href }, { url: original.href }, { url: twin.href, language: "zh-Hant" }] },
  });
});

test("the lead picture is shown once in the text and named beside it, never enclosed", () => {
  const url = "https://images.example/?url=gazette.example/tea.jpg";
  for (const entry of [xmlEntry("rss"), xmlEntry("atom")]) {
    expect(childrenNamed(entry, "media:content")).toEqual([]);
    expect(childrenNamed(entry, "media:thumbnail")[0]?.attributes).toEqual({ url, width: "1050", height: "700" });
    expect((textOf(entry, "content:encoded") ?? textOf(entry, "content"))?.split(url)).toHaveLength(2);
  }
  expect(jsonEntry()).toMatchObject({ image: url });
});

function render(format: "rss" | "atom" | "json", of = definition): string {
  const document = renderFeed(buildFeed(of, [article]), format, site, (one, to) => renderEntry(one, to, site));
  return Buffer.from(document.body).toString();
}

function xmlEntry(format: "rss" | "atom"): XmlElement {
  const root = parseXml(render(format));
  const parent = format === "rss" ? root.children[0] : root;
  const entry = parent?.children.find(({ name }) => name === "item" || name === "entry");
  if (entry === undefined) throw new Error("The feed has an entry");
  return entry;
}

function jsonEntry(): unknown {
  const { items }: { readonly items: readonly unknown[] } = JSON.parse(render("json"));
  return items[0];
}

function selfOf(format: "rss" | "atom"): string | undefined {
  const root = parseXml(render(format, outletFeed));
  const parent = format === "rss" ? root.children[0] : root;
  return parent?.children.find(({ attributes }) => attributes["rel"] === "self")?.attributes["href"];
}

function linksOf(entry: XmlElement, name: string) {
  return childrenNamed(entry, name).map(({ attributes }) => attributes);
}

test("where the site says so, a full entry ends with its outlet, and a summary stays as it is", () => {
  const signed = { ...site, attribution: true };
  const ending = "</small></p>";
  for (const format of feedFormats) {
    const full = Buffer.from(renderEntry(article, format, signed)).toString();
    expect(full).toContain(format === "json" ? JSON.stringify(ending).slice(1, -1) : ending);
    const summary = sampleArticle({ entries: "summary" });
    expect(renderEntry(summary, format, signed)).toEqual(renderEntry(summary, format, site));
  }
});
