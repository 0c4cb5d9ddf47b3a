import { expect, test } from "vitest";
import { buildFeed } from "../src/feeds/build-feed.ts";
import type { FeedFormat } from "../src/model/feed.ts";
import { renderOpml } from "../src/render/opml.ts";
import { renderEntry, renderFeed } from "../src/render/render-feed.ts";
import { failures } from "./failures.ts";
import { brokenRules } from "./feed-rules.ts";
import { definition, site, sampleArticle } from "./render-cases.ts";

const feed = buildFeed(definition, [sampleArticle({ number: 1 }), sampleArticle({ number: 2 })]);
const opml = renderOpml([feed], site);

/** The rules broken by a document with each occurrence of one text replaced. */
function brokenBy(format: FeedFormat | "opml", text: string | RegExp, by: string): readonly string[] {
  const document = format === "opml" ? opml : renderFeed(feed, format, site, (one, to) => renderEntry(one, to, site));
  const before = Buffer.from(document.body).toString();
  const body = Buffer.from(before.replaceAll(text, by));
  if (body.toString() === before) throw new Error("Nothing was replaced");
  return brokenRules({ ...document, body }, site).map((broken) => broken.split(":")[0] ?? "");
}

const lines = (name: string) => new RegExp(` *<${name}[ >].*</${name}>\n`, "g");

