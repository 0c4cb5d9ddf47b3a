import { isText, type ChildNode, type Element } from "domhandler";
import { breaksLine, headingTags, roleOf } from "../lib/html/tag-roles.ts";
import { textOf } from "../lib/html/text-of.ts";
import { isElement, walk } from "../lib/html/walk.ts";
import { isBlank } from "../lib/text/fold-space.ts";
import type { Body } from "./body.ts";
import { findAll } from "./selectors.ts";

/** What stands beside facts and says nothing itself: labels, and signs that part one fact from another. */
const idle =
  /^(?:[\s|·•:：,，、/()（）[\]—–-]|by|von|par|por|on|published|posted|updated|作者|撰文|[记記]者|文|[发發]布[于於]?|[时時][间間]|日期)*$/iu;

/** Whether the line an element stands on has no other words than those of `facts`, it being one of them. */
export function standsAlone(element: Element, facts: ReadonlySet<Element>): boolean {
  return isIdle(lineAround(element), facts);
}

/** Whether there is nothing to read in the nodes besides `facts`. */
export function isIdle(nodes: readonly ChildNode[], facts: ReadonlySet<Element>): boolean {
  const rest = nodes.map((node) =>
    isElement(node) && facts.has(node) ? "" : textOf(node, (within) => facts.has(within)),
  );
  return idle.test(nodes.map((node, at) => (isText(node) ? node.data : rest[at])).join(" "));
}

/**
 * The neighbors that a reader sees on one line with an element, itself among them. A block that stands in the body itself
 * is a line of its own; text beside one that stands in another block is its sentence.
 */
export function lineAround(element: Element): readonly ChildNode[] {
  let top: Element = element;
  for (let around = parentOf(top); around && !breaksLine(around); around = parentOf(top)) top = around;
  if (breaksLine(top) && isOutermost(top)) return [top];
  const line: ChildNode[] = [top];
  for (let node = top.prev; node && isInline(node); node = node.prev) line.unshift(node);
  for (let node = top.next; node && isInline(node); node = node.next) line.push(node);
  return line;
}

function parentOf({ parent }: Element): Element | undefined {
  return parent && isElement(parent) ? parent : undefined;
}

/** The body's own element has no other one around it. */
function isOutermost(element: Element): boolean {
  const around = parentOf(element);
  return around === undefined || parentOf(around) === undefined;
}

function isInline(node: ChildNode): boolean {
  return !isElement(node) || !breaksLine(node);
}

const media: ReadonlySet<string> = new Set(["img", "audio", "video", "iframe", "object", "embed"]);

/** The elements before which a reader sees nothing in the body. */
export function firstElements(root: Element): readonly Element[] {
  const first: Element[] = [];
  let isSeen = false;
  walk(root, (node) => {
    if (isSeen) return false;
    if (isText(node)) isSeen = !isBlank(node.data);
    if (!isElement(node) || roleOf(node) === "drop") return false;
    if (node !== root) first.push(node);
    isSeen = media.has(node.name);
    return !isSeen;
  });
  return first;
}

/** The elements that begin before the text does. Facts, the dek, headings and captions are no text. */
export function frontElements(body: Body, facts: ReadonlySet<Element>): ReadonlySet<Element> {
  const { dek, caption, credit, footer } = body.rules.select;
  const aside = new Set([...dek, ...caption, ...credit, ...footer].flatMap((css) => findAll(body, css)));
  const front = new Set<Element>();
  let hasBegun = false;
  walk(body.root, (node) => {
    if (hasBegun) return false;
    if (isText(node)) hasBegun = !idle.test(node.data);
    if (!isElement(node) || hasBegun) return false;
    if (!headingTags.has(node.name)) front.add(node);
    return !facts.has(node) && !aside.has(node) && !headingTags.has(node.name) && roleOf(node) !== "drop";
  });
  return front;
}
