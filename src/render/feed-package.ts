import { escapeXml, writeAttributes } from "../lib/xml/element.ts";

/*
 * The work on what the `feed` package writes, and the reasons:
 * 1. It escapes text, attributes and CDATA sections each in its own way, and none completely. Its input is masked: code
 *    points that Unicode reserves for internal use stand for `& < > "` and for an entry's HTML until the document is done.
 * 2. It calls all text HTML and puts it into CDATA sections: text becomes text. It writes milliseconds: they are cut.
 * 3. It writes whole documents: an entry is cut out of one, and an envelope is split at the place of its entries.
 * 4. It has no words for languages, sources, pictures or histories: attributes and elements are added. As all `<` are its
 *    own until the end, plain search finds the places. A document without such a place is a bug, and throws.
 */

const masks = [
  { special: "&", mask: "\uFDD0" },
  { special: "<", mask: "\uFDD1" },
  { special: ">", mask: "\uFDD2" },
  { special: '"', mask: "\uFDD3" },
] as const;

/** Stands for the one piece of HTML that an entry has, in the CDATA section where the package writes it. */
export const HTML_MASK = "\uFDD4";

/** Masks plain text, for an element or an attribute. */
export function maskText(text: string): string {
  return masks.reduce((masked, { special, mask }) => masked.replaceAll(special, mask), text);
}

/** Finishes a document: text gets its character references, and the HTML comes in as it is. */
export function unmask(document: string, html = ""): string {
  return masks
    .reduce((finished, { special, mask }) => finished.replaceAll(mask, escapeXml(special)), document)
    .replace(HTML_MASK, () => html);
}

const textAsCdata = /<(title|summary|description)(?: type="html")?><!\[CDATA\[([^<\uFDD4]*)\]\]>/g;

/** Takes text out of its CDATA section, where it could have no character references. The section of HTML stays. */
export function unwrapText(document: string): string {
  return document.replace(textAsCdata, "<$1>$2");
}

const fractionOfInstant = /(<(?:updated|published)>[^<]*)\.\d{3}(?=Z<)/g;

/** Cuts instants to whole seconds, which is all that is known of them. */
export function cutFractions(document: string): string {
  return document.replace(fractionOfInstant, "$1");
}

/** Cuts out the one element of this name, with its margin. */
export function cutElement(document: string, name: string): string {
  const start = find(document, `<${name}>`);
  const end = find(document, `</${name}>`) + `</${name}>`.length;
  return document.slice(document.lastIndexOf("\n", start) + 1, end);
}

/** Splits a document before the end tag of its one element of this name, and before the margin of that tag. */
export function splitBeforeEnd(document: string, name: string): readonly [string, string] {
  const at = document.lastIndexOf("\n", find(document, `</${name}>`));
  return [document.slice(0, at), document.slice(at)];
}

/** Adds elements at the end of the one element of this name, each on a line. */
export function appendElements(document: string, name: string, elements: readonly string[]): string {
  const [before, after] = splitBeforeEnd(document, name);
  const margin = after.slice(0, after.indexOf("<"));
  return before + elements.map((addition) => `${margin}    ${addition}`).join("") + after;
}

/** Adds attributes to the first start tag that begins like this, behind that beginning. */
export function addAttributes(document: string, tag: string, attributes: Readonly<Record<string, string>>): string {
  const at = find(document, tag) + tag.length;
  return document.slice(0, at) + writeAttributes(attributes) + document.slice(at);
}

function find(document: string, markup: string): number {
  const at = document.indexOf(markup);
  if (at === -1) throw new Error(`The feed package wrote no ${markup}`);
  return at;
}
