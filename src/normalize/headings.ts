import { isTag, isText, type ChildNode, type Element } from "domhandler";
import { setChildren } from "../lib/html/tree-edit.ts";
import { elementsOf } from "../lib/html/walk.ts";
import { isBlank } from "../lib/text/fold-space.ts";
import { subject, type Body } from "./body.ts";

/** Makes paragraphs that are bold and nothing else the subheads they stand for, where the outlet has no others. */
export function markHeadings(body: Body): void {
  if (body.outlet.headings !== "bold-paragraphs") return;
  for (const paragraph of elementsOf(body.root, "p")) {
    const parts = paragraph.children.filter((child) => !isEmpty(child));
    if (parts.length === 0 || !parts.every(isBold) || holdsPicture(paragraph)) continue;
    body.trace?.({ step: "headings", change: "made h2", rule: "bold-paragraphs", subject: subject(paragraph) });
    paragraph.name = "h2";
    setChildren(
      paragraph,
      parts.flatMap((part) => (isTag(part) ? part.children : [])),
    );
  }
}

function isEmpty(node: ChildNode): boolean {
  return isText(node) ? isBlank(node.data) : !isTag(node) || node.name === "br";
}

function isBold(node: ChildNode): boolean {
  return isTag(node) && (node.name === "strong" || node.name === "b");
}

function holdsPicture(element: Element): boolean {
  return elementsOf(element, "img").length > 0;
}
