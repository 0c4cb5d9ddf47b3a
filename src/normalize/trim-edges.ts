import { isText, type ChildNode } from "domhandler";
import { roleOf } from "../lib/html/tag-roles.ts";
import { textOf } from "../lib/html/text-of.ts";
import { setChildren } from "../lib/html/tree-edit.ts";
import { elementsOf, isElement } from "../lib/html/walk.ts";
import { isBlank } from "../lib/text/fold-space.ts";
import { subject, type Body } from "./body.ts";
import { isMedium } from "./captions.ts";

/** Drops the breaks and rules that parted the article from what stood around it. */
export function trimEdges(body: Body): void {
  const { children } = body.root;
  const start = Math.max(children.findIndex(hasContent), 0);
  const end = children.findLastIndex(hasContent) + 1;
  for (const node of [...children.slice(0, start), ...children.slice(end)]) {
    if (isElement(node))
      body.trace?.({ step: "edges", change: "removed", rule: "nothing to see", subject: subject(node) });
  }
  setChildren(body.root, children.slice(start, end));
}

function hasContent(node: ChildNode): boolean {
  if (isText(node)) return !isBlank(node.data);
  if (!isElement(node) || roleOf(node) === "drop") return false;
  return !isBlank(textOf(node)) || [node, ...elementsOf(node)].some(isMedium);
}
