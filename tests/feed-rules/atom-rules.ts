import { childrenNamed, everyElement, textOf, type XmlElement } from "../xml-tree.ts";
import { duplicates, missing, repeated, ruleFor, type Rule } from "./rule.ts";

const uuid = /^urn:uuid:[\da-f]{8}-[\da-f]{4}-5[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const textConstructs = new Set(["title", "subtitle", "summary", "rights"]);
const feedSingles = ["id", "title", "updated", "subtitle", "generator", "icon", "logo", "rights"];
const entrySingles = ["title", "id", "updated", "published", "summary", "content", "source", "rights"];

export const atomRules: readonly Rule[] = [
  ruleFor(
    "InvalidNamespace",
    (root) => [root],
    ({ name, namespace }) => !(name === "feed" && namespace === "http://www.w3.org/2005/Atom") && namespace,
  ),
  ruleFor(
    "MissingElement",
    (root) => [root],
    (feed) => missing(feed, ["id", "title", "updated", "icon", "logo", "rights"]),
  ),
  ruleFor("MissingElement", entries, (entry) => missing(entry, ["id", "title", "updated"])),
  ruleFor("MissingElement", entries, (entry) => childrenNamed(entry, "author").length === 0 && "author"),
  ruleFor("MissingElement", everyElement, (element) => element.name === "author" && missing(element, ["name"])),
  ruleFor(
    "MissingDCLanguage",
    (root) => [root, ...entries(root)],
    ({ attributes }) => !attributes["xml:lang"] && "xml:lang",
  ),
  ruleFor(
    "DuplicateElement",
    (root) => [root],
    (feed) => duplicates(feed, feedSingles),
  ),
  ruleFor("DuplicateElement", entries, (entry) => duplicates(entry, entrySingles)),
  ruleFor(
    "MisplacedMetadata",
    (root) => [root],
    ({ children }) => {
      const firstEntry = children.findIndex(({ name }) => name === "entry");
      return firstEntry !== -1 && children.slice(firstEntry).find(({ name }) => name !== "entry")?.name;
    },
  ),
  ruleFor("MissingSourceElement", entries, (entry) => {
    const [source] = childrenNamed(entry, "source");
    return source === undefined ? "source" : missing(source, ["id", "title", "updated"]);
  }),
  ruleFor("InvalidUUID", everyElement, ({ name, text }) => name === "id" && !uuid.test(text) && text),
  ruleFor(
    "DuplicateEntries",
    (root) => [root],
    (feed) => repeated(childrenNamed(feed, "entry").map((entry) => textOf(entry, "id"))),
  ),
  ruleFor(
    "DuplicateAtomLink",
    (root) => [root, ...entries(root)],
    (parent) =>
      repeated(
        childrenNamed(parent, "link")
          .filter(({ attributes }) => attributes["rel"] === "alternate")
          .map(({ attributes }) => `${attributes["type"]} ${attributes["hreflang"]}`),
      ),
  ),
  ruleFor(
    "MissingContentOrAlternate",
    entries,
    (entry) => !childrenNamed(entry, "link").some(({ attributes }) => attributes["rel"] === "alternate") && "alternate",
  ),
  ruleFor(
    "SelfNotAtom",
    everyElement,
    ({ attributes }) =>
      attributes["rel"] === "self" && attributes["type"] !== "application/atom+xml" && attributes["type"],
  ),
  ruleFor(
    "MissingTextualContent",
    entries,
    (entry) =>
      textOf(entry, "summary") === undefined && textOf(entry, "content") === undefined && "summary and content",
  ),
  ruleFor(
    "ContainsUndeclaredHTML",
    everyElement,
    ({ name, attributes: { type } }) =>
      ((name === "content" && type !== "html") || (textConstructs.has(name) && type !== undefined)) && name,
  ),
  ruleFor("AttrNotBlank", everyElement, ({ name, attributes: { term } }) => name === "category" && !term && "term"),
];

function entries(root: XmlElement): readonly XmlElement[] {
  return childrenNamed(root, "entry");
}