/** A rule, and what breaks it: in a document of this format, each occurrence of one text is replaced by another. */
const breaches: readonly (readonly [format: FeedFormat | "opml", rule: string, text: string | RegExp, by: string])[] = [
  ["rss", "NonstdEncoding", "utf-8", "gb2312"],
  ["rss", "BadCharacters", "春茶", "春\u0085茶"],
  ["rss", "UnknownNamespace", "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/"],
  ["rss", "InvalidLanguage", "zh-Hans", "zh_CN"],
  ["rss", "InvalidRFC3339Date", /<atom:updated>/g, "<atom:updated> "],
  ["rss", "ContainsRelRef", 'href="https://gazette.example/2023/"', 'href="/2023/"'],
  ["rss", "SecurityRisk", "<p>新茶", "<p><script></script>新茶"],
  ["rss", "UnregisteredAtomLinkRel", 'rel="related"', 'rel="original"'],
  ["rss", "InvalidMIMEType", 'type="application/rss+xml"', 'type="application//"'],
  [
    "rss",
    "MissingCurrentInArchive",
    "<language>",
    "<fh:archive xmlns:fh='http://purl.org/syndication/history/1.0'/><language>",
  ],
  ["rss", "AtomLinkNotEmpty", 'hreflang="zh-Hant"/>', 'hreflang="zh-Hant">x</atom:link>'],
  ["rss", "InvalidMediaMedium", "<media:thumbnail", '<media:content medium="photo"/><media:thumbnail'],
  ["rss", "MissingMediaType", "<media:thumbnail", '<media:content medium="image"/><media:thumbnail'],
  ["rss", "MediaDescription", "<media:thumbnail", "<media:description>茶</media:description><media:thumbnail"],
  ["rss", "PictureTwice", "<media:thumbnail", "<media:content/><media:thumbnail"],
  ["atom", "PictureTwice", "<media:thumbnail", "<media:content/><media:thumbnail"],
  ["rss", "OneCreator", "<dc:rights>", "<dc:creator>样报</dc:creator><dc:rights>"],
  [
    "rss",
    "FormatAlternate",
    "<ttl>",
    '<atom:link rel="alternate" type="application/atom+xml" href="https://x.example/"/><ttl>',
  ],
  ["rss", "InvalidURLAttribute", '<media:thumbnail url="https:', '<media:thumbnail url="'],
  ["rss", "InvalidIntegerAttribute", 'width="1050"', 'width="100%"'],
  ["rss", "MediaRssNamespace", "search.yahoo.com/mrss/", "search.yahoo.com/mrss"],
  ["rss", "DuplicateEnclosure", "<guid", "<enclosure/><guid"],
  ["rss", "SelfDoesntMatchLocation", "feeds/all/rss.xml", "feeds/any/rss.xml"],
  ["rss", "InvalidRSSVersion", 'version="2.0"', 'version="0.92"'],
  ["rss", "MissingElement", lines("description"), ""],
  ["rss", "MissingElement", lines("copyright"), ""],
  ["rss", "MissingElement", /<image>[^]*<\/image>/g, ""],
  ["rss", "ImageTitleDoesntMatch", /<image>\s*<title>/g, "<image><title>x"],
  ["rss", "ImageLinkDoesntMatch", "</link>\n            <width>", "x</link><width>"],
  ["rss", "ImageUrlFormat", "/logo.png", "/logo.svg"],
  ["rss", "InvalidWidth", "<width>144", "<width>145"],
  ["rss", "InvalidHeight", "<height>72", "<height>401"],
  ["rss", "D-07", "?>", '?><?xml-stylesheet type="text/xsl" href="x"?>'],
  ["rss", "MissingDCLanguage", lines("language"), ""],
  ["rss", "DuplicateElement", "<guid", "<link/><guid"],
  ["rss", "MisplacedItem", "</item>", "</item><ttl>5</ttl>"],
  ["rss", "InvalidFullLink", "<link>https://gazette.example", "<link>"],
  ["rss", "SelfNotRss", 'rel="self" type="application/rss+xml"', 'rel="self" type="application/atom+xml"'],
  ["rss", "InvalidPositiveInteger", "<ttl>5", "<ttl>0"],
  ["rss", "InvalidUpdatePeriod", "hourly", "5min"],
  ["rss", "InvalidRFC2822Date", " GMT</pubDate>", " CST</pubDate>"],
  ["rss", "InvalidRFC2822Date", "<pubDate>Fri", "<pubDate>Mon"],
  ["rss", "ItemMustContainTitleOrDescription", lines("title"), ""],
  ["rss", "MissingGuid", lines("guid"), ""],
  ["rss", "InvalidHttpGUID", ' isPermaLink="false"', ""],
  ["rss", "DuplicateValue", /<guid.*<\/guid>/g, '<guid isPermaLink="false">1</guid>'],
  ["rss", "NeedDescriptionBeforeContent", /( *<description>.*\n)( *<content:encoded>.*\n)/g, "$2$1"],
  ["rss", "InvalidContact", "<guid", "<author>李茶</author><guid"],
  ["rss", "DuplicateItemSemantics", "<guid", "<dc:source>样报</dc:source><guid"],
  ["rss", "MissingAttribute", /<source url="[^"]*"/g, "<source"],
  ["rss", "NotBlank", /<dc:creator>.*?</g, "<dc:creator><"],
  ["rss", "CharacterData", "&#x3C;", "&lt;"],
  ["atom", "InvalidNamespace", "http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"],
  ["atom", "MissingElement", lines("id"), ""],
  ["atom", "MissingElement", lines("logo"), ""],
  ["atom", "MissingElement", /<author>\s*<name>.*?<\/name>\s*<\/author>/g, ""],
  ["atom", "MissingDCLanguage", ' xml:lang="zh-Hans"', ""],
  ["atom", "DuplicateElement", "<published>", "<published/><published>"],
  ["atom", "MisplacedMetadata", "</entry>", "</entry><icon/>"],
  ["atom", "MissingSourceElement", /<source>.*<\/source>/g, ""],
  ["atom", "InvalidUUID", "urn:uuid:", "URN:UUID:"],
  ["atom", "DuplicateEntries", /<id>.*?<\/id>/g, "<id>urn:uuid:1</id>"],
  ["atom", "DuplicateAtomLink", 'rel="via"', 'rel="alternate" type="text/html"'],
  ["atom", "MissingContentOrAlternate", 'rel="alternate"', 'rel="related"'],
  ["atom", "SelfNotAtom", 'rel="self" type="application/atom+xml"', 'rel="self" type="application/xml"'],
  ["atom", "MissingTextualContent", /<(summary|content)[ >].*<\/\1>/g, ""],
  ["atom", "ContainsUndeclaredHTML", 'type="html"', 'type="text"'],
  ["atom", "AttrNotBlank", 'term="garden"', 'term=""'],
  ["opml", "InvalidOPMLVersion", 'version="2.0"', 'version="3.0"'],
  ["opml", "MissingElement", /<head>[^]*<\/head>/g, ""],
  ["opml", "MissingElement", /<outline [^]*<\/outline>/g, ""],
  ["opml", "InvalidRFC2822Date", " GMT", " UTC"],
  ["opml", "MissingAttribute", / text="[^"]*"/g, ""],
  ["opml", "MissingOutlineType", ' type="rss"', ""],
  ["opml", "MissingXmlURL", / xmlUrl="[^"]*"/g, ""],
  ["opml", "MissingTitleAttr", / title="[^"]*"/g, ""],
  ["opml", "InvalidFullLink", / htmlUrl="[^"]*"/g, ""],
  ["opml", "InvalidLanguage", "zh-Hans", "zh_CN"],
  ["json", "J-01", '"version":', '"first":1,"version":'],
  ["json", "J-02", "feeds/all/feed.json", "feeds/any/feed.json"],
  ["json", "J-03", /"id":"[^"]*"/g, '"id":"1"'],
  ["json", '/items/0/date_published must match pattern "^\\d{4}-\\d\\d-\\d\\dT\\d\\d', /(\d)Z"/g, '$1.000Z"'],
  ["json", "/version must be equal to constant", "/version/1.1", "/version/1"],
];

test("each rule can be broken", async () => {
  const unbroken = await failures(breaches, ([format, rule, text, by]) => {
    expect(brokenBy(format, text, by)).toContain(rule);
  });
  expect(unbroken).toEqual([]);
});

test.each([
  ["春茶", "春\u000B茶", "disallowed character"],
  ["春茶", "春&nbsp;茶", "undefined entity"],
  ["<rss ", "<!DOCTYPE rss><rss ", "no document type"],
  ["</item>", "", "unexpected close tag"],
])("%s replaced by %j is not even well-formed", (text, by, message) => {
  expect(() => brokenBy("rss", text, by)).toThrow(message);
});

test("the list of feeds breaks no rule", () => {
  expect(brokenRules(opml, site)).toEqual([]);
});

test("a document of an unknown type breaks a rule", () => {
  expect(brokenRules({ ...opml, contentType: "text/xml" }, site)).toEqual(["UnexpectedContentType: text/xml"]);
});
