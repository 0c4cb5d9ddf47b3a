import type { Element } from "domhandler";
import { sha256Hex } from "../lib/hash.ts";
import { anchorId } from "../lib/html/allowed-attributes.ts";
import { roleOf } from "../lib/html/tag-roles.ts";
import { textOf } from "../lib/html/text-of.ts";
import { closest, elementsOf, isElement } from "../lib/html/walk.ts";
import { shorten, type Body } from "./body.ts";
import { bareAddress } from "./placement.ts";

/** How a note is marked in the text, and the way back from it. */
const mark =
  /^[\s\u00a0]*[[(（［〔【]?[\s\u00a0]*(?:注|註|note|fn)?\s*(?:[\d⁰¹²³⁴-⁹]{1,3}|[a-z]|[ivxlc]{1,6}|[①-⓿]|[*†‡§¶#]{1,3})[\s\u00a0]*[\])）］〕】]?[\s\u00a0]*$/iu;
const wayBack =
  /^[\s\u00a0]*[[(]?[\s\u00a0]*(?:[↩↑⤴↵⏎⬆^▲△]|&uarr;|↩\ufe0e|返回|back)[\ufe0e\ufe0f\s\u00a0]*[\])]?[\s\u00a0]*$/iu;
const notes = /(?:^|[\s_-])(?:footnotes?|endnotes?|reflist|references)(?:$|[\s_-])/i;

/**
 * Keeps links within the article within its entry: places they lead to get names that no other article has, where readers
 * show several on one page. Marks of notes, the ways back and the notes themselves are no part of an excerpt.
 */
export function keepInnerLinks(body: Body): void {
  if (!body.features.has("a")) return;
  const links = elementsOf(body.root, "a").flatMap((link) => {
    const name = innerTarget(link, body.url);
    return name === undefined ? [] : [{ link, name }];
  });
  if (links.length === 0) return;
  const targets = namedElements(body.root, new Set(links.map(({ name }) => name)));
  const key = sha256Hex(body.url.href).slice(0, 8);
  const anchors = new Map<Element, string>();
  for (const { link, name } of links) {
    const target = targets.get(name);
    const bearer = target && bearerOf(target, body.root);
    if (!bearer) continue;
    const anchor = anchors.get(bearer) ?? anchorId(key, anchors.size + 1);
    anchors.set(bearer, anchor);
    link.attribs["href"] = `#${anchor}`;
    body.trace?.({
      step: "footnotes",
      change: "kept within the entry",
      rule: `#${shorten(name)}`,
      subject: shorten(textOf(link)),
    });
    leaveOutOfExcerpts(link, bearer, body.unquoted);
  }
  for (const [bearer, anchor] of anchors) bearer.attribs["id"] = anchor;
}

/** What a link, made absolute, leads to where that is on the article's own page. */
function innerTarget({ attribs }: Element, base: URL): string | undefined {
  const { href = "" } = attribs;
  const hash = href.indexOf("#");
  if (hash < 0 || hash === href.length - 1 || bareAddress(href.slice(0, hash)) !== bareAddress(base.href))
    return undefined;
  try {
    return decodeURIComponent(href.slice(hash + 1));
  } catch {
    return href.slice(hash + 1);
  }
}

function namedElements(root: Element, wanted: ReadonlySet<string>): ReadonlyMap<string, Element> {
  const found = new Map<string, Element>();
  for (const element of elementsOf(root)) {
    const { id, name } = element.attribs;
    for (const given of [id, element.name === "a" ? name : undefined]) {
      if (given !== undefined && wanted.has(given) && !found.has(given)) found.set(given, element);
    }
  }
  return found;
}

/** The element that carries the name when sanitizing is done: it goes with elements that hold nothing, or nothing else. */
function bearerOf(target: Element, root: Element): Element | undefined {
  let element = target;
  while (roleOf(element) === "container") {
    const inner = element.children.find((child) => isElement(child) && child.children.length > 0);
    const holdsBlocks = inner && isElement(inner) && ["block", "container"].includes(roleOf(inner));
    if (!holdsBlocks) return element;
    element = inner;
  }
  while (!bears(element)) {
    const { parent } = element;
    if (!parent || !isElement(parent) || parent === root) return undefined;
    element = parent;
  }
  return element;
}

function bears(element: Element): boolean {
  const role = roleOf(element);
  if (role === "block" || role === "item" || role === "container") return true;
  return (
    role === "inline" && element.children.length > 0 && (element.name !== "a" || element.attribs["href"] !== undefined)
  );
}

function leaveOutOfExcerpts(link: Element, bearer: Element, unquoted: Set<Element>): void {
  const words = textOf(link);
  const isMark = mark.test(words);
  if (!isMark && !wayBack.test(words)) return;
  unquoted.add(closest(link, "sup") ?? link);
  if (!isMark) return;
  if (bearer.name === "li") unquoted.add(bearer);
  for (let around = bearer.parent; around && isElement(around); around = around.parent) {
    const { class: classes = "", role, id = "" } = around.attribs;
    if (notes.test(classes) || notes.test(id) || role === "doc-endnotes") unquoted.add(around);
  }
}
