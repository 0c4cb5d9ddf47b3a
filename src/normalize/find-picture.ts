import { isTag, isText, type AnyNode, type Element, type ParentNode } from "domhandler";
import { roleOf } from "../lib/html/tag-roles.ts";
import { textOf } from "../lib/html/text-of.ts";
import { elementsOf } from "../lib/html/walk.ts";
import { isBlank } from "../lib/text/fold-space.ts";
import { findAll, type Body } from "./body.ts";

/** A picture with what belongs to it, as it stands in the body. */
export interface FoundPicture {
  readonly image: Element;
  /** The figure around the image, else the outermost element that holds the image alone: it, a link, a paragraph. */
  readonly block: Element;
  /** Inside the figure, or in the element that follows `block`. */
  readonly caption?: Element;
  /** Credits within or right after the caption. */
  readonly credits: readonly Element[];
  /** Elements after `block` that hold the caption and its credit, and nothing else. */
  readonly followers: readonly Element[];
}

/** What the profile takes for captions and credits, each selector's elements in the order of the selectors. */
export interface CaptionMarks {
  readonly captions: readonly ReadonlySet<Element>[];
  readonly credits: ReadonlySet<Element>;
}

export function findCaptionMarks(body: Body): CaptionMarks {
  const { caption, credit } = body.outlet.select;
  return {
    captions: caption.map((selector) => new Set(findAll(body, selector))),
    credits: new Set(credit.flatMap((selector) => findAll(body, selector))),
  };
}

/** Finds what belongs to an image. A caption is inside the picture or in the element that follows it. */
export function findPicture(image: Element, root: ParentNode, marks: CaptionMarks): FoundPicture {
  const block = figureAround(image) ?? wrapperOf(image, root);
  const inside = block.name === "figure" ? findCaption(block, marks) : undefined;
  if (inside) return { image, block, caption: inside, credits: creditsIn(block, marks), followers: [] };
  const follower = nextVisible(block);
  const caption = follower && isTag(follower) ? findCaption(follower, marks) : undefined;
  if (!follower || !isTag(follower) || !caption || !holdsOnly(follower, caption, marks)) {
    return { image, block, credits: block.name === "figure" ? creditsIn(block, marks) : [], followers: [] };
  }
  const after = nextVisible(follower);
  const followers = after && isTag(after) && marks.credits.has(after) ? [follower, after] : [follower];
  return { image, block, caption, credits: followers.flatMap((element) => creditsIn(element, marks)), followers };
}

/** The innermost figure that the node stands in. */
export function figureAround(node: AnyNode): Element | undefined {
  for (let around = node.parent; around && isTag(around); around = around.parent) {
    if (around.name === "figure") return around;
  }
  return undefined;
}

function wrapperOf(image: Element, root: ParentNode): Element {
  let block = image;
  while (isAlone(block)) {
    const { parent } = block;
    if (!parent || parent === root || !isTag(parent) || roleOf(parent) === "part") break;
    block = parent;
  }
  return block;
}

function isAlone(node: Element): boolean {
  return !nextVisible(node) && !previousVisible(node);
}

function nextVisible(node: Element): AnyNode | undefined {
  let next: AnyNode | null = node.next;
  while (next && isInvisible(next)) next = next.next;
  return next ?? undefined;
}

function previousVisible(node: Element): AnyNode | undefined {
  let previous: AnyNode | null = node.prev;
  while (previous && isInvisible(previous)) previous = previous.prev;
  return previous ?? undefined;
}

/** Whether there is nothing to see in a node, told without looking below it. */
function isInvisible(node: AnyNode): boolean {
  if (isText(node)) return isBlank(node.data);
  return !isTag(node) || node.name === "br" || (node.children.length === 0 && roleOf(node) !== "void");
}

function findCaption(element: Element, marks: CaptionMarks): Element | undefined {
  const candidates = [element, ...elementsOf(element)];
  for (const captions of marks.captions) {
    const caption = candidates.find((candidate) => captions.has(candidate));
    if (caption) return caption;
  }
  return undefined;
}

function creditsIn(element: Element, marks: CaptionMarks): Element[] {
  return [element, ...elementsOf(element)].filter((candidate) => marks.credits.has(candidate));
}

function holdsOnly(element: Element, caption: Element, marks: CaptionMarks): boolean {
  if (elementsOf(element, "img").length > 0) return false;
  return element === caption || isBlank(textOf(element, (child) => child === caption || marks.credits.has(child)));
}
