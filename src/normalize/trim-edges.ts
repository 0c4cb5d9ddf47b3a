import { isTag, isText, type ChildNode } from "domhandler";
import { roleOf } from "../lib/html/tag-roles.ts";
import { textOf } from "../lib/html/text-of.ts";
import { setChildren } from "../lib/html/tree-edit.ts";
import { elementsOf } from "../lib/html/walk.ts";
import { isBlank } from "../lib/text/fold-space.ts";
import { subject, type Body } from "./body.ts";
import { isMedium } from "./captions.ts";

/** Drops the breaks and rules that parted the article from what stood around it. */
export function trimEdges(body: Body): void {
  const { children } = body.root;
  const first = children.findIndex(hasContent);
  const last = children.findLastIndex(hasContent);
  const kept = first < 0 ? [] : children.slice(first, last + 1);
  for (const node of new Set(children).difference(new Set(kept))) {
    if (isTag(node)) body.trace?.({ step: "edges", change: "removed", rule: "nothing to see", subject: subject(node) });
  }
  setChildren(body.root, kept);
}

function hasContent(node: ChildNode): boolean {
  if (isText(node)) return !isBlank(node.data);
  if (!isTag(node) || roleOf(node) === "drop") return false;
  return !isBlank(textOf(node)) || [node, ...elementsOf(node)].some(isMedium);
}
