import { isText, Text, type ChildNode, type Element } from "domhandler";
import { roleOf } from "../lib/html/tag-roles.ts";
import { createElement } from "../lib/html/tree-edit.ts";
import { isElement } from "../lib/html/walk.ts";

/** What holds words in a line, so that what comes into it is one of them; others hold paragraphs. */
const lines: ReadonlySet<string> = new Set("dd dt figcaption h1 h2 h3 h4 h5 h6 li p summary td th".split(" "));
const schemeAndFinalSlash = /^https?:\/\/(?:www\.)?|\/$/gi;
const longestAddress = 80;

/** What replaces an element by words: in a line, apart from what stands beside it; elsewhere, a paragraph. */
export function inItsPlace(element: Element, words: ChildNode): ChildNode[] {
  const { parent } = element;
  const isInLine = parent && isElement(parent) && (lines.has(parent.name) || roleOf(parent) === "inline");
  if (!isInLine) return [createElement("p", [words])];
  const [before, after] = [element.prev, element.next].map((side) => (isApart(side) ? [] : [new Text(" ")]));
  return [...(before ?? []), words, ...(after ?? [])];
}

function isApart(neighbor: ChildNode | null): boolean {
  return !neighbor || (isText(neighbor) && /^$|^\s|\s$/.test(neighbor.data));
}

/** An address as it is read, and compared: without what every address has. */
export function bareAddress(href: string): string {
  return href.replace(schemeAndFinalSlash, "");
}

/** An address as the words of a link to it. */
export function shownAddress({ href }: URL): string {
  const address = bareAddress(href);
  return address.length > longestAddress ? `${address.slice(0, longestAddress - 1).toWellFormed()}…` : address;
}
