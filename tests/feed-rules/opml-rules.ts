import { childrenNamed, everyElement, type XmlElement } from "../xml-tree.ts";
import { isFullLink, languageTag, rfc822Breach, ruleFor, type Rule } from "./rule.ts";

export const opmlRules: readonly Rule[] = [
  ruleFor(
    "InvalidOPMLVersion",
    (root) => [root],
    ({ name, attributes }) => !(name === "opml" && attributes["version"] === "2.0") && name,
  ),
  ruleFor(
    "MissingElement",
    (root) => [root],
    (opml) => ["head", "body"].find((name) => childrenNamed(opml, name).length !== 1),
  ),
  ruleFor(
    "MissingElement",
    (root) => childrenNamed(root, "body"),
    (body) => childrenNamed(body, "outline").length === 0 && "outline",
  ),
  ruleFor("InvalidRFC2822Date", everyElement, ({ name, text }) => name.startsWith("date") && rfc822Breach(text)),
  ruleFor("MissingAttribute", outlines, ({ attributes }) => !attributes["text"] && "text"),
  ruleFor("MissingOutlineType", feeds, ({ attributes }) => attributes["type"] !== "rss" && "type"),
  ruleFor("MissingXmlURL", feeds, ({ attributes }) => !isFullLink(attributes["xmlUrl"] ?? "") && "xmlUrl"),
  ruleFor("MissingTitleAttr", feeds, ({ attributes }) => !attributes["title"] && "title"),
  ruleFor("InvalidFullLink", feeds, ({ attributes }) => !isFullLink(attributes["htmlUrl"] ?? "") && "htmlUrl"),
  ruleFor("InvalidLanguage", feeds, ({ attributes }) => !languageTag.test(attributes["language"] ?? "") && "language"),
];

function* outlines(root: XmlElement): Generator<XmlElement> {
  for (const element of everyElement(root)) if (element.name === "outline") yield element;
}

/** Outlines that are no folders. */
function* feeds(root: XmlElement): Generator<XmlElement> {
  for (const outline of outlines(root)) if (outline.children.length === 0) yield outline;
}
