import { Text, type ChildNode, type Element } from "domhandler";
import { createElement, setChildren, TreeEdit } from "../lib/html/tree-edit.ts";
import { elementsOf } from "../lib/html/walk.ts";
import { subject, type Body } from "./body.ts";
import { figureAround, findPicture, type CaptionMarks, type FoundPicture } from "./find-picture.ts";

/** Makes each picture in the text that has a caption a `figure` with its `figcaption`, the credit in it a `cite`. */
export function markCaptions(body: Body, marks: CaptionMarks): void {
  const edit = new TreeEdit();
  const figures = new Set<Element>();
  for (const image of elementsOf(body.root, "img")) {
    // The images of one figure share its caption.
    const figure = figureAround(image);
    if (figure && figures.has(figure)) continue;
    if (figure) figures.add(figure);
    const found = findPicture(image, body.root, marks);
    for (const credit of found.credits) credit.name = "cite";
    if (!found.caption) continue;
    body.trace?.({ step: "captions", change: "made figcaption", rule: "caption", subject: subject(found.caption) });
    if (found.followers.length === 0) found.caption.name = "figcaption";
    else joinCaption(found, found.caption, edit);
  }
  edit.apply();
}

/** Brings a caption that follows its picture into the picture's figure. */
function joinCaption({ block, credits, followers }: FoundPicture, caption: Element, edit: TreeEdit): void {
  for (const follower of followers) edit.remove(follower);
  const isApart = (credit: Element) => credit !== caption && !isWithin(credit, caption);
  const apart = credits.filter(isApart).flatMap((credit): ChildNode[] => [new Text(" "), credit]);
  const figcaption = createElement("figcaption", [...caption.children, ...apart]);
  if (block.name === "figure") {
    setChildren(block, [...block.children, figcaption]);
    return;
  }
  const figure = createElement("figure", []);
  edit.replace(block, figure);
  setChildren(figure, [block, figcaption]);
}

function isWithin(element: Element, ancestor: Element): boolean {
  let node = element.parent;
  while (node && node !== ancestor) node = node.parent;
  return node === ancestor;
}
