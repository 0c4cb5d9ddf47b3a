import { describe, expect, test } from "vitest";
import { buildFeed } from "../src/feeds/build-feed.ts";
import { feedId } from "../src/model/feed-id.ts";
import { renderEntry } from "../src/render/render-entry.ts";
import { renderFeed } from "../src/render/render-feed.ts";
import { definition, publication, sampleArticle } from "./render-cases.ts";
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
        feed_id: feedId(publication.siteId, "gazette"),
        feed_url: "https://feeds.example/mill/feeds/gazette/feed.json",
        rights: "© 2024 样报",
      },
    });
  });
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

test("the original and the twin are related links", () => {
  const original = { rel: "related", href: "https://www.gazette.example/2024/05/16/tea.html" };
  const twin = { rel: "related", href: "https://gazette.example/garden/tea/zh-hant/", hreflang: "zh-Hant" };
  expect(linksOf(xmlEntry("rss"), "atom:link")).toEqual([original, twin]);
  expect(linksOf(xmlEntry("atom"), "link").filter(({ rel }) => rel === "related")).toEqual([original, twin]);
  expect(jsonEntry()).toMatchObject({ _related: [{ url: original.href }, { url: twin.href, language: "zh-Hant" }] });
});

test("the lead picture is shown once in the text and named beside it, never enclosed", () => {
  const url = "https://images.example/?url=gazette.example/tea.jpg";
  for (const entry of [xmlEntry("rss"), xmlEntry("atom")]) {
    expect(childrenNamed(entry, "media:content")[0]).toMatchObject({
      attributes: { url, medium: "image", type: "image/jpeg", width: "1050", height: "700" },
      children: [{ text: "清晨的茶园。" }, { text: "Ann O'Leaf/样报" }],
    });
    expect(childrenNamed(entry, "media:thumbnail")[0]?.attributes["url"]).toBe(url);
    expect((textOf(entry, "content:encoded") ?? textOf(entry, "content"))?.split(url)).toHaveLength(2);
  }
  expect(jsonEntry()).toMatchObject({ image: url });
});

function render(format: "rss" | "atom" | "json", of = definition): string {
  const document = renderFeed(buildFeed(of, [article]), format, publication, (one, to) =>
    renderEntry(one, to, publication),
  );
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
