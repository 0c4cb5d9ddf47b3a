import { writeAttributes } from "../lib/xml/element.ts";

/*
 * Additions to what the `feed` package wrote, for what it has no words for. They work on documents that still hold
 * stand-ins, where `<` is always markup. A document that lacks the markup is a bug, and throws.
 */

const textAsCdata = /<(title|summary|description)(?: type="html")?><!\[CDATA\[([^<\uFDD4]*)\]\]>/g;

/**
 * Writes text as text. The package puts it in CDATA sections, where there are no character references, and calls it
 * HTML in Atom. A section that holds the stand-in for HTML stays.
 */
export function unwrapText(document: string): string {
  return document.replace(textAsCdata, "<$1>$2");
}

const fractionOfInstant = /(<(?:updated|published)>[^<]*)\.\d{3}(?=Z<)/g;

/** Writes instants in whole seconds, which is all we know of them; the package adds milliseconds. */
export function cutFractions(document: string): string {
  return document.replace(fractionOfInstant, "$1");
}

/** The one element of this name, with its margin. */
export function cutElement(document: string, name: string): string {
  const start = find(document, `<${name}>`);
  const end = find(document, `</${name}>`) + `</${name}>`.length;
  return document.slice(document.lastIndexOf("\n", start) + 1, end);
}

/** The document in two at the end tag of its one element of this name, whose margin goes with it. */
export function splitBeforeEnd(document: string, name: string): readonly [string, string] {
  const at = document.lastIndexOf("\n", find(document, `</${name}>`));
  return [document.slice(0, at), document.slice(at)];
}

/** Puts elements last in the one element of this name, each on a line. */
export function appendElements(document: string, name: string, elements: readonly string[]): string {
  const [before, after] = splitBeforeEnd(document, name);
  const margin = after.slice(0, after.indexOf("<"));
  return before + elements.map((addition) => `${margin}    ${addition}`).join("") + after;
}

/** Puts attributes into the first start tag that begins like this, behind that beginning. */
export function addAttributes(document: string, tag: string, attributes: Readonly<Record<string, string>>): string {
  const at = find(document, tag) + tag.length;
  return document.slice(0, at) + writeAttributes(attributes) + document.slice(at);
}

function find(document: string, markup: string): number {
  const at = document.indexOf(markup);
  if (at === -1) throw new Error(`The feed package wrote no ${markup}`);
  return at;
}
