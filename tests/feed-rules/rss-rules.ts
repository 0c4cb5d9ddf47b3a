import { childrenNamed, everyElement, textOf, type XmlElement } from "../xml-tree.ts";
import { duplicates, isFullLink, missing, repeated, rfc822Breach, ruleFor, type Rule } from "./rule.ts";

const channelSingles = [
  "title",
  "link",
  "description",
  "lastBuildDate",
  "docs",
  "generator",
  "language",
  "ttl",
  "image",
  "copyright",
];
const itemSingles = ["title", "link", "guid", "pubDate", "description", "content:encoded", "source", "atom:updated"];
const plainText = new Set(["title", "source", "category", "dc:creator", "dc:rights"]);

export const rssRules: readonly Rule[] = [
  ruleFor(
    "InvalidRSSVersion",
    (root) => [root],
    ({ name, attributes }) => !(name === "rss" && attributes["version"] === "2.0") && name,
  ),
  ruleFor("MissingElement", channels, (channel) => missing(channel, ["title", "link", "description", "copyright"])),
  ruleFor("MissingElement", channels, (channel) => childrenNamed(channel, "image").length === 0 && "image"),
  ruleFor("ImageTitleDoesntMatch", channels, (channel) => differs(channel, "title")),
  ruleFor("ImageLinkDoesntMatch", channels, (channel) => differs(channel, "link")),
  ruleFor(
    "ImageUrlFormat",
    images,
    ({ children }) => !children.some(({ name, text }) => name === "url" && /\.(gif|jpe?g|png)$/.test(text)) && "url",
  ),
  ruleFor("InvalidWidth", images, (image) => !isWithin(textOf(image, "width"), 144) && "width"),
  ruleFor("InvalidHeight", images, (image) => !isWithin(textOf(image, "height"), 400) && "height"),
  ruleFor("MissingDCLanguage", channels, (channel) => missing(channel, ["language"])),
  ruleFor("DuplicateElement", channels, (channel) => duplicates(channel, channelSingles)),
  ruleFor("DuplicateElement", items, (item) => duplicates(item, itemSingles)),
  ruleFor("MisplacedItem", channels, ({ children }) => {
    const firstItem = children.findIndex(({ name }) => name === "item");
    return firstItem !== -1 && children.slice(firstItem).find(({ name }) => name !== "item")?.name;
  }),
  ruleFor(
    "InvalidFullLink",
    everyElement,
    ({ name, text }) => (name === "link" || name === "docs") && !isFullLink(text) && text,
  ),
  ruleFor(
    "SelfNotRss",
    everyElement,
    ({ attributes }) =>
      attributes["rel"] === "self" && attributes["type"] !== "application/rss+xml" && attributes["type"],
  ),
  ruleFor(
    "InvalidPositiveInteger",
    everyElement,
    ({ name, text }) => (name === "ttl" || name === "sy:updateFrequency") && !/^[1-9]\d*$/.test(text) && text,
  ),
  ruleFor(
    "InvalidUpdatePeriod",
    everyElement,
    ({ name, text }) =>
      name === "sy:updatePeriod" && !["hourly", "daily", "weekly", "monthly", "yearly"].includes(text) && text,
  ),
  ruleFor(
    "InvalidRFC2822Date",
    everyElement,
    ({ name, text }) => (name === "pubDate" || name === "lastBuildDate") && rfc822Breach(text),
  ),
  ruleFor("ItemMustContainTitleOrDescription", items, (item) => missing(item, ["title"])),
  ruleFor("MissingGuid", items, (item) => missing(item, ["guid"])),
  ruleFor(
    "InvalidHttpGUID",
    everyElement,
    ({ name, attributes, text }) => name === "guid" && attributes["isPermaLink"] !== "false" && text,
  ),
  ruleFor("DuplicateValue", channels, (channel) =>
    repeated(childrenNamed(channel, "item").map((item) => textOf(item, "guid"))),
  ),
  ruleFor("NeedDescriptionBeforeContent", items, ({ children }) => {
    const names = children.map(({ name }) => name);
    const [description, content] = [names.indexOf("description"), names.indexOf("content:encoded")];
    return content !== -1 && (description === -1 || description > content) && names.join(" ");
  }),
  ruleFor("OneCreator", items, (item) => childrenNamed(item, "dc:creator").length !== 1 && "dc:creator"),
  ruleFor(
    "FormatAlternate",
    channels,
    (channel) =>
      childrenNamed(channel, "atom:link").find(
        ({ attributes: { rel, type } }) => rel === "alternate" && type !== "text/html",
      ) && "SimplePie takes it for the site's page",
  ),
  ruleFor("InvalidContact", everyElement, ({ name, text }) => name === "author" && text),
  ruleFor("DuplicateItemSemantics", items, (item) =>
    ["author", "dc:date", "dc:subject", "dc:source", "atom:id", "atom:published"].find(
      (name) => childrenNamed(item, name).length > 0,
    ),
  ),
  ruleFor("MissingAttribute", items, (item) => {
    const [source] = childrenNamed(item, "source");
    return !isFullLink(source?.attributes["url"] ?? "") && "source url";
  }),
  ruleFor("NotBlank", everyElement, ({ name, text }) => plainText.has(name) && text.trim() === "" && name),
  {
    name: "CharacterData",
    findBreaches: ({ text }) => text.match(/<(?:title|source|category|dc:\w+)[^>]*>[^<]*&(?!#x)[^<]*/g) ?? [],
  },
];

/** Whether the channel's picture says something else than the channel. */
function differs(channel: XmlElement, name: "title" | "link"): string | false {
  const [image] = childrenNamed(channel, "image");
  const said = image === undefined ? undefined : textOf(image, name);
  return said !== textOf(channel, name) && String(said);
}

function isWithin(pixels: string | undefined, limit: number): boolean {
  return pixels !== undefined && /^[1-9]\d*$/.test(pixels) && Number(pixels) <= limit;
}

function images(root: XmlElement): readonly XmlElement[] {
  return channels(root).flatMap((channel) => childrenNamed(channel, "image"));
}

function channels(root: XmlElement): readonly XmlElement[] {
  return childrenNamed(root, "channel");
}

function items(root: XmlElement): readonly XmlElement[] {
  return channels(root).flatMap((channel) => childrenNamed(channel, "item"));
}
