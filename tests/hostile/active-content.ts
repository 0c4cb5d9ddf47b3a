import { Parser as TolerantParser } from "htmlparser2";
import { html as names, parse, parseFragment, serialize, type DefaultTreeAdapterTypes } from "parse5";

const tags: ReadonlySet<string> = new Set(
  (
    "a abbr aside audio b blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr " +
    "i img ins kbd li ol p pre q rp rt ruby s samp small source strong sub sup table tbody td tfoot th thead time tr u " +
    "ul var video wbr"
  ).split(" "),
);
const attributes: ReadonlySet<string> = new Set(
  (
    "alt alttext colspan controls datetime dir height lang loading mathvariant preload referrerpolicy reversed rowspan " +
    "scope start title type value width"
  ).split(" "),
);
/** Of formulas, which a browser shows and does nothing with. */
const formulaTags: ReadonlySet<string> = new Set(
  (
    "menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub " +
    "msubsup msup mtable mtd mtext mtr munder munderover none math"
  ).split(" "),
);
/** Places and links within the article, and a picture that is a formula. */
const anchors = /^(?:id=|href=#)n[0-9a-f]{8}-[0-9]+$|^role=math$/;
const addresses: ReadonlySet<string> = new Set(["cite", "href", "poster", "src"]);

/**
 * What HTML would do beyond being read, as readers of several kinds understand it: a browser's parser, with and without
 * script; what it makes of its own serialization, where mutations show; and a parser that knows no tree rules. Empty
 * where there is nothing but what the sanitizer promises.
 */
export function activeContent(html: string): readonly string[] {
  const findings = new Set<string>();
  const document = parse(`<!doctype html><title>x</title><body>${html}`, { scriptingEnabled: true });
  const quiet = parseFragment(html, { scriptingEnabled: false });
  const mutated = parseFragment(serialize(parseFragment(html)));
  for (const tree of [document, quiet, mutated]) findActive(tree, findings);
  readTolerantly(html, findings);
  return [...findings];
}

const ofTheDocument: ReadonlySet<string> = new Set(["html", "head", "body"]);

type Node = DefaultTreeAdapterTypes.Node;

function findActive(root: Node, findings: Set<string>): void {
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.nodeName === "#comment") findings.add("a comment");
    if ("content" in node) waiting.push(node.content);
    if ("childNodes" in node) waiting.push(...node.childNodes);
    if (!("tagName" in node) || isFrame(node)) continue;
    const expected = formulaTags.has(node.tagName) ? names.NS.MATHML : names.NS.HTML;
    if (node.namespaceURI !== expected) findings.add(`<${node.tagName}> of ${node.namespaceURI}`);
    judge(node.tagName, Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])), findings);
  }
}

/** What the page around the HTML is made of, as long as the HTML has added nothing to it. */
function isFrame({ tagName, attrs, parentNode }: DefaultTreeAdapterTypes.Element): boolean {
  const isTitle = tagName === "title" && parentNode?.nodeName === "head";
  return attrs.length === 0 && (ofTheDocument.has(tagName) || isTitle);
}

function readTolerantly(html: string, findings: Set<string>): void {
  const parser = new TolerantParser({
    onopentag: (name, attribs) => judge(name, attribs, findings),
    oncomment: () => findings.add("a comment"),
    onprocessinginstruction: (name) => findings.add(name),
  });
  parser.end(html);
}

function judge(tag: string, attribs: Readonly<Record<string, string>>, findings: Set<string>): void {
  if (!tags.has(tag) && !formulaTags.has(tag)) findings.add(`<${tag}>`);
  for (const [name, value] of Object.entries(attribs)) {
    const isSafe = addresses.has(name) ? isWebAddress(value, name === "href") : attributes.has(name);
    if (!isSafe && !anchors.test(`${name}=${value}`)) findings.add(`${name}=${value}`);
  }
}

/** Nothing in an address may be left for a parser to skip or decode. */
const plainAddress = /^(?:https?:\/\/|mailto:)[!#-;=?-~]+$/;

function isWebAddress(value: string, isLink: boolean): boolean {
  const url = URL.parse(value);
  if (url === null || !plainAddress.test(value)) return false;
  if (url.protocol === "mailto:") return isLink;
  return (url.protocol === "https:" || url.protocol === "http:") && url.username === "" && url.password === "";
}
