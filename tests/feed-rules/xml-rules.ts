import { load } from "cheerio";
import { childrenNamed, everyElement, type XmlElement } from "../xml-tree.ts";
import { isFullLink, languageTag, repeated, ruleFor, type Rule } from "./rule.ts";

const knownNamespaces = new Set([
  "",
  "http://www.w3.org/2005/Atom",
  "http://purl.org/dc/elements/1.1/",
  "http://purl.org/rss/1.0/modules/content/",
  "http://purl.org/rss/1.0/modules/syndication/",
  "http://search.yahoo.com/mrss/",
  "http://purl.org/syndication/history/1.0",
  // Not known to the validator, which says no more than that.
  "http://purl.org/atompub/tombstones/1.0",
]);

const declaration = '<?xml version="1.0" encoding="utf-8"?>\n<';
const declarationAndRoot = /^<\?xml [^>]*>\s*<\w/;
const htmlElements = new Set(["description", "content:encoded", "content"]);
const insecure = "script, style, meta, link, object, embed, form, iframe, frame, applet, base";
const mediaType = /^[a-z]+\/[\w.+-]+$/;
const badCharacter = /[\u0080-\u009F\uFFFD]/;
const positiveInteger = /^[1-9]\d*$/;
const linkRelations = new Set(["alternate", "self", "related", "via", "current", "prev-archive", "next-archive"]);

/** What RSS and Atom have in common. */
export const xmlRules: readonly Rule[] = [
  {
    name: "NonstdEncoding",
    findBreaches: ({ text }) => (text.startsWith(declaration) ? [] : [text.slice(0, declaration.length)]),
  },
  // Browsers give up XSLT: no stylesheet stands before the root element.
  { name: "D-07", findBreaches: ({ text }) => (declarationAndRoot.test(text) ? [] : ["a processing instruction"]) },
  { name: "BadCharacters", findBreaches: ({ text }) => (badCharacter.test(text) ? ["found"] : []) },
  ruleFor("UnknownNamespace", everyElement, ({ namespace }) => !knownNamespaces.has(namespace) && namespace),
  ruleFor("InvalidLanguage", everyElement, (element) => {
    const { name, text, attributes } = element;
    const tags = [attributes["xml:lang"], attributes["hreflang"], name.endsWith("language") ? text : undefined];
    return tags.find((tag) => tag !== undefined && !languageTag.test(tag));
  }),
  ruleFor("InvalidRFC3339Date", everyElement, ({ name, text }) => {
    const isInstant = name === "updated" || name === "published" || name === "atom:updated";
    return isInstant && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) && text;
  }),
  ruleFor("ContainsRelRef", htmlIn, ({ text }) => {
    const $ = load(text);
    const addresses = $("[href], [src]")
      .map((_, element) => $(element).attr("href") ?? $(element).attr("src"))
      .get();
    return addresses.find((address) => !URL.canParse(address));
  }),
  ruleFor("SecurityRisk", htmlIn, ({ text }) => {
    const $ = load(text);
    return $("body").find(insecure).length > 0 && text.slice(0, 80);
  }),
  ruleFor("UnregisteredAtomLinkRel", links, ({ attributes }) => !linkRelations.has(attributes["rel"] ?? "") && "rel"),
  ruleFor("MissingCurrentInArchive", archives, (archive) => !relationsOf(archive).includes("current") && "current"),
  ruleFor("A-21", archives, (archive) => repeated(relationsOf(archive).filter((rel) => rel !== "alternate"))),
  ruleFor("InvalidFullLink", links, ({ attributes }) => !isFullLink(attributes["href"] ?? "") && attributes["href"]),
  ruleFor("InvalidMIMEType", everyElement, ({ name, attributes: { type } }) => {
    const isLinkOrMedia = name.endsWith("link") || name === "media:content";
    return isLinkOrMedia && type !== undefined && !mediaType.test(type) && type;
  }),
  ruleFor("AtomLinkNotEmpty", links, ({ text }) => text.trim() !== "" && text),
  ruleFor(
    "InvalidMediaMedium",
    media,
    ({ name, attributes: { medium } }) => name === "media:content" && medium !== "image" && String(medium),
  ),
  ruleFor("MediaDescription", everyElement, ({ name }) => name === "media:description" && "is taken for the summary"),
  ruleFor(
    "MissingMediaType",
    media,
    ({ name, attributes: { type } }) => name === "media:content" && type === undefined && "is taken for a podcast",
  ),
  ruleFor("PictureTwice", everyElement, (element) => {
    const names = new Set(element.children.map(({ name }) => name));
    const isFull = names.has("content:encoded") || (element.name === "entry" && names.has("content"));
    return isFull && names.has("media:content") && "the text holds the picture";
  }),
  ruleFor("InvalidURLAttribute", media, ({ attributes: { url = "" } }) => !isFullLink(url) && url),
  ruleFor(
    "InvalidIntegerAttribute",
    media,
    ({ attributes: { width = "1", height = "1" } }) =>
      !(positiveInteger.test(width) && positiveInteger.test(height)) && `${width} × ${height}`,
  ),
  ruleFor(
    "MediaRssNamespace",
    everyElement,
    ({ name, namespace }) => name.startsWith("media:") && namespace !== "http://search.yahoo.com/mrss/" && namespace,
  ),
  ruleFor(
    "DuplicateEnclosure",
    everyElement,
    ({ name, attributes }) =>
      (name === "enclosure" || attributes["rel"] === "enclosure") &&
      !/^(?:audio|video|application)\/[\w.+-]+$/.test(attributes["type"] ?? "") &&
      "an enclosure is a recording",
  ),
  {
    name: "SelfDoesntMatchLocation",
    findBreaches: ({ root, address }) => {
      const parent = childrenNamed(root, "channel")[0] ?? root;
      const selves = parent.children.filter(({ attributes }) => attributes["rel"] === "self");
      return selves.length === 1 && selves[0]?.attributes["href"] === address ? [] : [`${selves.length} links to self`];
    },
  },
];

function* htmlIn(root: XmlElement): Generator<XmlElement> {
  for (const element of everyElement(root)) if (htmlElements.has(element.name)) yield element;
}

function* links(root: XmlElement): Generator<XmlElement> {
  for (const element of everyElement(root)) {
    if (element.name.endsWith("link") && element.namespace === "http://www.w3.org/2005/Atom") yield element;
  }
}

function* media(root: XmlElement): Generator<XmlElement> {
  for (const element of everyElement(root)) {
    if (element.name === "media:content" || element.name === "media:thumbnail") yield element;
  }
}

/** Elements that say of themselves that they are an archive (RFC 5005 §4). */
function* archives(root: XmlElement): Generator<XmlElement> {
  for (const element of everyElement(root)) if (childrenNamed(element, "fh:archive").length > 0) yield element;
}

function relationsOf(feed: XmlElement): readonly (string | undefined)[] {
  return feed.children
    .filter(({ name }) => name === "link" || name === "atom:link")
    .map(({ attributes }) => attributes["rel"]);
}
